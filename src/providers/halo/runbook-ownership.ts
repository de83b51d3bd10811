import type { Id } from '../../engine/resource.ts';
import type { Fields } from '../../engine/values.ts';
import { unlessGone } from '../find.ts';
import type { IntegrationAccounts } from '../integration.ts';
import { addressOf, keyIn } from './method-address.ts';
import { END_STEP, EXECUTE_METHOD, STEP_NAMES } from './runbook-steps.ts';
import type { MethodRow, RunbookRow } from './schemas.ts';

/**
 * Whether a runbook of our name is ours: the name alone does not make it so. One that does something else belongs to
 * others, and one that sends tickets by another method of ilert belongs to another integration.
 *
 * @param method ours, where there is one
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

/** Ids of the methods that steps of the runbook execute. */
export function calledMethods(runbook: RunbookRow): Id[] {
  const steps = stepsIn(runbook).filter(({ auto_action }) => auto_action === EXECUTE_METHOD);
  return [...new Set(steps.map(({ auto_action_type: id }) => id))].filter((id) => typeof id === 'number');
}

/** Whether it calls methods and ends, and does nothing else. */
export function sendsOnly(runbook: RunbookRow): boolean {
  return stepsIn(runbook).every(({ steptype, auto_action }) => steptype === END_STEP || auto_action === EXECUTE_METHOD);
}

/** Whether the runbook has no step but ends. */
function doesNothing(runbook: RunbookRow): boolean {
  return stepsIn(runbook).every(({ steptype }) => steptype === END_STEP);
}

/** Whether it has the three steps of ilert's guide, whatever they have become. */
function hasStepsOfGuide(runbook: RunbookRow): boolean {
  const names = stepsIn(runbook).map(({ name }) => name);
  return Object.values(STEP_NAMES).every((name) => names.includes(name));
}

/** Whether a method posts tickets to an alert source of ilert, whichever. */
function isSendingMethod(row: MethodRow): boolean {
  return keyIn(addressOf(row)) !== undefined;
}

function stepsIn({ steps }: RunbookRow): Fields[] {
  return Array.isArray(steps) ? (steps as Fields[]) : [];
}
