import type { Id, Row } from '../../engine/resource.ts';
import type { Fields, Value } from '../../engine/values.ts';
import { Secret } from '../../secret/secret.ts';
import { RUNBOOK_TYPE } from './runbook.ts';
import { STEP_NAMES } from './runbook-steps.ts';

/** `auto_action` of a step that executes an integration method. */
const EXECUTE_METHOD = 6;
const END_STEP = 3;

/** Whether Halo takes two names for the same: it keeps them unique in any case (fact `runbook-name-unique`). */
export function isSameName(one: Value, other: string): boolean {
  return typeof one === 'string' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** What Halo calls a row of `/Webhook`. */
export function webhookKind({ type }: Row): 'runbook' | 'webhook' {
  return Number(type) === RUNBOOK_TYPE ? 'runbook' : 'webhook';
}

/** Whether a step of the runbook executes the method. @param runbook with its steps */
export function executes(runbook: Row, { id }: Row): boolean {
  return calledMethods(runbook).some((called) => String(called) === String(id));
}

/** Ids of the methods that steps of the runbook execute. */
export function calledMethods(runbook: Row): Id[] {
  const steps = stepsIn(runbook).filter(({ auto_action }) => auto_action === EXECUTE_METHOD);
  return [...new Set(steps.map(({ auto_action_type: id }) => id))].filter((id) => typeof id === 'number');
}

/** Whether the runbook has no step but ends. */
export function doesNothing(runbook: Row): boolean {
  return stepsIn(runbook).every(({ steptype }) => steptype === END_STEP);
}

/** Whether it has the three steps of ilert's guide, whatever they have become. */
export function hasStepsOfGuide(runbook: Row): boolean {
  const names = stepsIn(runbook).map(({ name }) => name);
  return Object.values(STEP_NAMES).every((name) => names.includes(name));
}

/** Whether a method posts tickets to an alert source of ilert, whichever. */
export function isSendingMethod({ path }: Row): boolean {
  return path instanceof Secret && /\/events\/halo(itsm|psa)\//i.test(path.reveal());
}

function stepsIn({ steps }: Row): Fields[] {
  return Array.isArray(steps) ? (steps as Fields[]) : [];
}
