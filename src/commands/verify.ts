import { productOf } from '../config/product.ts';
import { requiredFor, TO_APPLY } from '../config/required-settings.ts';
import type { Settings } from '../config/settings.ts';
import { driftFindings } from '../diagnostics/drift-findings.ts';
import { componentTitle } from '../diagnostics/finding.ts';
import { announcement, policiesInWords } from '../diagnostics/verify/announcement.ts';
import { verifyDirect } from '../diagnostics/verify/direct.ts';
import { attributesFor, eventFilterOf, filteredAttributes } from '../diagnostics/verify/event-filter.ts';
import type { TicketNeeds } from '../diagnostics/verify/halo-ticket.ts';
import { checkOpensOwnAlert } from '../diagnostics/verify/open-alerts.ts';
import { type Coverage, stepNames } from '../diagnostics/verify/step-names.ts';
import { createStepRecorder, VerificationFailed } from '../diagnostics/verify/steps.ts';
import { createTestTicket } from '../diagnostics/verify/test-ticket.ts';
import { verifyThroughHalo } from '../diagnostics/verify/through-halo.ts';
import { readChoices } from '../diagnostics/verify/ticket-attributes.ts';
import { type RemovedTicket, rowOf, type Verification } from '../diagnostics/verify/verification.ts';
import { verifyWithoutPaging } from '../diagnostics/verify/without-paging.ts';
import { CliError, ExitCode, interruptedError, usageError } from '../errors/cli-error.ts';
import { mayGroup } from '../providers/ilert/alert-grouping.ts';
import type { Clients } from '../providers/lookups.ts';
import { exitCodeOf } from '../reporters/error.ts';
import { type Progress, withProgress } from '../reporters/progress.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { renderStep } from '../reporters/steps.ts';
import { confirm } from '../runtime/approval.ts';
import { defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { forThisRun, hintsForThisRun } from '../runtime/next-command.ts';
import { flag, integer, ONLY, type OptionValues } from '../runtime/options.ts';
import { planOf } from '../runtime/plan-session.ts';
import { journalNameOf } from '../runtime/provision.ts';
import { loadScoped, type Scoped } from '../runtime/scope.ts';
import { createStyle } from '../ui/style.ts';

const NEEDS_YES = {
  message: 'Nothing was sent. Non-interactive runs need --yes, because someone may be paged.',
  hint: 'Add --yes, or use --no-alert to run all checks without creating an alert.',
};

const TICKETS_OF_TARGETS =
  'This logs one test ticket for each target, or with a filter two or more, and closes and deletes them. HaloITSM or HaloPSA may send its own e-mails about them.';

const verifyOptions = {
  throughHalo: flag('--through-halo', 'log a real test ticket in HaloITSM, and remove it at the end'),
  noAlert: { ...flag('--no-alert', 'run all checks without creating an alert'), formerly: '--policy-quiet' },
  wait: { ...integer('--wait <SECONDS>', 'maximum time to wait for each alert', [1, 3600]), default: 180 },
  ticketType: integer('--ticket-type <ID>', 'ticket type for the test ticket, if required', [1, 1_000_000]),
  client: integer('--client <ID>', 'client for the test ticket, if required', [1, 100_000_000]),
  only: ONLY,
};

type VerifyOptions = OptionValues<typeof verifyOptions>;

/** `verify`: tests ilert's side of the chain, or the whole chain through Halo, and says which one it has tested. */
export const verify = defineCommand({
  name: 'verify',
  about: 'send a test alert through ilert or, with --through-halo, all the way from a ticket',
  takesSettings: true,
  formats: ['text', 'json', 'markdown', 'junit'],
  yes: 'skip the confirmation',
  targets: 'resumable',
  options: verifyOptions,
  examples: [
    ['verify', 'tests ilert: sends a test event as HaloITSM would, and waits for the alert'],
    ['verify --through-halo --yes', 'tests HaloITSM as well, with a real ticket'],
    ['verify --no-alert', 'runs all checks without paging anyone'],
    ['verify --only ilert', "tests ilert's side alone; needs no access to HaloITSM's API"],
  ],
  requires: ({ only }) => requiredFor(only),
  journalName: proofName,
  fleetApproval({ options: { noAlert, throughHalo } }) {
    if (noAlert) return undefined;
    const tickets = throughHalo ? `${TICKETS_OF_TARGETS} ` : '';
    const question = (targets: string, all: readonly Settings[]) =>
      `${tickets}This creates a real alert for each of ${targets} and may page people${policiesInWords(all)}. Continue?`;
    return { question, refusal: NEEDS_YES };
  },
  async run(context, { flags, options }): Promise<ResultOf<'verify'>> {
    const { streams, system, pause, signal } = context;
    const tested = testedBy(options);
    if (!options.noAlert && !context.options.yes && !context.canPrompt)
      throw usageError(NEEDS_YES.message, NEEDS_YES.hint, 'approval-required');
    assertCompatible(options);
    const { resolved, only } = await loadScoped(context, flags, {
      only: options.only,
      required: TO_APPLY,
      isHaloOptional: !options.throughHalo,
      journalName: proofName(options),
    });
    const { name: product } = productOf(resolved.settings);
    const clients = connect(context, resolved, { only });
    // Ctrl-C aborts the other clients' requests, but not the clean-up.
    const cleanupClients = connect({ ...context, signal: new AbortController().signal }, resolved, { only });
    const style = createStyle(streams.resultColor);
    let show: Progress['show'] = () => undefined;
    const recorder = createStepRecorder(system.now, {
      onStep(step) {
        if (!context.options.document) streams.result(renderStep(step, style));
      },
      onBegin: (what) => show(`${what}…`),
      signal,
    });
    const tickets: RemovedTicket[] = [];
    const journalName = proofName({ ...options, only });
    try {
      const { live, plan, filter, choices } = await recorder.step(
        stepNames(product).configuration,
        () => checkConfiguration(context, { resolved, only }, clients, options),
        ({ differences }) => differencesInWords(differences),
      );
      const needs = { client: options.client, attributes: attributesFor(filter, options.ticketType) };
      const verification: Verification = {
        clients,
        live,
        plan,
        settings: resolved.settings,
        payload: String(live.method?.requestbody ?? resolved.settings['halo.payload'].text),
        filter,
        choices,
        recorder,
        pause,
        info: streams.info,
        show: (text) => show(text),
        stillWaiting: (text) => streams.isDrawing() || streams.info(text),
        now: system.now,
        product,
        wait: options.wait * 1000,
        removed: (ticket) => tickets.push(ticket),
        cleanupClients: () => (signal.aborted ? cleanupClients : clients),
      };
      if (!options.noAlert) {
        await withProgress(streams, () => assertAlertCanBeSeen(verification));
        await approvePaging(context, { resolved, only }, verification, options.throughHalo ? needs : undefined);
      }
      const alert = await withProgress(streams, (progress) => {
        show = progress.show;
        return prove(verification, options, needs);
      });
      await context.runJournal.recordSuccess(journalName, resolved.settings);
      return {
        kind: 'verify',
        exitCode: ExitCode.done,
        steps: recorder.steps,
        tickets,
        tested,
        product,
        ...(only && { only }),
        alertId: alert?.id,
      };
    } catch (error) {
      const ended = signal.aborted ? interruptedError('Stopped before the test was complete.') : error;
      // Without a step, there is nothing to report but the error.
      if (recorder.steps.length === 0) throw ended;
      const how = ended instanceof VerificationFailed ? failedAt(ended, context) : endedBy(ended);
      return { kind: 'verify', ...how, steps: recorder.steps, tickets, tested, product, ...(only && { only }) };
    } finally {
      reportTickets(context, tickets, product);
    }
  },
});

/** Says at the end which test tickets are deleted, and which are not. */
function reportTickets({ streams }: Context, tickets: readonly RemovedTicket[], product: string): void {
  const deleted = tickets.filter(({ isDeleted }) => isDeleted).map(({ id }) => id);
  if (deleted.length > 0)
    streams.info(`Deleted in ${product}: test ticket${deleted.length === 1 ? '' : 's'} ${deleted.join(', ')}.`);
  for (const { id, isDeleted } of tickets)
    if (!isDeleted) streams.note(`Test ticket ${id} could not be deleted: delete it in ${product}.`);
}

function assertCompatible({ throughHalo, only }: VerifyOptions): void {
  if (!throughHalo || only === undefined) return;
  const hint = 'Omit one of them.';
  throw usageError('--through-halo and --only ilert cannot be used together.', hint, 'command-line-invalid');
}

/** Reads both sides, and notes how they differ from the settings. @throws VerificationFailed if the chain is broken */
async function checkConfiguration(
  context: Context,
  { resolved, only }: Scoped,
  clients: Clients,
  { noAlert, throughHalo }: VerifyOptions,
) {
  const session = await refreshShown(context, resolved, clients, {
    only,
    // A missing alert is explained by the alert source's filters, which no list has (fact `ilert-include`). Without a
    // test alert nothing is missing, and the key is read in any case.
    prefersLists: noAlert && context.shared !== undefined,
  });
  const { state } = session.refreshed;
  const pending = planOf(session);
  const findings = driftFindings(pending, state, resolved.settings);
  const broken = findings.find(({ severity }) => severity === 'broken');
  if (broken) throw new VerificationFailed(broken);
  for (const { message, hint } of hintsForThisRun(findings, context)) context.streams.note(`${message} ${hint}`);
  const filter = throughHalo ? eventFilterOf(session.desired.references.filters, state) : undefined;
  const choices = await readChoices(session.accounts.lookups, filter ? filteredAttributes(filter) : []);
  return { live: state, plan: pending, filter, choices, differences: findings.length };
}

/** @returns the alert; undefined if none was to be created */
async function prove(verification: Verification, { noAlert, throughHalo }: VerifyOptions, needs: TicketNeeds) {
  if (noAlert) return verifyWithoutPaging(verification, createTestTicket());
  return throughHalo ? verifyThroughHalo(verification, needs) : verifyDirect(verification, createTestTicket());
}

/** Each kind of test is a separate run in the journal. */
function proofName({ noAlert, throughHalo, only }: Omit<VerifyOptions, 'only'> & Partial<Scoped>): string {
  return journalNameOf(`verify${noAlert ? ' --no-alert' : ''}${throughHalo ? ' --through-halo' : ''}`, only);
}

/** Even a complete integration may differ from the settings. */
function differencesInWords(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1 ? '1 difference, see the note' : `${count} differences, see the notes`;
}

/** With alert grouping, the test event might join someone else's alert, and no alert of its own would appear. */
async function assertAlertCanBeSeen(verification: Verification): Promise<void> {
  if (!mayGroup(rowOf(verification.live, 'alert-source'))) return;
  await verification.recorder.optionalStep('The test event will not join an open alert', () =>
    checkOpensOwnAlert(verification),
  );
}

/**
 * Asks for approval, since the alert would page whoever is on call.
 *
 * @param needs of the tickets to be logged; undefined if there are none
 */
async function approvePaging(
  context: Context,
  { resolved: { settings }, only }: Scoped,
  verification: Verification,
  needs: TicketNeeds | undefined,
): Promise<void> {
  const shown = announcement(verification, needs);
  await confirm(context, 'Continue?', { shown, settings, only, unchanged: 'Nothing was sent.' });
}

function testedBy({ noAlert, throughHalo }: VerifyOptions): Coverage {
  if (noAlert) return 'without-alert';
  return throughHalo ? 'end-to-end' : 'ilert';
}

/** How an incomplete run ended. */
type Ended = Pick<ResultOf<'verify'>, 'exitCode' | 'failure' | 'finding'>;

/** A broken component counts as the outcome of a test. */
function failedAt({ finding: found }: VerificationFailed, context: Context): Ended {
  const finding = { ...found, hint: forThisRun(found.hint, context) };
  const { component, severity, message, hint } = finding;
  const failure = new CliError({
    code: 'verification-failed',
    message: severity === 'broken' ? `Failed at: ${componentTitle(component)}. ${message}` : message,
    exitCode: ExitCode.failed,
    ...(hint !== undefined && { hint }),
  });
  return { exitCode: ExitCode.failed, finding, failure };
}

/** Any other error says nothing about the chain, such as a service that does not answer, or Ctrl-C. */
function endedBy(failure: unknown): Ended {
  return { exitCode: exitCodeOf(failure), failure };
}
