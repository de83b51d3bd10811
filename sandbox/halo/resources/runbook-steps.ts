import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { EdgeRow, MethodRow, StepRow, WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** `auto_action` of a step that executes an integration method. */
export const EXECUTE_METHOD = 6;

/** `steptype` of an end step, and its results: success, failed, failed (retry from the start). Others are not known. */
const END_STEP = 3;
const END_RESULTS = [0, 1, 2];

/** Rules beyond the types. */
const edgeRules = z.looseObject({
  id: z.int().nullish(),
  start_step: z.int(),
  end_step: z.int(),
  seq: z.int().positive(),
  action_type: z.int(),
  action_id: z.int(),
  action_name: z.string().nullish(),
  approval_result: z.int().nullish(),
});
const stepRules = z.looseObject({
  id: z.int().nullish(),
  fdid: z.int().nullish(),
  step_id: z.int().positive(),
  name: z.string().trim().min(1),
  steptype: z.int().min(1).max(3),
  auto_action: z.int().nullish(),
  auto_action_type: z.int().nullish(),
  auto_action_type_guid: z.string().nullish(),
  isstart: z.boolean().nullish(),
  actions: z.array(edgeRules).nullish(),
});

type PostedStep = z.output<typeof stepRules>;
type PostedEdge = z.output<typeof edgeRules>;

/**
 * Returns the steps of a runbook as Halo stores them. The posted list replaces the live one: a step with the `fdid` of
 * a live one keeps it, and other live steps are removed (fact `steps-replace`).
 *
 * @param live the live runbook; undefined for a new one
 * @throws Refusal 400
 */
export function savedSteps(state: HaloState, list: unknown, live: WebhookRow | undefined): StepRow[] {
  const posted = checked(z.array(stepRules), list);
  const ids = posted.map(({ step_id }) => step_id);
  if (new Set(ids).size < ids.length) throw badRequest('Each step needs a step_id of its own.');
  const starts = posted.filter(({ isstart }) => isstart === true).length;
  if (posted.length > 0 && starts !== 1) throw badRequest(`A runbook needs exactly one start step, not ${starts}.`);
  const saved = posted.map((step) => savedStep(state, step, ids, live?.steps ?? []));
  if (!state.contradicts('steps-replace')) return saved;
  const omitted = (live?.steps ?? []).filter(({ step_id }) => !ids.includes(step_id));
  return [...saved, ...omitted];
}

function savedStep(state: HaloState, step: PostedStep, ids: readonly number[], live: readonly StepRow[]): StepRow {
  const { id, fdid, actions, ...fields } = step;
  const { name, steptype, auto_action = null, auto_action_type = null } = fields;
  if (steptype === END_STEP && !END_RESULTS.includes(auto_action ?? 0)) {
    throw badRequest(`End step "${name}" cannot have the result ${auto_action}.`);
  }
  const known = live.find((row) => row.fdid === fdid);
  if (!known && isSet(fdid)) throw badRequest(`The runbook has no step with fdid ${fdid}.`);
  const method = auto_action === EXECUTE_METHOD ? executedMethod(state, step) : undefined;
  return {
    isend: false,
    ...fields,
    auto_action,
    auto_action_type,
    fdid: known?.fdid ?? state.nextId('step'),
    isstart: step.isstart === true,
    actions: (actions ?? []).map((edge) => {
      checkEdge(edge, step, ids);
      return savedEdge(state, edge, method !== undefined, known?.actions ?? []);
    }),
    ...(method && { auto_action_type: method.id, auto_action_type_guid: method.guid }),
  };
}

/** Finds the method by ID, or by GUID if there is no ID (fact `import-from-json`). */
function executedMethod(state: HaloState, { name, auto_action_type, auto_action_type_guid }: PostedStep): MethodRow {
  const method = isSet(auto_action_type)
    ? state.methods.find(({ id }) => id === auto_action_type)
    : state.methods.find(({ guid }) => guid === auto_action_type_guid);
  if (!method) throw badRequest(`Step "${name}" must name an integration method that exists.`);
  return method;
}

function checkEdge({ start_step, end_step }: PostedEdge, { step_id, name }: PostedStep, ids: readonly number[]): void {
  if (start_step !== step_id) throw badRequest(`An edge of step "${name}" starts at another step.`);
  if (!ids.includes(end_step)) throw badRequest(`An edge of step "${name}" ends at a step that does not exist.`);
}

function savedEdge(state: HaloState, edge: PostedEdge, ofMethod: boolean, live: readonly EdgeRow[]): EdgeRow {
  const known = live.find(({ id }) => id === edge.id);
  if (!known && isSet(edge.id)) throw badRequest(`The step has no edge with id ${edge.id}.`);
  const { approval_result = null } = edge;
  // Halo sets the name itself, whatever was posted (fact `edge-names`).
  const action_name = ofMethod ? methodEdgeName(approval_result) : edge.action_name;
  return { ...edge, approval_result, action_name, id: known?.id ?? state.nextId('edge') };
}

function methodEdgeName(approvalResult: number | null): string {
  if (approvalResult === 1) return 'Successful Response (200 - 299)';
  if (approvalResult === 0) return 'Unsuccessful Response';
  throw badRequest('An edge after an integration method needs approval_result 1 or 0.');
}

/** Whether a field has a value. Null means none, as in "Import from JSON". */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
