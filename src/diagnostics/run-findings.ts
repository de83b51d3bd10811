import type { Plan } from '../engine/plan.ts';
import type { Delivery, Run } from '../providers/halo/run-history.ts';
import { broken, type Finding, fixedByApply } from './finding.ts';

/** Finds the call that a run made: by the run's ID if Halo returns it, else the latest call for the run's ticket. */
export function deliveryOf(run: Run, deliveries: readonly Delivery[]): Delivery | undefined {
  return deliveries.find(({ runId, ticketId }) =>
    runId === undefined ? String(ticketId) === String(run.ticketId) : String(runId) === String(run.id),
  );
}

/**
 * Returns what is wrong with a run and its call; undefined if both succeeded. A run may be done although its call
 * failed, if both branches of the step lead to the same end. Pure. @param plan what `apply` would change, if known
 */
export function runFinding(run: Run, delivery: Delivery | undefined, plan?: Plan): Finding | undefined {
  if (delivery && !isSuccessful(delivery)) return deliveryFinding(delivery, plan);
  const { error } = run;
  if (error === undefined) return undefined;
  const variable = missingVariable(run);
  if (variable !== undefined) {
    const message = `The payload uses <<${variable}>>, which the ticket does not have, so the runbook stops.`;
    if (isBodyEdited(plan)) return fixedByApply('broken', 'payload-variable-missing', 'payload', message);
    const hint = 'Remove it from your payload, then run: ilert-haloitsm apply';
    return broken('payload-variable-missing', 'payload', message, hint);
  }
  if (/next step not found|start step not found/i.test(error)) {
    const message = `The runbook stops with “${error}”: its flow chart has no next step.`;
    return fixedByApply('broken', 'flow-chart-dead-end', 'steps', message);
  }
  if (/method not found/i.test(error)) {
    const message = `The runbook stops with “${error}”: it calls a method that does not exist.`;
    return fixedByApply('broken', 'method-not-found', 'steps', message);
  }
  if (delivery && /failed result/i.test(error)) {
    const message = `The runbook ends with “${error}” although ilert accepted the ticket.`;
    return fixedByApply('broken', 'run-failed-after-delivery', 'steps', message);
  }
  const hint = 'Check the run history of the runbook.';
  return broken('run-failed', 'run', `The runbook stops with “${error}”.`, hint);
}

/** Returns the variable that a run could not resolve, as worded by tenants seen so far (fact `template-unresolved`). */
export function missingVariable({ error }: Run): string | undefined {
  return /<<([^<>]+?)!?>>/.exec(error ?? '')?.[1];
}

/** Returns what is wrong with a call; undefined if it succeeded. Pure. @param plan as for `runFinding` */
export function deliveryFinding(delivery: Delivery, plan?: Plan): Finding | undefined {
  if (isSuccessful(delivery)) return undefined;
  const { status, answer } = delivery;
  const quoted = answer.trim() === '' ? '' : ` (“${answer.trim().slice(0, 200)}”)`;
  if (status === 0) {
    const hint = 'Check whether a firewall or a proxy blocks the connection to ilert.';
    return broken('ilert-unreachable', 'delivery', `ilert did not respond${quoted}.`, hint);
  }
  if ([401, 403, 404, 405].includes(status)) {
    const message = `ilert does not recognise the URL or its integration key: HTTP ${status}${quoted}.`;
    return fixedByApply('broken', 'integration-key-rejected', 'delivery', message);
  }
  if (status === 429) {
    const message = 'ilert accepts at most 50 events a minute per alert source: HTTP 429.';
    const hint = 'Create fewer alerts: --only-ticket-type, --only-priority, --only-team.';
    return broken('event-rate-limited', 'delivery', message, hint);
  }
  if (status >= 500) {
    const message = `ilert failed with HTTP ${status}${quoted}.`;
    return broken('ilert-failed', 'delivery', message, "Try again later; see ilert's status page.");
  }
  const message = `ilert rejected the payload: HTTP ${status}${quoted}.`;
  return isBodyEdited(plan)
    ? fixedByApply('broken', 'payload-rejected', 'payload', `${message} The body of the method was changed in Halo.`)
    : broken('payload-rejected', 'payload', message, 'Check your payload: it needs the ticket with its ID.');
}

/** Whether ilert accepted the request. */
export function isSuccessful({ status }: Delivery): boolean {
  return status >= 200 && status <= 299;
}

function isBodyEdited(plan: Plan | undefined): boolean {
  const method = plan?.changes.find(({ resource }) => resource === 'method');
  return method?.fields.some(({ field }) => field === 'requestbody') ?? false;
}
