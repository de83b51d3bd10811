import type { SettingsFile } from '../config/settings-file.ts';
import { unknownTarget } from '../config/target.ts';
import type { Problem } from '../errors/cli-error.ts';

/** Which targets a command line asks for. */
export interface Wanted {
  readonly all: boolean;
  /** Names, as typed. */
  readonly names: readonly string[];
}

/** The chosen names in the order of the file, or what is wrong with the choice. Pure. @param config path of the file */
export function chooseTargets(
  { targets }: SettingsFile,
  { all, names }: Wanted,
  config: string,
): { readonly chosen: readonly string[] } | { readonly problems: readonly Problem[] } {
  const known = [...targets.keys()];
  if (all && names.length > 0)
    return { problems: [{ message: '--all and --target do not go together.', hint: 'Leave one of them out.' }] };
  if (all && known.length === 0)
    return { problems: [{ message: `${config} has no targets.`, hint: 'List them there under "targets".' }] };
  if (all) return { chosen: known };
  const unknown = names.filter((name) => !targets.has(name));
  if (unknown.length > 0) return { problems: unknown.map((name) => unknownTarget(name, known, config)) };
  return { chosen: known.filter((name) => names.includes(name)) };
}
