import type { Id } from './resource.ts';
import type { Fields, Unknown, Value } from './value.ts';

/** Codes of `FlowDetail` and `FlowSubDetail` (facts: "Runbook"). */
const ACTION_STEP = 2;
const END_STEP = 3;
const EXECUTE_METHOD = 6;
const SUCCESS = 0;
const FAILED = 1;
/** Either makes the run end as failed; which of them Halo labels "retry from the start" is inferred. */
const FAILURES: readonly Value[] = [FAILED, 2];
const EDGE = 17;
const ANSWERED_2XX = 1;
const ANSWERED_OTHERWISE = 0;

/** Step names of ilert's guide. */
const NAMES = { send: 'Send webhook', success: 'Success', error: 'Error' } as const;

type Step = Fields;
type Edge = Fields;

/**
 * The steps of the runbook as they should be: the three of ilert's guide laid over those that are
 * there. Fields and steps that others added stay.
 *
 * @param steps the live steps; none for a new runbook
 * @param methodId the method that the first step calls
 */
export function stepsOver(steps: readonly Step[], methodId: Id | Unknown): Step[] {
  const send =
    steps.find((step) => step.auto_action === EXECUTE_METHOD && step.auto_action_type === methodId) ??
    named(steps, NAMES.send) ??
    steps.find((step) => step.isstart === true);
  const others = steps.filter((step) => step !== send);
  const edges = edgesOf(send);
  const called = { success: named(others, NAMES.success), error: named(others, NAMES.error) };
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
  const successStep = endStep(success, NAMES.success, free, [SUCCESS, undefined, null], SUCCESS);
  const errorStep = endStep(error, NAMES.error, free, FAILURES, FAILED);
  const sendStep: Step = {
    ...(send ?? newStep(sendId, NAMES.send)),
    ...(!others.some((step) => step.isstart === true) && { isstart: true }),
    steptype: ACTION_STEP,
    auto_action: EXECUTE_METHOD,
    auto_action_type: methodId,
    actions: edgesOver(edges, sendId, successStep.step_id, errorStep.step_id),
  };

  const kept = steps.map((step) =>
    step === send ? sendStep : step === success ? successStep : step === error ? errorStep : step,
  );
  const added = [!send && sendStep, !success && successStep, !error && errorStep].filter((step) => step !== false);
  return [...kept, ...added];
}

/** The two ways out of the sending step; a save in Halo's editor can make both of them the same (facts). */
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

function endStep(
  live: Step | undefined,
  name: string,
  free: FreeNumbers,
  allowed: readonly Value[],
  result: number,
): Step {
  const base = live ?? { ...newStep(free.next(), name), islaststep: result === SUCCESS, actions: [] };
  return {
    ...base,
    isend: true,
    steptype: END_STEP,
    ...(!(live && allowed.includes(live.auto_action)) && { auto_action: result }),
  };
}

function newStep(id: Value, name: string): Step {
  return { step_id: id, name, isstart: false, isend: false, islaststep: false, allow_all_statuses: true };
}

/** Halo rewrites an edge's name from `approval_result`, so that is what counts; the name is for the reader of a dry run. */
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

/** Numbers that none of the live ones is, from 1. */
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
