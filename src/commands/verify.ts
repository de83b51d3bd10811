import { productOf } from '../config/product.ts';
import { driftFindings } from '../diagnostics/drift-findings.ts';
import { componentTitle } from '../diagnostics/finding.ts';
import { verifyDirect } from '../diagnostics/verify/direct.ts';
import { attributesFor, eventFilterOf, filteredAttributes } from '../diagnostics/verify/event-filter.ts';
import type { TicketNeeds } from '../diagnostics/verify/halo-ticket.ts';
import { createStepRecorder, type StepRecorder, VerificationFailed } from '../diagnostics/verify/steps.ts';
import { createTestTicket } from '../diagnostics/verify/test-ticket.ts';
import { verifyThroughHalo } from '../diagnostics/verify/through-halo.ts';
import { readChoices } from '../diagnostics/verify/ticket-attributes.ts';
import { rowOf, type Verification } from '../diagnostics/verify/verification.ts';
import { verifyWithoutPaging } from '../diagnostics/verify/without-paging.ts';
import { CliError, ExitCode, interruptedError, usageError } from '../errors/cli-error.ts';
import { policyRow } from '../providers/ilert/schemas.ts';
import { isRaw } from '../providers/row-reader.ts';
import { firstResponders } from '../reporters/first-responders.ts';
import type { ResultOf } from '../reporters/result.ts';
import { renderStep } from '../reporters/steps.ts';
import { confirm } from '../runtime/approval.ts';
import { defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { requiredFor, TO_APPLY } from '../runtime/load-settings.ts';
import { flag, integer, ONLY, type OptionValues } from '../runtime/options.ts';
import { journalNameOf } from '../runtime/provision.ts';
import { planOf, refreshOrRefuse } from '../runtime/refresh.ts';
import { loadScoped, type Scoped } from '../runtime/scope.ts';
import { createStyle } from '../ui/style.ts';

const NEEDS_YES = {
  message: 'Nothing was sent: without a terminal, verify needs --yes, since somebody may be paged.',
  hint: 'Add --yes, or --no-alert to page nobody.',
};

const verifyOptions = {
  throughHalo: flag('--through-halo', 'with a real test ticket in HaloITSM, which is removed at the end'),
  noAlert: { ...flag('--no-alert', 'run all checks without creating an alert'), formerly: '--policy-quiet' },
  wait: { ...integer('--wait <SECONDS>', 'how long to wait for each alert', [1, 3600]), default: 180 },
  ticketType: integer('--ticket-type <ID>', 'ticket type of the test ticket, where yours requires one', [1, 1_000_000]),
  only: ONLY,
  client: integer('--client <ID>', 'client of the test ticket, where yours requires one', [1, 100_000_000]),
};

type VerifyOptions = OptionValues<typeof verifyOptions>;

/** `verify`: proves that a ticket becomes an alert, and that closing it resolves the alert. */
export const verify = defineCommand({
  name: 'verify',
  about: 'prove that a ticket becomes an alert and that closing it resolves the alert',
  takesSettings: true,
  yes: 'do not ask before somebody may be paged',
  targets: 'resumable',
  options: verifyOptions,
  examples: [
    ['verify', 'posts a test ticket as HaloITSM would, and waits for the alert'],
    ['verify --through-halo --yes', 'the whole way, with a real ticket'],
    ['verify --no-alert', 'at night'],
    ['verify --only ilert', "ilert's side alone: needs no access to HaloITSM's API"],
  ],
  requires: ({ only }) => requiredFor(only),
  journalName: proofName,
  fleetApproval({ noAlert }) {
    if (noAlert) return undefined;
    const question = (targets: string) =>
      `This makes a real alert for each of ${targets}, and may page somebody. Go on?`;
    return { question, refusal: NEEDS_YES };
  },
  async run(context, { flags, options }): Promise<ResultOf<'verify'>> {
    const { streams, system, pause, signal } = context;
    const { noAlert: isQuiet } = options;
    if (!isQuiet && !context.options.yes && !context.canPrompt)
      throw usageError(NEEDS_YES.message, NEEDS_YES.hint, 'approval-required');
    assertCompatible(options);
    const { resolved, only } = await loadScoped(context, flags, {
      only: options.only,
      required: TO_APPLY,
      isHaloOptional: !options.throughHalo,
    });
    const clients = connect(context, resolved, { only });
    // Ctrl-C aborts what the other clients do, not the cleaning up.
    const cleanupClients = connect({ ...context, signal: new AbortController().signal }, resolved, { only });
    const style = createStyle(streams.resultColor);
    const recorder = createStepRecorder(system.now, (step) => {
      if (!context.options.document) streams.result(renderStep(step, style));
    });
    try {
      const { live, plan, filter, choices } = await recorder.step('Everything is set up as it should be', async () => {
        const session = await refreshOrRefuse(context, resolved, clients, { only });
        const { state } = session.refreshed;
        const pending = planOf(session);
        const findings = driftFindings(pending, state, resolved.settings);
        const broken = findings.find(({ severity }) => severity === 'broken');
        if (broken) throw new VerificationFailed(broken);
        for (const { message, hint } of findings) streams.note(`${message} ${hint}`);
        const filter = options.throughHalo ? eventFilterOf(session.desired.references.filters, state) : undefined;
        const choices = await readChoices(session.accounts.lookups, filter ? filteredAttributes(filter) : []);
        return { live: state, plan: pending, filter, choices };
      });
      const needs = { client: options.client, attributes: attributesFor(filter, options.ticketType) };
      const verification: Verification = {
        clients,
        live,
        plan,
        payload: String(live.method?.requestbody ?? resolved.settings['halo.payload'].text),
        filter,
        choices,
        recorder,
        pause,
        info: streams.info,
        now: system.now,
        product: plan.product,
        wait: options.wait * 1000,
        cleanupClients: () => (signal.aborted ? cleanupClients : clients),
      };
      if (!isQuiet) await approvePaging(context, verification);
      const alert = await prove(verification, options, needs);
      await context.runJournal.recordSuccess(proofName({ ...options, only }), resolved.settings);
      return {
        kind: 'verify',
        exitCode: ExitCode.done,
        steps: recorder.steps,
        isQuiet,
        product: plan.product,
        ...(only && { only }),
        alertId: alert?.id,
      };
    } catch (error) {
      if (signal.aborted) throw interruptedError('Stopped before it was proven.');
      if (!(error instanceof VerificationFailed)) throw error;
      const { name: product } = productOf(resolved.settings);
      return { ...brokenAt(recorder, error, isQuiet), product, ...(only && { only }) };
    }
  },
});

function assertCompatible({ throughHalo, only }: VerifyOptions): void {
  if (!throughHalo || only === undefined) return;
  const hint = 'Omit one of them.';
  throw usageError('--through-halo and --only ilert cannot be used together.', hint, 'command-line-invalid');
}

/** @returns the alert; undefined where nobody was to be paged */
async function prove(verification: Verification, { noAlert, throughHalo }: VerifyOptions, needs: TicketNeeds) {
  if (noAlert) return verifyWithoutPaging(verification, createTestTicket());
  return throughHalo ? verifyThroughHalo(verification, needs) : verifyDirect(verification, createTestTicket());
}

/** A proof of another kind is another run. */
function proofName({ noAlert, throughHalo, only }: Omit<VerifyOptions, 'only'> & Partial<Scoped>): string {
  return journalNameOf(`verify${noAlert ? ' noAlert' : ''}${throughHalo ? ' throughHalo' : ''}`, only);
}

/** Whoever is on call would be woken, so it is announced and has to be approved. */
async function approvePaging(context: Context, { live, info }: Verification): Promise<void> {
  const { escalationPolicy } = rowOf(live, 'alert-source');
  const policy = isRaw(escalationPolicy) ? policyRow(escalationPolicy) : undefined;
  const whom = policy?.name ? `${policy.name}. ${firstResponders(policy)}` : 'the escalation policy';
  info(`This makes a real alert. It may page by ${whom.trim()}`);
  await confirm(context, 'Go on?', 'Cancelled. Nothing was sent.');
}

function brokenAt(
  { steps }: StepRecorder,
  { finding }: VerificationFailed,
  isQuiet: boolean,
): Omit<ResultOf<'verify'>, 'product'> {
  const { component, severity, message, hint } = finding;
  const failure = new CliError({
    code: 'verification-failed',
    message: severity === 'pending' ? message : `Broken at the ${componentTitle(component)}: ${message}`,
    exitCode: ExitCode.failed,
    ...(hint !== undefined && { hint }),
  });
  return { kind: 'verify', exitCode: ExitCode.failed, steps, isQuiet, finding, failure };
}
