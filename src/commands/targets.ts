import { readSettingsFile } from '../config/sources.ts';
import { ExitCode, usageErrors } from '../errors/cli-error.ts';
import { loadTargets } from '../fleet/load.ts';
import { missingInWords } from '../fleet/missing.ts';
import { chooseTargets, fileOfTargets, targetOptions } from '../fleet/select.ts';
import { contextOf } from '../fleet/target.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { pipeWait } from '../runtime/stdin.ts';

/** `targets`: lists the settings file's targets, for people and pipeline matrices. Needs no secrets and no network. */
export const targets = defineCommand({
  name: 'targets',
  about: 'list the targets of the settings file',
  takesSettings: true,
  options: { target: targetOptions.target },
  examples: [
    ['targets --config customers.yaml', 'lists all of them'],
    ['targets --json --target "eu-*"', 'for the matrix of a pipeline'],
  ],
  async run(context, { flags, options: { target } }): Promise<ResultOf<'targets'>> {
    const config = fileOfTargets(context, targets, { target });
    const file = await readSettingsFile(config, context.system.cwd, pipeWait(context));
    if (file.problems.length > 0) throw usageErrors(file.problems, 'setting-invalid');
    const names = chooseTargets(file, { ...NO_SELECTION, target, all: target.length === 0 }, config);
    const withFile: Context = { ...context, shared: { file, stdin: undefined } };
    const loaded = await loadTargets(withFile, names, flags, []);
    const missing = await missingInWords(context, file);
    if (missing !== undefined) context.streams.note(missing);
    const remembered = new Set<string>();
    for (const name of names) if (await isRemembered(withFile, name)) remembered.add(name);
    return {
      kind: 'targets',
      exitCode: ExitCode.done,
      targets: loaded.map(({ name, displayName, settings }) => ({
        target: name,
        name: displayName,
        product: settings['halo.product'],
        halo: settings['halo.url'],
        remembered: remembered.has(name),
      })),
    };
  },
});

/** Whether this machine has set up a target, even under a former name. */
async function isRemembered(context: Context, target: string): Promise<boolean> {
  const { profiles, options } = contextOf(context, target);
  return (await profiles.read(options.profile)) !== undefined;
}

const NO_SELECTION = { parallel: 1, resume: false } as const;
