import * as z from 'zod';
import { checked } from '../../http/schema-check.ts';
import { badRequest } from '../../http/service.ts';
import type { Json } from '../entities/entity-schema.ts';
import type { EdgeRow, MethodRow, StepRow, WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** `auto_action` of an action step that executes an integration method. */
export const EXECUTE_METHOD = 6;

/** `steptype` of an end step, and its results: 0 success, 1 and 2 failed; others are not known. */
const END_STEP = 3;
const LAST_RESULT = 2;

/** What is checked beyond the types. */
const stepRules = z.looseObject({
  step_id: z.int().positive(),
  name: z.string().trim().min(1),
  steptype: z.int().min(1).max(3),
  auto_action: z.int().nullish(),
});
const edgeRules = z.looseObject({
  start_step: z.int(),
  end_step: z.int(),
  seq: z.int().positive(),
  action_type: z.int(),
  action_id: z.int(),
});

/**
 * The steps of a runbook as Halo keeps them. The posted list replaces the one there is: a step with the `fdid`
 * of a live one keeps it, live steps that are not named go (inferred).
 *
 * @param live the runbook as it is, or undefined for a new one
 * @throws Refusal 400
 */
export function savedSteps(state: HaloState, posted: readonly Json[], live: WebhookRow | undefined): StepRow[] {
  for (const step of posted) checkStep(step);
  const ids = posted.map(({ step_id }) => step_id);
  if (new Set(ids).size < ids.length) throw badRequest('Each step needs a step_id of its own.');
  const starts = posted.filter(({ isstart }) => isstart === true).length;
  if (posted.length > 0 && starts !== 1) throw badRequest(`A runbook needs exactly one start step, not ${starts}.`);
  return posted.map((step) => savedStep(state, step, ids, live?.steps ?? []));
}

function checkStep(step: Json): void {
  checked(stepRules, step);
  const result = Number(step.auto_action ?? 0);
  if (step.steptype === END_STEP && (result < 0 || result > LAST_RESULT)) {
    throw badRequest(`End step "${step.name}" cannot have the result ${result}.`);
  }
}

function savedStep(state: HaloState, step: Json, ids: readonly unknown[], live: readonly StepRow[]): StepRow {
  const known = live.find(({ fdid }) => fdid === step.fdid);
  if (!known && isGiven(step.fdid)) throw badRequest(`The runbook has no step with fdid ${step.fdid}.`);
  const method = step.auto_action === EXECUTE_METHOD ? executedMethod(state, step) : undefined;
  const edges = ((step.actions ?? []) as Json[]).map((edge) => {
    checkEdge(edge, step, ids);
    return savedEdge(state, edge, method !== undefined, known?.actions ?? []);
  });
  const { id, ...fields } = step;
  return {
    auto_action: null,
    auto_action_type: null,
    isend: false,
    ...fields,
    fdid: known?.fdid ?? state.nextId('step'),
    isstart: step.isstart === true,
    actions: edges,
    ...(method && { auto_action_type: method.id, auto_action_type_guid: method.guid }),
  } as unknown as StepRow;
}

/** By id, or by GUID where the id is left out, as "Import from JSON" does. */
function executedMethod(state: HaloState, { name, auto_action_type, auto_action_type_guid }: Json): MethodRow {
  const method = isGiven(auto_action_type)
    ? state.methods.find(({ id }) => id === auto_action_type)
    : state.methods.find(({ guid }) => guid === auto_action_type_guid);
  if (!method) throw badRequest(`Step "${name}" must name an integration method that exists.`);
  return method;
}

function checkEdge(edge: Json, step: Json, ids: readonly unknown[]): void {
  checked(edgeRules, edge);
  if (edge.start_step !== step.step_id) throw badRequest(`An edge of step "${step.name}" starts at another step.`);
  if (!ids.includes(edge.end_step)) throw badRequest(`An edge of step "${step.name}" ends at a step there is not.`);
}

function savedEdge(state: HaloState, edge: Json, ofMethod: boolean, live: readonly EdgeRow[]): EdgeRow {
  const known = live.find(({ id }) => id === edge.id);
  if (!known && isGiven(edge.id)) throw badRequest(`The step has no edge with id ${edge.id}.`);
  return {
    approval_result: null,
    ...edge,
    id: known?.id ?? state.nextId('edge'),
    ...(ofMethod && { action_name: methodEdgeName(edge.approval_result) }),
  } as unknown as EdgeRow;
}

/** Halo writes this name itself, whatever was posted. */
function methodEdgeName(approvalResult: unknown): string {
  if (approvalResult === 1) return 'Successful Response (200 - 299)';
  if (approvalResult === 0) return 'Unsuccessful Response';
  throw badRequest('An edge after an integration method needs approval_result 1 or 0.');
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
