import {
  ACTION_STEP,
  ANSWERED_2XX,
  ANSWERED_OTHERWISE,
  END_STEP,
  EXECUTE_METHOD,
  SUCCESS,
} from '../../providers/halo/runbook-steps.ts';
import type { Created, Fields } from './workspace.ts';

/** How a runbook of several calls goes on and ends. */
export interface FlowOptions {
  /** Result of the End step after calls that succeeded; by default 0, "Success". */
  readonly success?: number;
  /** Result of the End step after a call that failed (fact `end-results`); by default 1, "Failed". */
  readonly failure?: number;
  /** Whether a call that failed is followed by the next call, like any other. */
  readonly goesOn?: boolean;
}

/** `auto_action` of an End step: "Failed", without a retry. */
export const FAILED = 1;

/**
 * Returns the steps of a runbook that executes methods one after another, and then ends: with "Success", or after a
 * call that failed with another result. Numbered from 1; the last two are the End steps. Pure.
 */
export function flowOf(
  methods: readonly Created[],
  { success = SUCCESS, failure = FAILED, goesOn = false }: FlowOptions = {},
): Fields[] {
  const succeeded = methods.length + 1;
  const failed = methods.length + 2;
  const calls = methods.map(({ id, name }, index) => ({
    ...step(index + 1, `Call ${index + 1}`),
    isstart: index === 0,
    steptype: ACTION_STEP,
    auto_action: EXECUTE_METHOD,
    auto_action_type: id,
    message: name,
    actions: [
      edge(index + 1, index + 2, ANSWERED_2XX),
      edge(index + 1, goesOn ? index + 2 : failed, ANSWERED_OTHERWISE),
    ],
  }));
  return [...calls, end(succeeded, 'Success', success), end(failed, 'Failure', failure)];
}

function step(id: number, name: string): Fields {
  return { step_id: id, name, isstart: false, isend: false, islaststep: false, allow_all_statuses: true, actions: [] };
}

function end(id: number, name: string, result: number): Fields {
  return { ...step(id, name), steptype: END_STEP, isend: true, islaststep: result === SUCCESS, auto_action: result };
}

function edge(from: number, to: number, result: number): Fields {
  return {
    action_type: 17,
    action_id: -17,
    action_name: result === ANSWERED_2XX ? 'Successful Response (200 - 299)' : 'Unsuccessful Response',
    start_step: from,
    end_step: to,
    seq: result === ANSWERED_2XX ? 1 : 2,
    use_work_hours: true,
    approval_result: result,
    chat_selection_order: 1,
  };
}
