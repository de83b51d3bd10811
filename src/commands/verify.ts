import { randomInt } from 'node:crypto';
import { driftFindings } from '../diagnostics/drift-findings.ts';
import { links } from '../diagnostics/finding.ts';
import { verifyDirect } from '../diagnostics/verify/direct.ts';
import { createStepRecorder, type StepRecorder, VerificationFailed } from '../diagnostics/verify/steps.ts';
import type { TestTicket } from '../diagnostics/verify/test-ticket.ts';
import { verifyThroughHalo } from '../diagnostics/verify/through-halo.ts';
import { rowOf, type Verification } from '../diagnostics/verify/verification.ts';
import { verifyWithoutPaging } from '../diagnostics/verify/without-paging.ts';
import { CliError, ExitCode, interruptedError, usageError } from '../errors/cli-error.ts';
import { policyRow } from '../providers/ilert/schemas.ts';
import { isRaw } from '../providers/row-reader.ts';
import { firstResponders } from '../reporters/first-responders.ts';
import type { VerifyResult } from '../reporters/result.ts';
import { renderStep } from '../reporters/steps.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import { flag, type OptionTable } from '../runtime/options.ts';
import { planOf } from '../runtime/provision.ts';
import { observe } from '../runtime/refresh.ts';
import { createStyle } from '../ui/style.ts';

const OPTIONS = {
  throughHalo: flag('--through-halo', 'with a real test ticket in HaloITSM, which is removed at the end'),
  policyQuiet: flag('--policy-quiet', 'check everything up to the point of paging, and page nobody'),
  wait: {
    kind: 'integer',
    flags: '--wait <SECONDS>',
    about: 'how long to wait for each alert',
    range: [1, 3600],
    default: 180,
  },
  ticketType: {
    kind: 'integer',
    flags: '--ticket-type <ID>',
    about: 'ticket type of the test ticket, where yours requires one',
    range: [1, 1_000_000],
  },
  client: {
    kind: 'integer',
    flags: '--client <ID>',
    about: 'client of the test ticket, where yours requires one',
    range: [1, 100_000_000],
  },
} as const satisfies OptionTable;

type Input = CommandInput<typeof OPTIONS>;

const NEEDS_YES = {
  message: 'Nothing was sent: without a terminal, verify needs --yes, since somebody may be paged.',
  hint: 'Add --yes, or --policy-quiet to page nobody.',
};

/** `verify`: proves that a ticket becomes an alert, and that closing it resolves the alert. */
export const verify = defineCommand({
  name: 'verify',
  about: 'prove that a ticket becomes an alert and that closing it resolves the alert',
  takesSettings: true,
  yes: 'do not ask before somebody may be paged',
  targets: 'resumable',
  options: OPTIONS,
  examples: [
    ['verify', 'posts a test ticket as HaloITSM would, and waits for the alert'],
    ['verify --through-halo --yes', 'the whole way, with a real ticket'],
    ['verify --policy-quiet', 'at night'],
  ],
  requires: () => TO_APPLY,
  journalName: proofName,
  fleetApproval: ({ policyQuiet }) =>
    policyQuiet
      ? undefined
      : {
          question: (targets) => `This makes a real alert for each of ${targets}, and may page somebody. Go on?`,
          refusal: NEEDS_YES,
        },
  run: prove,
});

/** A proof of another kind is another run. */
function proofName({ policyQuiet, throughHalo }: Input['options']): string {
  return `verify${policyQuiet ? ' policyQuiet' : ''}${throughHalo ? ' throughHalo' : ''}`;
}

async function prove(context: Context, { flags, options }: Input): Promise<VerifyResult> {
  const { streams, system, pause, signal } = context;
  const { policyQuiet: isQuiet } = options;
  if (!isQuiet && !context.options.yes && !context.canPrompt)
    throw usageError(NEEDS_YES.message, NEEDS_YES.hint, 'approval-required');
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const clients = await connect(context, resolved.settings, streams.info);
  // Ctrl-C ends what the others do, not the cleaning up.
  const afterwards = await connect(
    { ...context, signal: new AbortController().signal },
    resolved.settings,
    streams.info,
  );
  const paint = createStyle(streams.resultColor);
  const recorder = createStepRecorder(
    system.now,
    (step) => context.options.document || streams.result(renderStep(step, paint)),
  );
  try {
    const { live, plan } = await recorder.step('Everything is set up as it should be', async () => {
      const seen = await observe(context, resolved, clients);
      const pending = planOf(seen);
      const findings = driftFindings(pending, seen.live, resolved.settings);
      const broken = findings.find(({ severity }) => severity === 'broken');
      if (broken) throw new VerificationFailed(broken);
      for (const { message, hint } of findings) streams.note(`${message} ${hint}`);
      return { live: seen.live, plan: pending };
    });
    const verification: Verification = {
      clients,
      live,
      plan,
      recorder,
      pause,
      info: streams.info,
      now: system.now,
      product: plan.product,
      wait: options.wait * 1000,
      cleanupClients: () => (signal.aborted ? afterwards : clients),
    };
    const ticket = testTicket();
    const proven = () => context.runJournal.recordSuccess(proofName(options), resolved.settings);
    if (isQuiet) {
      await verifyWithoutPaging(verification, ticket);
      await proven();
      return { kind: 'verify', exitCode: ExitCode.done, steps: recorder.steps, isQuiet };
    }
    await mayPage(context, verification);
    const alert = options.throughHalo
      ? await verifyThroughHalo(verification, { ...ticket, ticketType: options.ticketType, client: options.client })
      : await verifyDirect(verification, ticket);
    await proven();
    return { kind: 'verify', exitCode: ExitCode.done, steps: recorder.steps, isQuiet, alertId: alert.id };
  } catch (error) {
    if (signal.aborted) throw interruptedError('Stopped before it was proven.');
    if (!(error instanceof VerificationFailed)) throw error;
    return brokenAt(recorder, error, isQuiet);
  }
}

function testTicket(): TestTicket {
  // Far above the ids of real tickets, since ilert takes the id as the alert's key.
  const id = randomInt(900_000_000, 1_000_000_000);
  return {
    id,
    summary: `Test of ilert-haloitsm ${id}: "quotes", \\ and ü`,
    details: 'Posted to see whether alerts arrive. It is resolved by itself.\nNothing is to be done.',
    closed: false,
  };
}

/** Whoever is on call would be woken: that is said before, and has to be agreed to. */
async function mayPage(context: Context, { live, info }: Verification): Promise<void> {
  const { escalationPolicy } = rowOf(live, 'alert-source');
  const policy = isRaw(escalationPolicy) ? policyRow(escalationPolicy) : undefined;
  const whom = policy?.name ? `${policy.name}. ${firstResponders(policy)}` : 'the escalation policy';
  info(`This makes a real alert. It may page by ${whom.trim()}`);
  if (context.options.yes) return;
  const { confirm } = await context.prompter();
  if ((await confirm({ id: 'page', message: 'Go on?', initial: false })) !== true)
    throw interruptedError('Stopped: nothing was sent.');
}

function brokenAt({ steps }: StepRecorder, { finding }: VerificationFailed, isQuiet: boolean): VerifyResult {
  const { link, severity, message, hint } = finding;
  const failure = new CliError({
    code: 'verification-failed',
    message: severity === 'pending' ? message : `Broken at the ${links[link]}: ${message}`,
    exitCode: ExitCode.failed,
    ...(hint !== undefined && { hint }),
  });
  return { kind: 'verify', exitCode: ExitCode.failed, steps, isQuiet, finding, failure };
}
