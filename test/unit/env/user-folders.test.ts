import { chownSync, mkdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { isCi } from '../../../src/env/environment.ts';
import { userFolders } from '../../../src/env/user-folders.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { onWindows } from '../../support/system.ts';

const isRoot = !onWindows && userInfo().uid === 0;

describe('saved files are kept', () => {
  it('in the usual folders of Linux', () => {
    const HOME = temporaryFolder();
    expect(userFolders({ HOME }, 'linux', 1000)).toEqual({
      config: join(HOME, '.config', 'ilert-haloitsm'),
      cache: join(HOME, '.cache', 'ilert-haloitsm'),
    });
    const xdg = { HOME, XDG_CONFIG_HOME: join(HOME, 'c'), XDG_CACHE_HOME: join(HOME, 'k') };
    expect(userFolders(xdg, 'linux', 1000)).toEqual({
      config: join(HOME, 'c', 'ilert-haloitsm'),
      cache: join(HOME, 'k', 'ilert-haloitsm'),
    });
  });

  it('in the usual folders of macOS and Windows', () => {
    const HOME = temporaryFolder();
    expect(userFolders({ HOME }, 'darwin', 501).config).toBe(join(HOME, 'Library', 'Preferences', 'ilert-haloitsm'));
    const APPDATA = join(HOME, 'Roaming');
    expect(userFolders({ HOME, APPDATA }, 'win32', undefined).config).toBe(join(APPDATA, 'ilert-haloitsm', 'Config'));
  });

  it.each([
    { HOME: '' },
    { HOME: 'home' },
    { HOME: '', XDG_CONFIG_HOME: '' },
    { XDG_CONFIG_HOME: 'c', XDG_CACHE_HOME: '.' },
  ])('never in the working directory, as with %j', (env) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      for (const folder of Object.values(userFolders(env, platform, 1000))) {
        expect(isAbsolute(folder)).toBe(true);
        expect(folder.startsWith(homedir()) || folder.startsWith(userInfo().homedir)).toBe(true);
      }
  });

  // Only root can give a folder to somebody else.
  it.runIf(isRoot)('nowhere by root in the home folder of somebody else, as under sudo', () => {
    const HOME = join(temporaryFolder(), 'home');
    mkdirSync(HOME);
    chownSync(HOME, 1000, 1000);
    expect(userFolders({ HOME, SUDO_UID: '1000' }, 'linux', 0)).toEqual({});
    expect(userFolders({ HOME }, 'linux', 1000).config).toBe(join(HOME, '.config', 'ilert-haloitsm'));
    chownSync(HOME, 0, 0);
    expect(userFolders({ HOME }, 'linux', 0).config).toBe(join(HOME, '.config', 'ilert-haloitsm'));
  });
});

test.each([undefined, '', ' ', 'false', 'False', 'FALSE', '0', 'no', 'No', 'off'])('CI=%s is no CI system', (CI) => {
  expect(isCi({ CI })).toBe(false);
});

test.each(['true', 'True', '1', 'yes', 'woodpecker'])('CI=%s is a CI system', (CI) => {
  expect(isCi({ CI })).toBe(true);
});
