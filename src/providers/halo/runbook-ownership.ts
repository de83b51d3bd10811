import type { Id } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { unlessGone } from '../find.ts';
import type { IntegrationAccounts } from '../integration.ts';
import { addressOf, keyIn } from './method-address.ts';
import { END_STEP, EXECUTE_METHOD, STEP_NAMES } from './runbook-steps.ts';
import type { MethodRow, RunbookRow } from './schemas.ts';

/**
 * Whether a runbook with our name is ours. The name is not enough: one that does something else belongs to others, and
 * one that sends tickets through another ilert method belongs to another integration.
 *
 * @param method our method, if it exists
 */
export async function isOurRunbook(
  runbook: RunbookRow,
  method: MethodRow | undefined,
  { halo, settings }: IntegrationAccounts,
): Promise<boolean> {
  if (method && executes(runbook, method)) return true;
  const called = calledMethods(runbook);
  const there = (await Promise.all(called.map((id) => unlessGone(halo.method(id))))).filter((row) => row !== undefined);
  const isNamedAsOurs = ({ name, integration_name: integration }: MethodRow) =>
    name === settings['halo.methodName'] &&
    (integration ?? settings['halo.integrationName']) === settings['halo.integrationName'];
  if (there.some((row) => isSendingMethod(row) && !isNamedAsOurs(row))) return false;
  return hasStepsOfGuide(runbook) || doesNothing(runbook) || (there.length === 0 && called.length > 0);
}

/** Whether a step of the runbook executes the method. @param runbook with its steps */
export function executes(runbook: RunbookRow, { id }: MethodRow): boolean {
  return calledMethods(runbook).some((called) => String(called) === String(id));
}

/** IDs of the methods that the runbook's steps execute. */
export function calledMethods(runbook: RunbookRow): Id[] {
  const steps = stepsIn(runbook).filter(({ auto_action }) => auto_action === EXECUTE_METHOD);
  return [...new Set(steps.map(({ auto_action_type: id }) => id))].filter((id) => typeof id === 'number');
}

/** Whether the runbook only calls methods and ends. */
export function sendsOnly(runbook: RunbookRow): boolean {
  return stepsIn(runbook).every(({ steptype, auto_action }) => steptype === END_STEP || auto_action === EXECUTE_METHOD);
}

/** Whether the runbook only has End steps. */
function doesNothing(runbook: RunbookRow): boolean {
  return stepsIn(runbook).every(({ steptype }) => steptype === END_STEP);
}

/** Whether the runbook has the three steps of ilert's guide, in whatever state. */
function hasStepsOfGuide(runbook: RunbookRow): boolean {
  const names = stepsIn(runbook).map(({ name }) => name);
  return Object.values(STEP_NAMES).every((name) => names.includes(name));
}

/** Whether a method posts tickets to any alert source in ilert. */
function isSendingMethod(row: MethodRow): boolean {
  return keyIn(addressOf(row)) !== undefined;
}

function stepsIn({ steps }: RunbookRow): Fields[] {
  return Array.isArray(steps) ? (steps as Fields[]) : [];
}
