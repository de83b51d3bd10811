import { confirmed, contradicted, defineExperiment, verdict } from '../experiment.ts';
import { hasRow, isSame } from '../rows.ts';

/** Creates two runbooks with an event each, and looks at the lists that should contain one or both. */
export const runbookLists = defineExperiment({
  id: 'runbook-lists',
  title: 'what lists of events contain',
  facts: ['binding-list', 'halo-lists-filtered', 'every-event'],
  cost: { requests: 20, minutes: 0.2 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('lists');
    const method = await runbooks.harmlessMethod(integration);
    const summary = lab.name('lists');
    const one = await runbooks.runbook('lists 1', [method], { active: false });
    const other = await runbooks.runbook('lists 2', [method], { active: false });
    const event = await runbooks.bind(one, 'new-ticket-event', { summary });
    const otherEvent = await runbooks.bind(other, 'new-ticket-event', { summary });

    const listed = await lab.rows('halo', `/Notification?webhook_id=${one.id}`);
    observe(
      'binding-list',
      hasRow(listed, event.id)
        ? confirmed('The list of a runbook contains its event.')
        : contradicted('The list of a runbook does not contain its event.'),
    );
    observe(
      'halo-lists-filtered',
      listed.every(({ webhook_id }) => isSame(webhook_id, one.id))
        ? confirmed('A list requested with `webhook_id` contains nothing of another runbook.')
        : contradicted('A list requested with `webhook_id` contains events of other runbooks.'),
    );
    const all = await lab.rows('halo', '/Notification?showall=true');
    observe(
      'every-event',
      verdict(hasRow(all, event.id) && hasRow(all, otherEvent.id), {
        yes: 'The list without `webhook_id` contains the events of both runbooks.',
        no: 'The list without `webhook_id` lacks events of runbooks.',
        unobserved: '',
      }),
    );
  },
});
