import { confirmed, contradicted, defineExperiment, notObserved } from '../../experiment.ts';
import { hasEnded, RUN_WAIT } from '../../lab/runbook-lab.ts';

/** Seconds in which the tenant's rules change a new ticket. */
const SETTLING = 20;

/** Binds one runbook to "Ticket Status Changed" and one to "Closed", and closes a ticket. */
export const closing = defineExperiment({
  id: 'closing',
  title: 'which events closing a ticket raises',
  facts: ['event-on-close', 'event-closed'],
  cost: { tickets: 1, requests: 100, minutes: 3 },
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
    const hasRun = async (runbook: typeof changed) => (await runbooks.runsOf(runbook)).some(hasEnded);
    const both = await lab.until(
      async () => ((await hasRun(changed)) && (await hasRun(closed)) ? true : undefined),
      RUN_WAIT,
    );
    const ran = both
      ? { changed: true, closed: true }
      : { changed: await hasRun(changed), closed: await hasRun(closed) };
    if (!ran.changed && !ran.closed) {
      const sentence = `Within ${RUN_WAIT} seconds, closing started neither runbook.`;
      observe('event-on-close', notObserved(sentence));
      observe('event-closed', notObserved(sentence));
      return;
    }
    observe(
      'event-on-close',
      ran.changed
        ? confirmed('Closing a ticket started a runbook that is bound to "Ticket Status Changed".')
        : contradicted(
            'Closing a ticket started a runbook bound to "Closed", but none bound to "Ticket Status Changed".',
          ),
    );
    observe(
      'event-closed',
      ran.closed
        ? confirmed('Closing a ticket started a runbook that is bound to "Closed".')
        : contradicted(
            'Closing a ticket started a runbook bound to "Ticket Status Changed", but none bound to "Closed".',
          ),
    );
  },
});
