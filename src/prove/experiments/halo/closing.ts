import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { RUN_WAIT } from '../../lab/runbook-lab.ts';

/** Seconds in which the tenant's rules change a new ticket. */
const SETTLING = 20;
/** Seconds to wait for the run of the other event. */
const GRACE = 20;

/** Binds one runbook to "Ticket Status Changed" and one to "Closed", and closes a ticket. */
export const closing = defineExperiment({
  id: 'closing',
  title: 'which events closing a ticket raises',
  facts: ['event-on-close', 'event-closed'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 1, requests: 100, minutes: 3 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const summary = lab.name('closing');
    const integration = await runbooks.integration('closing');
    const method = await runbooks.harmlessMethod(integration);
    const changed = await runbooks.runbook('status changed', [method]);
    const closed = await runbooks.runbook('closed', [method]);
    const ticket = await runbooks.logTicket({ summary });
    // Bound only now: the tenant's own rules may change the status of a new ticket.
    await lab.wait(SETTLING);
    await runbooks.bind(changed, 'status-changed-event', { summary });
    await runbooks.bind(closed, 'closed-event', { summary });
    if (!(await runbooks.closeTicket(ticket))) {
      const sentence = 'The tenant has no status "Closed".';
      for (const fact of ['event-on-close', 'event-closed'] as const) observe(fact, notObserved(sentence));
      return;
    }
    const hasRun = async (runbook: typeof changed) => (await runbooks.runsOf(runbook)).length > 0;
    const haveBoth = async () => (await hasRun(changed)) && (await hasRun(closed));
    // One event may be a little later than the other.
    if (!(await lab.until(async () => (await haveBoth()) || undefined, RUN_WAIT))) await lab.wait(GRACE);
    const ran = { changed: await hasRun(changed), closed: await hasRun(closed) };
    const missing = ran.changed ? 'closed-event' : 'status-changed-event';
    const isSure =
      (ran.changed && ran.closed) || ((await runbooks.isClosed(ticket)) && (await runbooks.isNamed(missing)));
    observe('event-on-close', judgeStart('Ticket Status Changed', { own: ran.changed, other: ran.closed, isSure }));
    observe('event-closed', judgeStart('Closed', { own: ran.closed, other: ran.changed, isSure }));
  },
});

/** Which runbooks closing a ticket started. */
interface Started {
  /** The one that is bound to the event in question. */
  readonly own: boolean;
  /** The one that is bound to the other event. */
  readonly other: boolean;
  /** Whether the ticket is really closed, and the tenant names the event of a runbook that was not started. */
  readonly isSure: boolean;
}

/** Judges whether closing a ticket raises an event. Pure. */
export function judgeStart(event: string, { own, other, isSure }: Started): Verdict {
  if (own) return confirmed(`Closing a ticket started a runbook that is bound to "${event}".`);
  if (!other) return notObserved(`Within ${RUN_WAIT} seconds, closing a ticket started neither of two runbooks.`);
  return isSure
    ? contradicted(`Closing a ticket started a runbook that is bound to another event, but none bound to "${event}".`)
    : notObserved(
        'Closing started only one of two runbooks; the ticket is not closed, or the tenant does not name the other event.',
      );
}
