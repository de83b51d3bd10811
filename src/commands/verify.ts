import { randomInt } from 'node:crypto';
import type { Invocation } from '../cli/invocation.ts';
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
import { renderStep } from '../reporters/steps.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, TO_APPLY } from '../runtime/load-settings.ts';
import { planOf } from '../runtime/provision.ts';
import { observe } from '../runtime/refresh.ts';
import type { Result } from '../runtime/result.ts';
import { proofName } from '../state/run-name.ts';
import { createStyle } from '../ui/style.ts';

/** `verify`: proves that a ticket becomes an alert, and that closing it resolves the alert. */
export async function run(context: Context, { flags, extra }: Invocation): Promise<Result> {
  const { streams, system, pause, signal } = context;
  if (!extra.policyQuiet && !context.options.yes && !context.canPrompt) {
    throw usageError(
      'Nothing was sent: without a terminal, verify needs --yes, since somebody may be paged.',
      'Add --yes, or --policy-quiet to page nobody.',
    );
  }
  const resolved = await loadSettings(context, flags, TO_APPLY);
  const clients = await connect(context, resolved.settings, streams.info);
  // Ctrl-C ends what the others do, not the cleaning up.
  const afterwards = await connect(
    { ...context, signal: new AbortController().signal },
    resolved.settings,
    streams.info,
  );
  const paint = createStyle(streams.resultColor);
  const story = createStepRecorder(
    system.now,
    (step) => context.options.json || streams.result(renderStep(step, paint)),
  );
  try {
    const { live, plan } = await story.step('Everything is set up as it should be', async () => {
      const seen = await observe(context, resolved, clients);
      const pending = planOf(seen);
      const findings = driftFindings(pending, seen.live, resolved.settings);
      const broken = findings.find(({ severity }) => severity === 'broken');
      if (broken) throw new VerificationFailed(broken);
      for (const { message, hint } of findings) streams.note(`${message} ${hint}`);
      return { live: seen.live, plan: pending };
    });
    const proof: Verification = {
      clients,
      live,
      plan,
      recorder: story,
      pause,
      info: streams.info,
      now: system.now,
      product: plan.product,
      wait: Number(extra.wait) * 1000,
      cleanupClients: () => (signal.aborted ? afterwards : clients),
    };
    const ticket = testTicket();
    const proven = () => context.runJournal.recordSuccess(proofName(extra), resolved.settings);
    if (extra.policyQuiet) {
      await verifyWithoutPaging(proof, ticket);
      await proven();
      return done(story, 'All is ready, up to the point of paging: nobody was paged.', {});
    }
    await mayPage(context, proof);
    const alert = extra.throughHalo
      ? await verifyThroughHalo(proof, {
          ...ticket,
          ticketType: numberIn(extra.ticketType),
          client: numberIn(extra.client),
        })
      : await verifyDirect(proof, ticket);
    await proven();
    return done(story, 'It works: a ticket becomes an alert, and closing it resolves the alert.', {
      alertId: alert.id,
    });
  } catch (error) {
    if (signal.aborted) throw interruptedError('Stopped before it was proven.');
    if (!(error instanceof VerificationFailed)) throw error;
    return brokenAt(story, error);
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

function done({ steps }: StepRecorder, text: string, more: Record<string, unknown>): Result {
  return { exitCode: ExitCode.done, text, document: { steps, ...more } };
}

function brokenAt({ steps }: StepRecorder, { finding }: VerificationFailed): Result {
  const { link, severity, message, hint } = finding;
  const failure = new CliError({
    message: severity === 'pending' ? message : `Broken at the ${links[link]}: ${message}`,
    exitCode: ExitCode.failed,
    hint,
  });
  return {
    exitCode: ExitCode.failed,
    text: '',
    document: { steps, finding },
    failure,
  };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
