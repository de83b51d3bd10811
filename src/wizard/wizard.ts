import type { SettingsSources } from '../config/sources.ts';
import { CliError, ExitCode, interruptedError } from '../errors/cli-error.ts';
import type { IntegrationOutcome } from '../providers/integration.ts';
import { withProgress } from '../reporters/progress.ts';
import type { Context } from '../runtime/context.ts';
import { provision } from '../runtime/provision.ts';
import { withAnswers } from './answers.ts';
import { openWizard } from './context.ts';
import { createOutro } from './outro.ts';
import { productName } from './product.ts';
import { type Approved, askUntilApproved, type Purpose } from './review.ts';
import { offerToSaveSecrets } from './save-secrets.ts';

/** What was approved, and its outcome. */
export interface WizardResult {
  readonly approved: Approved;
  readonly outcome: IntegrationOutcome;
  /** The last page; there is none after a failure. */
  readonly outro?: string;
}

/** The wizard: asks, shows the plan, applies it once approved, and shows how to continue. */
export async function runWizard(
  context: Context,
  flags: SettingsSources['flags'],
  purpose: Purpose = 'set-up',
): Promise<WizardResult> {
  const wizard = await openWizard(context, flags);
  wizard.prompter.info(
    `A ticket in ${productName(wizard, { values: wizard.saved })} becomes an alert in ilert. Nothing is changed before you have seen ` +
      'the plan. Enter takes what is offered, Esc (or < as an answer) goes one question back, Ctrl-C stops.',
  );
  const approved = await askUntilApproved(context, wizard, purpose).catch(nothingChanged);
  const outcome = await withProgress(context.streams, ({ listen }) =>
    provision(context, approved.session, approved.plan, listen, withAnswers(wizard.provided, approved.answers)),
  );
  if (outcome.failure !== undefined) return { approved, outcome };
  await offerToSaveSecrets(context, wizard, approved.answers);
  return { approved, outcome, outro: createOutro(context, wizard, approved) };
}

/** Until the plan is approved, both services are only read. */
function nothingChanged(error: unknown): never {
  if (!(error instanceof CliError) || error.exitCode !== ExitCode.interrupted) throw error;
  throw interruptedError('Cancelled. Nothing was changed.');
}
