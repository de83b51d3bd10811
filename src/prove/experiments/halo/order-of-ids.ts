import type { Id } from '../../../engine/resource.ts';
import type { EventKey } from '../../../providers/halo/event-catalogue.ts';
import { numericId } from '../../../providers/row-reader.ts';
import { defineExperiment, type Verdict, verdict } from '../../experiment.ts';

/** Creates some resources of each kind that has numbers as IDs, one after another. */
export const orderOfIds = defineExperiment({
  id: 'order-of-ids',
  title: 'whether IDs ascend',
  facts: ['halo-ids-ascend'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], requests: 25, minutes: 0.3 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const first = await runbooks.integration('order 1');
    const integrations = [first, await runbooks.integration('order 2'), await runbooks.integration('order 3')];
    const method = await runbooks.harmlessMethod(first);
    const another = (what: string) => runbooks.method(first, what, { path: '/api/unused' });
    const methods = [method, await another('order 2'), await another('order 3')];
    const runbook = await runbooks.runbook('order', [method], { active: false });
    const bind = (event: EventKey) => runbooks.bind(runbook, event, { summary: lab.name('order') });
    const events = [await bind('new-ticket-event'), await bind('status-changed-event'), await bind('closed-event')];
    const created = [integrations, methods, events].map((rows) => rows.map(({ id }) => id));
    observe('halo-ids-ascend', orderInWords(created));
  },
});

/** Judges the IDs of each kind, in the order of creation. Pure. */
export function orderInWords(kinds: readonly (readonly Id[])[]): Verdict {
  const numbers = kinds.flatMap((ids) => {
    const each = ids.map(numericId);
    return each.every((id) => id !== undefined) ? [each] : [];
  });
  const doAscend = numbers.every((ids) => ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? id)));
  return verdict(numbers.length === 0 ? undefined : doAscend, {
    yes: 'Each integration, method and event had a higher ID than the one created before it.',
    no: 'A resource had a lower ID than one of its kind that was created before it.',
    unobserved: 'No IDs are numbers.',
  });
}
