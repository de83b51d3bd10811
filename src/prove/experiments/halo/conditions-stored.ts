import { objectsIn, type Fields as Values } from '../../../engine/values.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';

/** The column of a ticket's summary, which every event of an experiment is filtered by. */
const SUMMARY = 'symptom';

/** Creates an event with a condition, and posts it without. Its runbook is inactive, so it never starts. */
export const conditionsStored = defineExperiment({
  id: 'conditions-stored',
  title: 'how a condition of an event is returned, and whether it can be removed',
  facts: ['condition-returned', 'conditions-cleared'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], requests: 15, minutes: 0.2 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('conditions');
    const method = await runbooks.harmlessMethod(integration);
    const runbook = await runbooks.runbook('conditions', [method], { active: false });
    const event = await runbooks.bind(runbook, 'new-ticket-event', { summary: lab.name('conditions') });
    const conditions = async () => objectsIn((await lab.clients.halo.event(event.id)).conditions);
    const stored = await conditions();
    observe('condition-returned', returnedInWords(stored));
    if (stored.length === 0) {
      observe('conditions-cleared', notObserved('The event was read back without its condition.'));
      return;
    }
    await lab.change(event, { filter_type: 0, condition_count: 0, conditions: [] });
    observe(
      'conditions-cleared',
      (await conditions()).length === 0
        ? confirmed('An empty list of conditions, with `filter_type` 0, removed the condition of an event.')
        : contradicted('An empty list of conditions, with `filter_type` 0, did not remove the condition of an event.'),
    );
  },
});

/** Judges the conditions of an event with one, on the summary. Pure. */
export function returnedInWords([condition]: readonly Values[]): Verdict {
  if (!condition) return notObserved('The event was read back without its condition.');
  const { fieldname, fieldid, value_display } = condition;
  const name = typeof fieldname === 'string' ? fieldname.trim() : '';
  if (name === '') return contradicted('A condition is returned without the name of its column.');
  if (name.toLowerCase() !== SUMMARY) return contradicted('A condition is returned with another name of its column.');
  const further = Object.entries({ fieldid, value_display }).filter(([, value]) => (value ?? '') !== '');
  const fields = further.map(([field]) => ` and with \`${field}\``).join('');
  const how = name === SUMMARY ? 'as it was sent' : 'in another case';
  return confirmed(`A condition is returned with the name of its column ${how}${fields}.`);
}
