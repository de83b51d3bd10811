import { randomBytes } from 'node:crypto';
import { requiredFor } from '../config/required-settings.ts';
import { isPending } from '../engine/plan.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { noteStopped, planShown } from '../reporters/refresh.ts';
import { defineCommand, type Ended } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings } from '../runtime/load-settings.ts';
import { commandToPlan, forThisRun } from '../runtime/next-command.ts';
import { flag, ONLY, type OptionValues } from '../runtime/options.ts';
import { planOffline } from '../runtime/plan-session.ts';
import { type PlanResult, planResult } from '../runtime/result.ts';
import { fileToWrite } from '../runtime/run-files.ts';
import { isReplaceable, writeSavedPlan } from '../saved-plan/file.ts';
import { type Planned, savedPlan } from '../saved-plan/save.ts';
import { quoted, shellOf } from '../text/shell-word.ts';

/** `plan`: shows what `apply` would change, and changes nothing. */
export const plan = defineCommand({
  name: 'plan',
  about: 'show what apply would change',
  takesSettings: true,
  formats: ['text', 'json', 'markdown'],
  targets: 'several',
  options: {
    exitCode: flag('--exit-code', 'exit with code 4 if there are changes'),
    out: {
      kind: 'text',
      flags: '--out <FILE>',
      about: 'save the plan to this file, so that "apply --plan FILE" does exactly this, or nothing',
      isPath: true,
    },
    offline: flag('--offline', 'make no requests; needs no credentials and treats everything as new'),
    only: ONLY,
  },
  examples: [
    ['plan --config ilert.yaml', 'shows what would change'],
    ['plan --config ilert.yaml --exit-code', 'for pipelines: exits with 4 if anything would change'],
    ['plan --config ilert.yaml --out plan.json', 'saves the plan for review; then: apply --plan plan.json'],
  ],
  requires: ({ offline, only }) => (offline ? [] : requiredFor(only)),
  async complete({ system, files }, input) {
    const { out, offline } = input.options;
    if (out === undefined) return input;
    if (offline)
      throw usageError(
        '--out cannot be used with --offline: such a plan treats everything as new.',
        'Omit one of them.',
        'command-line-invalid',
      );
    const hint = 'Give --out another name.';
    const { path } = await fileToWrite(out, { option: '--out', what: 'plan' }, { files, cwd: system.cwd });
    if (!(await isReplaceable(path)))
      throw usageError(`${out} exists and is not a saved plan, so it is not replaced.`, hint, 'file-unwritable');
    return input;
  },
  async run(context, { flags, options }): Promise<PlanResult> {
    const { only, offline, exitCode } = options;
    if (offline) {
      const { settings } = await loadSettings(context, flags, []);
      return resultOf(planOffline(settings, only), exitCode);
    }
    const run = await planShown(context, flags, only);
    noteStopped(context, run);
    if (run.formerHalo !== undefined) context.streams.note(run.formerHalo);
    return { ...resultOf(run.planned.plan, exitCode), planned: run.planned };
  },
  async finish(context, { options: { out, only } }, ended, isForAll) {
    if (out !== undefined) await save(context, { file: out, only }, ended, isForAll);
  },
});

function resultOf(found: Planned['plan'], tellsPending: boolean): PlanResult {
  return planResult(found, tellsPending && isPending(found) ? ExitCode.pending : ExitCode.done);
}

interface ToSave {
  readonly file: string;
  readonly only: OptionValues<{ readonly only: typeof ONLY }>['only'];
}

/** Saves the plans of all targets, or none if a target has no plan. */
async function save(
  context: Context,
  { file, only }: ToSave,
  ended: readonly Ended<PlanResult>[],
  isForAll: boolean,
): Promise<void> {
  const { system, streams, redactor, version, files } = context;
  const without = ended.flatMap(({ target, result }) => (result?.planned ? [] : [target ?? '']));
  if (without.length > 0) {
    const names = without.length > 3 ? `${without.length} targets` : without.join(', ');
    const others = ended.flatMap(({ target, result }) => (result?.planned && target !== undefined ? [target] : []));
    const message = `The plan was not saved to ${file}, since there is no plan for ${names}.`;
    streams.note([message, ...howToSaveOthers(context, others, { file, only })].join(' '));
    return;
  }
  const made = ended.flatMap(({ target, result }) => (result?.planned ? [{ target, planned: result.planned }] : []));
  const saved = savedPlan(made, {
    toolVersion: version,
    createdAt: new Date(system.now()),
    salt: randomBytes(32).toString('hex'),
    isForAll,
    redactor,
  });
  files.written.add(await writeSavedPlan(file, system.cwd, saved));
  const line = `ilert-haloitsm apply --plan ${inShell(file, context)}`;
  streams.info(`Plan saved to ${file}. To apply exactly this plan: ${forThisRun(line, context)}`);
}

/** Nobody reads a line with more names than this. */
const MOST_NAMED = 20;

/** Says how to save a plan for the others alone: a plan is saved for all of its targets or not at all. */
function howToSaveOthers(context: Context, others: readonly string[], toSave: ToSave): string[] {
  if (others.length === 0) return [];
  const shown = others.length > MOST_NAMED ? ['NAME'] : others;
  const line = commandToPlan({ ...toSave, all: false, targets: shown }, context);
  return [
    `To save it for the ${others.length === 1 ? 'other one' : `${others.length} others`}${shown === others ? '' : ', each with a --target of its own'}: ${line}`,
  ];
}

function inShell(word: string, { system }: Context): string {
  return quoted(word, shellOf(system.platform));
}
