import type { Plan } from '../engine/plan.ts';
import type { Delivery, Run } from '../providers/halo/run-history.ts';
import { APPLY, type Finding } from './finding.ts';

/** The call that a run made: by the run's id where it is told, else the latest call for its ticket. */
export function deliveryOf(run: Run, deliveries: readonly Delivery[]): Delivery | undefined {
  return deliveries.find(({ runId, ticketId }) =>
    runId === undefined ? String(ticketId) === String(run.ticketId) : String(runId) === String(run.id),
  );
}

/**
 * What a run, with the call that it made, means to an admin; nothing where both went well. A run may
 * say that it is done although its call failed: where both ways out of the step are the same. Pure.
 *
 * @param plan what `apply` would change; without it, nothing
 */
export function runFinding(run: Run, delivery: Delivery | undefined, plan?: Plan): Finding | undefined {
  if (delivery && !isTaken(delivery)) return deliveryFinding(delivery, plan);
  const { error } = run;
  if (error === undefined) return undefined;
  const variable = missingVariable(run);
  if (variable !== undefined) {
    const message = `The payload asks for <<${variable}>>, which the ticket does not have: the runbook stops there.`;
    return isBodyEdited(plan)
      ? broken('payload', message, APPLY, true)
      : broken('payload', message, 'Take it out of your payload, then run: ilert-haloitsm apply', false);
  }
  if (/next step not found|start step not found/i.test(error)) {
    return broken('steps', `The runbook stops with “${error}”: its flow chart leads nowhere.`, APPLY, true);
  }
  if (/method not found/i.test(error)) {
    return broken('steps', `The runbook stops with “${error}”: it calls a method that is not there.`, APPLY, true);
  }
  if (delivery && /failed result/i.test(error)) {
    return broken('steps', `The runbook ends with “${error}” although ilert took the ticket.`, APPLY, true);
  }
  return broken('run', `The runbook stops with “${error}”.`, 'Look at the run in Halo, under the runbook.', false);
}

/** The variable that a run stopped at, as the tenants seen put it. */
export function missingVariable({ error }: Run): string | undefined {
  return /<<([^<>]+?)!?>>/.exec(error ?? '')?.[1];
}

/** What the answer to a call means; nothing where it was taken. Pure. @param plan as for `runFinding` */
export function deliveryFinding(delivery: Delivery, plan?: Plan): Finding | undefined {
  if (isTaken(delivery)) return undefined;
  const { status, answer } = delivery;
  const said = answer.trim() === '' ? '' : ` (“${answer.trim().slice(0, 200)}”)`;
  if (status === 0) {
    return broken(
      'delivery',
      `ilert gave no answer${said}.`,
      'Check whether ilert can be reached from there: a firewall or a proxy may be in between.',
      false,
    );
  }
  if ([401, 403, 404, 405].includes(status)) {
    return broken(
      'delivery',
      `ilert does not know the address that is called, or the integration key in it: status ${status}${said}.`,
      APPLY,
      true,
    );
  }
  if (status === 429) {
    return broken(
      'delivery',
      'ilert takes no more than 50 events a minute from one alert source: status 429.',
      'Let fewer tickets become alerts: --only-priority, --only-team.',
      false,
    );
  }
  if (status >= 500) {
    return broken(
      'delivery',
      `ilert failed with status ${status}${said}.`,
      'Try again later; see the status page of ilert.',
      false,
    );
  }
  const message = `ilert does not take what is sent: status ${status}${said}.`;
  return isBodyEdited(plan)
    ? broken('payload', `${message} The body of the method was changed in Halo.`, APPLY, true)
    : broken('payload', message, 'Check your payload: it needs the ticket with its id.', false);
}

/** Whether the other side took what was sent. */
export function isTaken({ status }: Delivery): boolean {
  return status >= 200 && status <= 299;
}

function isBodyEdited(plan: Plan | undefined): boolean {
  const method = plan?.changes.find(({ resource }) => resource === 'method');
  return method?.fields.some(({ field }) => field === 'requestbody') ?? false;
}

function broken(link: Finding['link'], message: string, hint: string, mendedByApply: boolean): Finding {
  return { link, severity: 'broken', message, hint, mendedByApply };
}
