import type { ResultOf } from '../reporters/result.ts';
import { renderResult } from '../reporters/text.ts';
import type { CommandInput } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { defaultsOf } from '../runtime/options.ts';
import { createStyle } from '../ui/style.ts';
import { chooseTask } from '../wizard/menu.ts';
import type { Purpose } from '../wizard/review.ts';
import { type Applied, runWizard } from '../wizard/wizard.ts';
import { applyResult } from './apply.ts';
import { destroy } from './destroy.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';

/** The possible results of the wizard, depending on the chosen task. */
export type SetupResult = ResultOf<'apply' | 'dry-run' | 'setup' | 'verify' | 'status' | 'printed' | 'destroy'>;

/** Asks what to do, and does it. In a file of its own, since only a person at a terminal needs it. */
export async function setUpByQuestions(context: Context, input: CommandInput): Promise<SetupResult> {
  const task = await chooseTask(context, input.flags);
  switch (task.kind) {
    case 'test':
      return verify.run(context, { ...input, options: defaultsOf(verify.options) });
    case 'status':
      return status.run(context, { ...input, options: defaultsOf(status.options) });
    case 'remove':
      return destroy.run(context, { ...input, options: defaultsOf(destroy.options) });
    case 'set-up-another':
      return askAndApply(forAnother(context, task.profile), input, 'set-up');
    default:
      return askAndApply(context, input, task.kind);
  }
}

/** A settings file that was found describes the existing integration. */
function forAnother(context: Context, profile: string): Context {
  const { isConfigFound, ...options } = context.options;
  const noConfig = isConfigFound ?? options.noConfig;
  return { ...context, options: { ...options, profile, noConfig, config: noConfig ? undefined : options.config } };
}

async function askAndApply(
  context: Context,
  input: CommandInput,
  purpose: Purpose,
): Promise<ResultOf<'apply' | 'setup'>> {
  const { streams } = context;
  const style = createStyle(streams.resultColor);
  const applied = await runWizard(context, input.flags, purpose, {
    showApplied: (done) => streams.result(`${renderResult(resultOf(done, context), style)}\n`),
    async sendTestAlert(withSettings) {
      const verified = await verify.run(withSettings, { ...input, options: defaultsOf(verify.options) });
      if (verified.failure !== undefined) throw verified.failure;
      streams.result(`${renderResult(verified, style)}\n`);
    },
  });
  const result = resultOf(applied, context);
  return applied.outro === undefined
    ? result
    : { kind: 'setup', exitCode: result.exitCode, applied: result, outro: applied.outro };
}

function resultOf({ approved, outcome, elapsed }: Applied, context: Context): ResultOf<'apply'> {
  const { only: _, ...result } = applyResult(context, approved.resolved.settings, approved.plan, outcome);
  // The wizard's last page says how to set up the other service.
  return { ...result, elapsed };
}
