import type { SettingsSources } from '../config/sources.ts';
import { cancelledError, isInterrupted } from '../errors/cli-error.ts';
import type { IntegrationOutcome } from '../providers/integration.ts';
import { withProgress } from '../reporters/progress.ts';
import type { Context } from '../runtime/context.ts';
import { provision } from '../runtime/provision.ts';
import { plainName } from '../ui/sanitize.ts';
import { openWizard, type WizardContext } from './context.ts';
import { writeImportFiles } from './import-files.ts';
import { createImportOutro } from './import-outro.ts';
import { offerToSaveSettings } from './offer-settings-file.ts';
import { createOutro } from './outro.ts';
import { productName } from './product.ts';
import { type Approved, askUntilApproved, type Purpose } from './review.ts';
import { policyOf } from './reviewed.ts';
import { offerToSaveSecrets } from './save-secrets.ts';
import { offerTestAlert } from './test-alert.ts';

export interface Applied {
  readonly approved: Approved;
  readonly outcome: IntegrationOutcome;
  /** The duration in milliseconds. */
  readonly elapsed: number;
}

/** What the wizard leaves to commands. */
export interface WizardActions {
  readonly showApplied: (applied: Applied) => void;
  /** Sends a test alert, with the settings in the context. @throws what went wrong */
  readonly sendTestAlert: (context: Context) => Promise<void>;
}

/** What was done, and the last page, unless it failed. */
export type WizardResult = Applied & { readonly outro?: string };

/** Runs the wizard: asks, shows what will be done, applies it once approved, and shows how to continue. */
export async function runWizard(
  context: Context,
  flags: SettingsSources['flags'],
  purpose: Purpose,
  actions: WizardActions,
): Promise<WizardResult> {
  const { streams, system } = context;
  const wizard = await openWizard(context, flags);
  if (purpose === 'set-up') wizard.prompter.info(introduction(wizard, context.options));
  const approved = await askUntilApproved(context, wizard, purpose).catch(nothingChanged);
  const start = system.now();
  const outcome = await withProgress(streams, ({ listen }) =>
    provision(context, approved.session, approved.plan, listen, approved.values),
  );
  const applied = { approved, outcome, elapsed: system.now() - start };
  if (outcome.failure !== undefined) return applied;
  actions.showApplied(applied);
  const files = approved.answers.withoutHaloApi ? await writeImportFiles(context, approved, outcome) : undefined;
  if (files) wizard.prompter.info(`${files.files.length} files were written to ${plainName(files.folder)}.`);
  const { names } = approved.session.desired.references;
  let savedAs: string | undefined;
  await unlessInterrupted(async () => {
    const policy = await policyOf(wizard, approved.resolved.settings);
    await offerTestAlert(context, wizard.prompter, policy, () =>
      actions.sendTestAlert(withSettings(context, approved)),
    );
    // A settings file needs the API application.
    if (!files) savedAs = await offerToSaveSettings(context, wizard.prompter, approved.values, names);
    await offerToSaveSecrets(context, wizard, approved.answers);
  });
  const outro = files ? createImportOutro(context, files) : createOutro(context, approved, savedAs);
  return { ...applied, outro };
}

function introduction(wizard: WizardContext, { config, isConfigFound }: Context['options']): string {
  const product = productName(wizard, { values: wizard.saved });
  return (
    `This wizard connects ${product} to ilert: a new ticket opens an alert, and closing the ticket resolves it. You need an ` +
    `ilert API key and a ${product} API application. Nothing changes until you confirm the plan. Enter accepts the default, ` +
    `Esc goes back, Ctrl-C quits.${isConfigFound ? ` What is offered at first is from ${config}.` : ''}`
  );
}

/** Returns the context for a command that continues with the answers, and that the person has just requested. */
function withSettings(context: Context, { values, adopt }: Approved): Context {
  const { options } = context;
  return { ...context, answers: values, options: { ...options, yes: true, adopt: [...options.adopt, ...adopt] } };
}

/** Until the plan is approved, both services are only read. */
function nothingChanged(error: unknown): never {
  if (!isInterrupted(error)) throw error;
  throw cancelledError();
}

/** The setup is complete, so Ctrl-C only means that there should be no more questions. */
async function unlessInterrupted(ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!isInterrupted(error)) throw error;
  }
}
