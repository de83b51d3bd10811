import { readSettingsFile } from '../config/sources.ts';
import { ExitCode, usageErrors } from '../errors/cli-error.ts';
import { loadTargets } from '../fleet/load.ts';
import { missingInWords } from '../fleet/missing.ts';
import { chooseTargets, fileOfTargets, targetOptions } from '../fleet/select.ts';
import { profileOf } from '../fleet/target.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
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
    const loaded = await loadTargets({ ...context, shared: { file, stdin: undefined } }, names, flags, []);
    const missing = await missingInWords(context, file);
    if (missing !== undefined) context.streams.note(missing);
    const remembered = await context.profiles.all();
    return {
      kind: 'targets',
      exitCode: ExitCode.done,
      targets: loaded.map(({ name, displayName, settings }) => ({
        target: name,
        name: displayName,
        product: settings['halo.product'],
        halo: settings['halo.url'],
        remembered: remembered.has(profileOf(context.options, name)),
      })),
    };
  },
});

const NO_SELECTION = { parallel: 1, resume: false } as const;
