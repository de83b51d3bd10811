import type { Fields, Value } from '../../engine/values.ts';
import { RETRY_FROM_START } from '../../providers/halo/runbook-steps.ts';
import { confirmed, contradicted, edgesIn, notObserved, stepsIn, type Verdict, verdict } from '../evidence.ts';
import { type Facts, inferred, proven } from '../fact.ts';

const RUNBOOK_TEST = 'sandbox/test/halo-runbook.test.ts';
const PLAN_TEST = 'test/unit/providers/plan/runbook.test.ts';
const NO_STEPS = 'There is no runbook with steps yet.';

/** Step types in Halo's flow charts (fact `step-codes`). */
const ACTION = 2;
const END = 3;

/** The steps of a runbook, their edges and their ends. */
export const haloStepFacts: Facts = {
  'step-codes': {
    claim:
      '`steptype` is 2 for an action and 3 for an end; `auto_action` 6 executes the method whose id is in `auto_action_type`.',
    ...proven('runs on a live tenant', 'test/unit/providers/plan/first-run.test.ts'),
    check({ live, runs }) {
      const steps = stepsIn(live);
      const calls = steps.some(({ steptype, auto_action }) => steptype === ACTION && auto_action === 6);
      const ends = steps.some(({ steptype }) => steptype === END);
      return verdict(steps.length === 0 ? undefined : calls && ends, {
        yes: runs.some(({ done }) => done)
          ? "This integration's is stored so, and a run of it came to its end."
          : "This integration's is stored so; no run of it has come to its end yet.",
        no: "This integration's is stored with other codes.",
        unobserved: NO_STEPS,
      });
    },
  },
  'edge-codes': {
    claim:
      'An edge from such a step has `action_type` 17; the one with `approval_result` 1 is followed if the response is 200 to 299, the one with 0 otherwise. Without it a run stops with "Next step not found".',
    ...proven('runs on a live tenant', PLAN_TEST),
    check: ({ live }) => {
      const results = edgesIn(live).map(({ approval_result }) => approval_result);
      return verdict(results.length === 0 ? undefined : results.includes(1) && results.includes(0), {
        yes: "This integration's has one of each.",
        no: "This integration's does not have one of each: a branch is missing or doubled.",
        unobserved: NO_STEPS,
      });
    },
  },
  'edge-names': {
    claim: 'Halo writes the name of an edge (`action_name`) itself, from `approval_result`.',
    ...proven('runs on a live tenant', RUNBOOK_TEST),
    check({ live }) {
      const named = edgesIn(live).filter(({ action_name }) => typeof action_name === 'string' && action_name !== '');
      return verdict(named.length === 0 ? undefined : named.every(isNamedByHalo), {
        yes: 'The names are those that go with the results.',
        no: 'A name does not go with its result.',
        unobserved: 'No branch has a name.',
      });
    },
  },
  'step-label': {
    claim: 'A step that executes a method has `message: "<integration>: <method>"`, its label in the flow chart.',
    ...proven('every published export of a runbook', PLAN_TEST),
    check({ live }) {
      const labels = stepsIn(live)
        .filter(({ auto_action }) => auto_action === 6)
        .map(({ message }) => typeof message === 'string' && message.includes(': '));
      return verdict(labels.length === 0 ? undefined : labels.every(Boolean), {
        yes: "This integration's has such a label.",
        no: "This integration's has no label, or another one.",
        unobserved: NO_STEPS,
      });
    },
  },
  'end-results': {
    claim:
      '`auto_action` of an End step: 0 or absent is "Success", 1 is "Failed" and not retried, 2 is "Failed (retry from the start)".',
    ...proven("runs on a live tenant (1); another alerting vendor's export, guide and screenshot (2)", PLAN_TEST),
    check: ({ live }) => endResult(stepsIn(live)),
  },
  'steps-posted': {
    claim: 'Complete steps can be posted back under the id of their runbook.',
    ...proven('runs on a live tenant', RUNBOOK_TEST),
  },
  'steps-replace': {
    claim: 'Steps omitted from a posted list are removed; a step with a known `fdid` stays that step.',
    ...inferred('what "Import from JSON" posts', RUNBOOK_TEST),
    check: ({ live }) => {
      const ids = stepsIn(live).map(({ step_id }) => step_id);
      if (ids.length === 0) return notObserved(NO_STEPS);
      return new Set(ids).size < ids.length
        ? contradicted(
            'The runbook has steps of the same number: a posted list may have been added to the one there was.',
          )
        : notObserved('No step exists twice; whether a post has replaced any cannot be seen in the runbook.');
    },
  },
};

function isNamedByHalo({ action_name, approval_result }: Fields): boolean {
  return /^unsuccess/i.test(String(action_name)) === (approval_result === 0);
}

function endResult(steps: readonly Fields[]): Verdict {
  const failed = steps.find(
    ({ steptype, auto_action }) => steptype === END && (auto_action === 1 || auto_action === RETRY_FROM_START),
  );
  if (!failed) return notObserved('No step of the runbook ends as failed.');
  const labels = Object.values<Value>(failed).filter((value) => typeof value === 'string');
  const stored = `The failing end is stored with ${failed.auto_action}`;
  if (labels.some((label) => /retry from the start/i.test(String(label))))
    return failed.auto_action === RETRY_FROM_START
      ? confirmed(`${stored}, and labelled with a retry from the start.`)
      : contradicted(`${stored}, and labelled with a retry from the start.`);
  return notObserved(`${stored}; the answer has no label for it. In the editor, check the result of the step "Error".`);
}
