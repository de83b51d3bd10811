import { APPLY, type Finding } from './finding.ts';

/** A run of our runbook, as `/Automation` lists it (facts: "Runs"). */
export interface Run {
  readonly id: number | string;
  readonly ticketId: number | string | undefined;
  readonly done: boolean;
  /** Why it failed, in Halo's words. */
  readonly error: string | undefined;
  readonly at: string | undefined;
}

/** A call of our method, as `/WebhookEvent` lists it. */
export interface Delivery {
  readonly ticketId: number | string | undefined;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  /** What the other side answered. */
  readonly answer: string;
  readonly at: string | undefined;
}

/** What a failed run, with the call that it made, means to an admin; nothing where it did not fail. Pure. */
export function runFinding(run: Run, delivery: Delivery | undefined): Finding | undefined {
  if (run.error === undefined) return undefined;
  if (delivery && !isGood(delivery.status)) return deliveryFinding(delivery);
  const variable = /<<([^<>]+)>>/.exec(run.error)?.[1];
  if (variable !== undefined) {
    return broken(
      'payload',
      `The payload asks for <<${variable}>>, which the ticket does not have: the runbook stops there.`,
      'Take it out of your payload, then run: ilert-haloitsm apply',
      false,
    );
  }
  if (/next step not found|start step not found/i.test(run.error)) {
    return broken('steps', `The runbook stops with “${run.error}”: its flow chart leads nowhere.`, APPLY, true);
  }
  if (/method not found/i.test(run.error)) {
    return broken('method', `The runbook stops with “${run.error}”: it calls a method that is not there.`, APPLY, true);
  }
  return broken('run', `The runbook stops with “${run.error}”.`, 'Look at the run in Halo, under the runbook.', false);
}

/** What the answer to a call means; nothing where it was taken. Pure. */
export function deliveryFinding({ status, answer }: Delivery): Finding | undefined {
  if (isGood(status)) return undefined;
  const said = answer.trim() === '' ? '' : ` (“${answer.trim().slice(0, 200)}”)`;
  if (status === 0) {
    return broken(
      'delivery',
      `Halo got no answer from ilert${said}.`,
      'Check that Halo may reach ilert: a firewall or a proxy may be in between.',
      false,
    );
  }
  if (status === 401 || status === 403 || status === 404) {
    return broken(
      'delivery',
      `ilert does not know the integration key that Halo calls with: status ${status}${said}.`,
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
  if (status >= 500)
    return broken(
      'delivery',
      `ilert failed with status ${status}${said}.`,
      'Try again later; see the status page of ilert.',
      false,
    );
  return broken(
    'payload',
    `ilert does not take what Halo sends: status ${status}${said}.`,
    'Check your payload: it needs the ticket with its id.',
    false,
  );
}

function isGood(status: number): boolean {
  return status >= 200 && status <= 299;
}

function broken(link: Finding['link'], message: string, hint: string, mendedByApply: boolean): Finding {
  return { link, severity: 'broken', message, hint, mendedByApply };
}
