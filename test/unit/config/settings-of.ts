import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Resolved, resolveSettings } from '../../../src/config/resolve.ts';
import type { FieldKey } from '../../../src/config/settings.ts';
import { gatherSettings, type SettingsSources } from '../../../src/config/sources.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { packageRoot, temporaryFolder } from '../../support/cli.ts';

/** What a person gives: files by path below the working folder; `--config` is the first with the usual name. */
export interface TestSources {
  readonly flags?: SettingsSources['flags'];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly required?: readonly FieldKey[];
  /** The target in the file. */
  readonly target?: string;
  /** The targets that the command can run for; several, by default. */
  readonly acceptedTargets?: SettingsSources['acceptedTargets'] | undefined;
  readonly userId?: number | undefined;
}

/** Reads and checks settings like a command, in a folder for this test alone. */
export async function settingsOf(given: TestSources): Promise<Resolved & { readonly messages: readonly string[] }> {
  const cwd = temporaryFolder();
  for (const [path, text] of Object.entries(given.files ?? {})) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const gathered = await gatherSettings({
    flags: given.flags ?? {},
    env: given.env ?? {},
    cwd,
    userId: given.userId,
    templates: join(packageRoot, 'templates'),
    acceptedTargets: 'several',
    ...('acceptedTargets' in given && { acceptedTargets: given.acceptedTargets }),
    ...(given.config !== undefined && { config: given.config }),
    ...(given.stdin !== undefined && { stdin: given.stdin }),
    ...(given.target !== undefined && { target: given.target }),
  });
  const resolved = resolveSettings(gathered.values, given.required ?? [], { allowedHosts: gathered.allowedHosts });
  const problems = [...gathered.problems, ...gathered.unset.values(), ...resolved.problems];
  return { ...resolved, problems, messages: problems.map(({ message }) => message) };
}

/** Returns a value for comparison, with secrets revealed. */
export function opened(value: unknown): unknown {
  return value instanceof Secret ? value.reveal() : value;
}
