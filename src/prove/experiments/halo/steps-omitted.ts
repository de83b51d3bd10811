import { objectsIn, type Value, type Fields as Values } from '../../../engine/values.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';

/** Number of the step that is left out: the second call. */
const OMITTED = 2;

/** Creates a runbook with two calls, and posts its steps back without the second one. */
export const stepsOmitted = defineExperiment({
  id: 'steps-omitted',
  title: 'what becomes of a step that a posted list omits',
  facts: ['steps-replace'],
  cost: { creates: ['integration', 'method', 'webhook'], requests: 12, minutes: 0.2 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('steps');
    const method = await runbooks.harmlessMethod(integration);
    const runbook = await runbooks.runbook('steps', [method, method], { active: false });
    const steps = async () => objectsIn((await lab.clients.halo.runbook(runbook.id)).steps);
    const before = await steps();
    await lab.change(runbook, { steps: withoutStep(before, OMITTED) });
    observe('steps-replace', stepsInWords(before, await steps()));
  },
});

/** Returns the steps without one; edges that led to it lead to the step where it led after a success. Pure. */
export function withoutStep(steps: readonly Values[], omitted: number): Values[] {
  const gone = steps.find(({ step_id }) => step_id === omitted);
  const [next] = objectsIn(gone?.actions).toSorted((one, other) => Number(one.seq) - Number(other.seq));
  const redirected = (edge: Values) => (edge.end_step === omitted ? { ...edge, end_step: next?.end_step } : edge);
  return steps
    .filter((step) => step !== gone)
    .map((step) => ({ ...step, actions: objectsIn(step.actions).map(redirected) }));
}

/** Judges the steps of a runbook after one was omitted. Pure. */
export function stepsInWords(before: readonly Values[], after: readonly Values[]): Verdict {
  if (!before.some(({ step_id }) => step_id === OMITTED)) return notObserved('The steps were not read back as posted.');
  if (after.some(({ step_id }) => step_id === OMITTED))
    return contradicted('When the steps of a runbook were posted without one of them, that step stayed.');
  const kept = before.filter(({ step_id }) => step_id !== OMITTED);
  if (after.length !== kept.length)
    return contradicted(`Of ${kept.length} posted steps, ${after.length} are there, with the omitted one removed.`);
  if (kept.some(({ fdid }) => !isId(fdid)))
    return notObserved('The omitted step was removed. Steps have no `fdid` to recognise the others by.');
  return kept.every(({ fdid }) => after.some((step) => step.fdid === fdid))
    ? confirmed(
        'When the steps of a runbook were posted without one of them, that step was removed, and the others kept their `fdid`.',
      )
    : contradicted(
        'When the steps of a runbook were posted without one of them, that step was removed, and the others got another `fdid`.',
      );
}

function isId(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'string';
}
