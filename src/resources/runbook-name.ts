import type { Row } from './resource.ts';
import { RUNBOOK_TYPE } from './runbook.ts';
import type { Fields, Value } from './value.ts';

/** `auto_action` of a step that executes an integration method. */
const EXECUTE_METHOD = 6;

/** Whether Halo takes two names for the same: it keeps them unique in any case (fact `runbook-name-unique`). */
export function isSameName(one: Value, other: string): boolean {
  return typeof one === 'string' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** What Halo calls a row of `/Webhook`. */
export function webhookKind({ type }: Row): 'runbook' | 'webhook' {
  return Number(type) === RUNBOOK_TYPE ? 'runbook' : 'webhook';
}

/** Whether a step of the runbook executes the method. @param runbook with its steps */
export function executes({ steps }: Row, { id }: Row): boolean {
  const list = Array.isArray(steps) ? (steps as Fields[]) : [];
  return list.some((step) => step.auto_action === EXECUTE_METHOD && String(step.auto_action_type) === String(id));
}
