import type { FieldChange, LabelledChange } from '../../engine/resource.ts';
import { type Fields, objectsIn, type Value } from '../../engine/values.ts';
import type { Desired, IntegrationState } from '../integration.ts';
import { codeInWords, nameOfOurs, valueInWords } from '../label.ts';
import { ACTION_STEP, ANSWERED_2XX, END_STEP, EXECUTE_METHOD, RETRY_FROM_START, SUCCESS } from './runbook-steps.ts';
import type { RunbookRow } from './schemas.ts';

/** Codes as shown in Halo's editor (facts `step-codes`, `end-results`). */
const STEP_TYPES = { 1: 'Condition', [ACTION_STEP]: 'Action', [END_STEP]: 'End' };
const RESULTS = { [SUCCESS]: 'Success', 1: 'Failed', [RETRY_FROM_START]: 'Failed (retry from the start)' };
const ACTIONS = { [EXECUTE_METHOD]: 'Execute an Integration Method' };

/** A part of a step: its name in Halo's editor, and how the editor shows a value. */
interface Part {
  readonly called: string;
  readonly text: (value: Value, desired: Desired, state: IntegrationState) => string | undefined;
}

const PARTS: Readonly<Record<string, Part>> = {
  isstart: { called: 'start of the runbook', text: valueInWords },
  isend: { called: 'end of the runbook', text: valueInWords },
  steptype: { called: 'type', text: (type) => codeInWords(type, STEP_TYPES) },
  auto_action_type: {
    called: 'method',
    text: (id, { settings }, state) => nameOfOurs(id, state.method, 'method', settings['halo.methodName']),
  },
  message: { called: 'text in the flow chart', text: valueInWords },
};

/** Describes the changes of a runbook's flow chart: a line for each part of a step, and for each branch. Pure. */
export function stepsInWords(
  changes: readonly FieldChange[],
  { row, props }: { readonly row: Pick<RunbookRow, 'steps'>; readonly props: Pick<RunbookRow, 'steps'> },
  desired: Desired,
  state: IntegrationState,
): LabelledChange[] {
  const [before, after] = [objectsIn(row.steps), objectsIn(props.steps)];
  const labelled = changes.flatMap((change): LabelledChange[] => {
    const [, name = '', part, seq] = change.path ?? [];
    const step = `Step "${name}"`;
    if (part === undefined) return [{ ...change, label: step, afterText: 'added' }];
    if (seq !== undefined) return [branchChange(name, seq, before, after)];
    const { called, text } = partOf(part, change.after);
    const label = `${step}, ${called}`;
    const texts = { beforeText: text(change.before, desired, state), afterText: text(change.after, desired, state) };
    return [{ ...change, label, ...texts }];
  });
  // Several fields of a branch share one line.
  return labelled.filter(({ label }, index) => labelled.findIndex((other) => other.label === label) === index);
}

/** An action or, for an End step, its result. */
function partOf(part: string, after: Value): Part {
  const known = PARTS[part];
  if (known) return known;
  const isResult = part === 'auto_action' && after !== EXECUTE_METHOD;
  if (isResult) return { called: 'result', text: (result) => codeInWords(result ?? SUCCESS, RESULTS) };
  return { called: 'action', text: (action) => codeInWords(action, ACTIONS) };
}

function branchChange(
  name: string,
  seq: string,
  stepsBefore: readonly Fields[],
  stepsAfter: readonly Fields[],
): LabelledChange {
  const after = branchIn(stepsAfter, name, seq);
  const before = branchIn(stepsBefore, name, seq);
  const beforeText = before && branchInWords(before, [...stepsBefore, ...stepsAfter]);
  const afterText = after && branchInWords(after, stepsAfter);
  return {
    field: `step "${name}" branch ${seq}`,
    label: `Step "${name}", branch ${seq}`,
    path: ['steps', name, 'actions', seq],
    before,
    after,
    beforeText,
    afterText: beforeText === afterText ? `${afterText} (set up differently)` : afterText,
  };
}

function branchIn(steps: readonly Fields[], name: string, seq: string): Fields | undefined {
  const step = steps.find((each) => String(each.name) === name);
  return objectsIn(step?.actions).find((edge) => String(edge.seq) === seq);
}

function branchInWords({ approval_result: result, end_step: end }: Fields, steps: readonly Fields[]): string {
  const target = steps.find(({ step_id }) => step_id === end)?.name;
  const response = result === ANSWERED_2XX ? 'successful response' : 'unsuccessful response';
  return `${response}: ${target === undefined ? 'to no step' : `to "${target}"`}`;
}
