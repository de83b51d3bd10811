import { existsSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { Environment } from './environment.ts';

const NAME = 'ilert-haloitsm';

/** Where this program saves its files for the user who runs it; undefined if nothing can be saved. */
export interface UserFolders {
  /** Saved profiles. */
  readonly config?: string;
  /** What can be created again. */
  readonly cache?: string;
}

/** Returns the folders of this process's user; ILERT_HALOITSM_HOME is one folder for everything. */
export function ownFolders({
  env,
  platform,
  getuid,
}: Pick<NodeJS.Process, 'env' | 'platform' | 'getuid'>): UserFolders {
  const { ILERT_HALOITSM_HOME: own } = env;
  return own ? { config: own, cache: own } : userFolders(env, platform, getuid?.());
}

/**
 * Returns the system's standard folders. There are none without a home folder, as for a container's user without an
 * entry in /etc/passwd. There are none either if root uses another user's home folder, as under sudo: that user could
 * not change what root creates there.
 *
 * @param uid the process's; undefined on Windows
 */
export function userFolders(env: Environment, platform: NodeJS.Platform, uid: number | undefined): UserFolders {
  const home = homeFolder(env);
  if (home === undefined) return {};
  const folders = Object.entries(standardFolders(home, env, platform));
  return Object.fromEntries(folders.filter(([, folder]) => uid !== 0 || ownerOf(folder) === 0));
}

function standardFolders(home: string, env: Environment, platform: NodeJS.Platform): Required<UserFolders> {
  if (platform === 'win32') {
    return {
      config: join(absolute(env.APPDATA) ?? join(home, 'AppData', 'Roaming'), NAME, 'Config'),
      cache: join(absolute(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'), NAME, 'Cache'),
    };
  }
  if (platform === 'darwin') {
    const library = join(home, 'Library');
    return { config: join(library, 'Preferences', NAME), cache: join(library, 'Caches', NAME) };
  }
  return {
    config: join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), NAME),
    cache: join(absolute(env.XDG_CACHE_HOME) ?? join(home, '.cache'), NAME),
  };
}

/** Returns the home folder. If HOME is empty or relative, uses the user database, not the working directory. */
function homeFolder(env: Environment): string | undefined {
  try {
    return absolute(env.HOME) ?? absolute(userInfo().homedir) ?? absolute(homedir());
  } catch {
    return undefined;
  }
}

/** Ignores a relative folder in a variable, as the XDG specification requires. */
function absolute(folder: string | undefined): string | undefined {
  return folder && isAbsolute(folder) ? folder : undefined;
}

/** Returns the owner of a folder, or of its nearest existing parent. */
function ownerOf(folder: string): number {
  return existsSync(folder) || dirname(folder) === folder ? statSync(folder).uid : ownerOf(dirname(folder));
}
