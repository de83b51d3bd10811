import { type Dependent, type Id, idOf, NO_ID, type StoredRow } from '../../engine/resource.ts';
import { type Fields, knownAfterApply, objectsIn, type Unknown, type Value } from '../../engine/values.ts';
import type { RunbookRow } from './schemas.ts';

/** Codes of `FlowDetail` and `FlowSubDetail` (facts `step-codes`, `edge-codes`). */
export const ACTION_STEP = 2;
export const END_STEP = 3;
export const EXECUTE_METHOD = 6;
export const SUCCESS = 0;
/**
 * Result "Failed (retry from the start)" of an End step. The similar result 1, "Failed", makes Halo not retry, and a
 * ticket that ilert could not accept is lost (fact `end-results`).
 */
export const RETRY_FROM_START = 2;
const EDGE = 17;
export const ANSWERED_2XX = 1;
export const ANSWERED_OTHERWISE = 0;

/** The step names in ilert's guide, and its label of the first step. */
export const STEP_NAMES = { send: 'Send webhook', success: 'Success', error: 'Error' } as const;
const LABEL = 'ilert integration: send ticket to ilert';

type Step = Fields;
type Edge = Fields;

/** The names that label the send step. */
interface MethodNames {
  readonly name: string;
  /** Name of the custom integration that the method belongs to. */
  readonly integration: string;
}

/** The method that the send step executes. */
export interface ExecutedMethod extends MethodNames {
  readonly id: Id | Unknown;
  /** The method's names before a rename. */
  readonly former?: MethodNames | undefined;
}

/**
 * Merges the three steps of ilert's guide into the live ones. Keeps fields and steps that others added.
 *
 * @param steps the live steps; empty for a new runbook
 * @param method what the send step executes
 */
export function stepsOver(steps: readonly Step[], method: ExecutedMethod): Step[] {
  const methodId = method.id;
  const send =
    steps.find((step) => step.auto_action === EXECUTE_METHOD && step.auto_action_type === methodId) ??
    named(steps, STEP_NAMES.send) ??
    steps.find((step) => step.isstart === true);
  const others = steps.filter((step) => step !== send);
  const edges = edgesOf(send);
  const called = { success: named(others, STEP_NAMES.success), error: named(others, STEP_NAMES.error) };
  const endBut = (taken: Step | undefined, result: number) =>
    endOf(
      others.filter((step) => step !== taken),
      edges,
      result,
    );
  const success = called.success ?? endBut(called.error, ANSWERED_2XX);
  const error = called.error ?? endBut(success, ANSWERED_OTHERWISE);

  const free = freeNumbers(steps.map((step) => step.step_id));
  const sendId = send?.step_id ?? free.next();
  const successStep = endStep(success, STEP_NAMES.success, free, [SUCCESS, undefined, null]);
  const errorStep = endStep(error, STEP_NAMES.error, free, [RETRY_FROM_START]);
  const sendStep: Step = {
    ...(send ?? newStep(sendId, STEP_NAMES.send)),
    ...(!others.some((step) => step.isstart === true) && { isstart: true }),
    steptype: ACTION_STEP,
    auto_action: EXECUTE_METHOD,
    auto_action_type: methodId,
    message: labelOver(send?.message, method),
    actions: edgesOver(edges, sendId, successStep.step_id, errorStep.step_id),
  };

  const kept = steps.map((step) =>
    step === send ? sendStep : step === success ? successStep : step === error ? errorStep : step,
  );
  const added = [!send && sendStep, !success && successStep, !error && errorStep].filter((step) => step !== false);
  return [...kept, ...added];
}

/** What others added to a runbook: steps that do something and are not among the three of ilert's guide. Pure. */
export function stepsOfOthers({ steps }: Pick<RunbookRow, 'steps'>, method: StoredRow | undefined): Dependent[] {
  const live = objectsIn(steps);
  const after = stepsOver(live, { id: idOf(method, knownAfterApply), name: '', integration: '' });
  const theirs = live.filter((step) => after.includes(step) && step.steptype !== END_STEP);
  return theirs.map((step) => ({
    title: 'step',
    row: { id: typeof step.step_id === 'number' ? step.step_id : NO_ID, name: step.name },
  }));
}

/** The two branches of the send step. Saving in Halo's editor can make them identical (fact `edge-names`). */
function edgesOver(live: readonly Edge[], from: Value, success: Value, error: Value): Edge[] {
  const pick = (edges: readonly Edge[], result: number, end: Value, seq: number) =>
    edges.find((edge) => edge.approval_result === result && edge.end_step === end) ??
    edges.find((edge) => edge.approval_result === result) ??
    edges.find((edge) => edge.end_step === end) ??
    edges.find((edge) => edge.seq === seq);
  const good = pick(live, ANSWERED_2XX, success, 1);
  const rest = live.filter((edge) => edge !== good);
  const bad = pick(rest, ANSWERED_OTHERWISE, error, 2);
  const free = freeNumbers(live.map((edge) => edge.seq));
  return [
    edgeOver(
      good,
      { start_step: from, end_step: success, approval_result: ANSWERED_2XX },
      free,
      'Successful Response (200 - 299)',
    ),
    edgeOver(
      bad,
      { start_step: from, end_step: error, approval_result: ANSWERED_OTHERWISE },
      free,
      'Unsuccessful Response',
    ),
    ...rest.filter((edge) => edge !== bad),
  ];
}

/**
 * The label of the send step in Halo's flow chart, `<integration>: <method>`. Keeps the admin's own text. The guide's
 * label, or one with a name of ours in it, dates from before a rename.
 */
function labelOver(live: Value, { integration, name, former }: ExecutedMethod): Value {
  const label = labelOf({ integration, name });
  if (typeof live !== 'string' || live.trim() === '') return label;
  const isOurs =
    live === LABEL ||
    (former && live === labelOf(former)) ||
    live.startsWith(`${integration}: `) ||
    live.endsWith(`: ${name}`);
  return isOurs ? label : live;
}

function labelOf({ integration, name }: MethodNames): string {
  return `${integration}: ${name}`;
}

/** @param results the allowed results; a new or changed step gets the first */
function endStep(
  live: Step | undefined,
  name: string,
  free: FreeNumbers,
  results: readonly [number, ...Value[]],
): Step {
  const [result] = results;
  const base = live ?? { ...newStep(free.next(), name), islaststep: result === SUCCESS, actions: [] };
  return {
    ...base,
    isend: true,
    steptype: END_STEP,
    ...(!(live && results.includes(live.auto_action)) && { auto_action: result }),
  };
}

function newStep(id: Value, name: string): Step {
  return { step_id: id, name, isstart: false, isend: false, islaststep: false, allow_all_statuses: true };
}

/** Halo derives an edge's name from `approval_result`, so only that matters. The name is for readers of a dry run. */
function edgeOver(live: Edge | undefined, ours: Edge, free: FreeNumbers, name: string): Edge {
  const base = live ?? {
    action_id: -EDGE,
    action_name: name,
    seq: free.next(),
    use_work_hours: true,
    chat_selection_order: 1,
  };
  return { ...base, action_type: EDGE, ...ours };
}

interface FreeNumbers {
  next(): number;
}

/** Generates numbers from 1 that no live one uses. */
function freeNumbers(live: readonly Value[]): FreeNumbers {
  const taken = new Set(live);
  let last = 0;
  return {
    next() {
      do last += 1;
      while (taken.has(last));
      return last;
    },
  };
}

function named(steps: readonly Step[], name: string): Step | undefined {
  return steps.find((step) => step.name === name);
}

function endOf(steps: readonly Step[], edges: readonly Edge[], result: number): Step | undefined {
  const target = edges.find((edge) => edge.approval_result === result)?.end_step;
  return steps.find((step) => step.step_id === target && step.steptype === END_STEP);
}

function edgesOf(step: Step | undefined): readonly Edge[] {
  return Array.isArray(step?.actions) ? (step.actions as Edge[]) : [];
}
