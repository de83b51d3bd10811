import { confirmed, contradicted, defineExperiment, notObserved } from '../../experiment.ts';
import { RUN_WAIT } from '../../lab/runbook-lab.ts';

/** Seconds in which the tenant's rules change a new ticket. */
const SETTLING = 20;
/** Seconds to wait for the run of the other event. */
const GRACE = 20;

const ON_CLOSE = confirmed('Closing a ticket started a runbook that is bound to "Ticket Status Changed".');
const CLOSED = confirmed('Closing a ticket started a runbook that is bound to "Closed".');

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
      observe('event-on-close', notObserved(sentence));
      observe('event-closed', notObserved(sentence));
      return;
    }
    const hasRun = async (runbook: typeof changed) => (await runbooks.runsOf(runbook)).length > 0;
    const both = await lab.until(
      async () => ((await hasRun(changed)) && (await hasRun(closed)) ? true : undefined),
      RUN_WAIT,
    );
    // One event may be a little later than the other.
    if (!both) await lab.wait(GRACE);
    const ran = both
      ? { changed: true, closed: true }
      : { changed: await hasRun(changed), closed: await hasRun(closed) };
    if (!ran.changed && !ran.closed) {
      const sentence = `Within ${RUN_WAIT} seconds, closing started neither runbook.`;
      observe('event-on-close', notObserved(sentence));
      observe('event-closed', notObserved(sentence));
      return;
    }
    const missing = ran.changed ? 'closed-event' : 'status-changed-event';
    const isClear =
      (ran.changed && ran.closed) || ((await runbooks.isClosed(ticket)) && (await runbooks.isNamed(missing)));
    if (!isClear) {
      const sentence =
        'Closing started only one of two runbooks; the ticket is not closed, or the tenant does not name the other event.';
      observe('event-on-close', ran.changed ? ON_CLOSE : notObserved(sentence));
      observe('event-closed', ran.closed ? CLOSED : notObserved(sentence));
      return;
    }
    observe(
      'event-on-close',
      ran.changed
        ? ON_CLOSE
        : contradicted(
            'Closing a ticket started a runbook bound to "Closed", but none bound to "Ticket Status Changed".',
          ),
    );
    observe(
      'event-closed',
      ran.closed
        ? CLOSED
        : contradicted(
            'Closing a ticket started a runbook bound to "Ticket Status Changed", but none bound to "Closed".',
          ),
    );
  },
});
