import type { Settings } from '../config/settings.ts';
import type { Change, Plan } from '../engine/plan.ts';
import type { FieldChange, Live, ResourceKey } from '../engine/resource.ts';
import { checkTemplate } from '../payload/check.ts';
import { APPLY, type Finding, type Link } from './finding.ts';
import { flowChartFindings, isFlowChartChange } from './flow-chart.ts';

const LINK_OF: Readonly<Record<ResourceKey, Link>> = {
  'escalation-policy': 'escalation-policy',
  'alert-source': 'alert-source',
  'custom-integration': 'custom-integration',
  method: 'method',
  runbook: 'runbook',
  'new-ticket-binding': 'new-ticket-event',
  'status-changed-binding': 'status-changed-event',
};

/** Fields whose drift loses tickets, with what is wrong then; that of the others changes what arrives, or whom it wakes. */
const CRITICAL_FIELDS: Readonly<Record<string, string>> = {
  active: 'is switched off',
  path: 'does not call the address of the alert source',
  resource: 'does not call the address of the alert source',
  resourcebaseurl: 'does not have the address of the alert source',
  authorizationtype: 'signs in with credentials, where ilert wants none',
  integration_id: 'belongs to another custom integration',
  method: 'does not send with POST',
  requesttype: 'does not send JSON',
  eventno: 'stands for another event',
  type: 'is of another kind than the events of runbooks',
  delivery_method: 'does not start the runbook',
  webhook_id: 'starts another runbook',
};

/**
 * What can be seen to be wrong without sending anything: what the plan would change, in words, and
 * what is not ours to change. In the order of the chain's links, those of a row together. Pure.
 */
export function driftFindings(plan: Plan, live: Live, settings: Settings): Finding[] {
  const payload = payloadFindings(live, settings);
  const isTold = ({ field }: FieldChange) => field === 'requestbody' && payload.length > 0;
  return [
    ...alertSourceFindings(live),
    ...plan.changes.flatMap((change) => [
      ...findingsOf({ ...change, fields: change.fields.filter((field) => !isTold(field)) }, live),
      ...(change.resource === 'method' ? payload : []),
    ]),
  ];
}

function findingsOf(change: Change, live: Live): Finding[] {
  const { resource, action, title, name, fields } = change;
  const link = LINK_OF[resource];
  if (action === 'create') return [broken(link, `The ${title} "${name}" is missing.`, APPLY, true)];
  if (action !== 'update') return [];
  const others = fields
    .filter((field) => !isFlowChartChange(field))
    .map(({ field }) => fieldFinding(link, change, field, live));
  return [
    // Base URL and path say the same in two fields.
    ...others.filter(({ message }, index) => others.findIndex((other) => other.message === message) === index),
    ...flowChartFindings(name, fields.filter(isFlowChartChange)),
  ];
}

function fieldFinding(link: Link, { title, name }: Change, field: string, live: Live): Finding {
  if (field === 'disabled') return broken(link, disabledInWords(name, live), APPLY, true);
  const wrong = CRITICAL_FIELDS[field];
  if (wrong !== undefined) return broken(link, `The ${title} "${name}" ${wrong}.`, APPLY, true);
  const message =
    field === 'setupStatus'
      ? `ilert still asks to finish the setup of the ${title} "${name}".`
      : `The ${title} "${name}" has another ${field} than the settings say.`;
  return { link, severity: 'drifted', message, hint: APPLY, mendedByApply: true };
}

/** Halo disables a runbook itself after `auto_disable_attempts` failures; 0 is never. */
function disabledInWords(name: string, { runbook }: Live): string {
  const attempts = runbook?.auto_disable_attempts;
  const why = typeof attempts === 'number' && attempts > 0 ? `, as it does after ${attempts} failed attempts` : '';
  return `Halo has disabled the runbook "${name}"${why}.`;
}

/** What an admin has done in ilert on purpose, perhaps, and what stops tickets all the same: `apply` leaves it. Pure. */
export function alertSourceFindings(live: Live): Finding[] {
  const source = live['alert-source'];
  const findings: Finding[] = [];
  if (source?.active === false || source?.status === 'DISABLED') {
    const message = `The alert source (id ${source.id}) is switched off in ilert.`;
    findings.push(broken('alert-source', message, 'Switch it on in ilert.', false));
  }
  if (source?.status === 'IN_MAINTENANCE') {
    const message = `The alert source (id ${source.id}) is in maintenance.`;
    findings.push(broken('alert-source', message, 'End the maintenance window in ilert, or wait.', false));
  }
  if (wakesNobody(source?.escalationPolicy)) {
    const message = 'The escalation policy of the alert source wakes nobody.';
    findings.push(broken('escalation-policy', message, 'Add a responder to it in ilert.', false));
  }
  return findings;
}

/** The live body may have been edited in Halo: what it is now has to be JSON once it is filled in. */
function payloadFindings(live: Live, settings: Settings): Finding[] {
  const body = live.method?.requestbody;
  if (typeof body !== 'string') return [];
  return checkTemplate(body, settings['halo.knownVariables'] ?? []).map(({ line, column, message }) =>
    broken('payload', `The body of the method in Halo, line ${line} column ${column}: ${message}`, APPLY, true),
  );
}

/** A policy whose rules name nobody; where the rules are not told, nothing is known of it. */
function wakesNobody(policy: unknown): boolean {
  const { escalationRules } = (policy ?? {}) as { escalationRules?: unknown };
  if (!Array.isArray(escalationRules)) return false;
  const named = ({ users, schedules, teams, user, schedule }: Record<string, unknown>) =>
    [users, schedules, teams].some((list) => Array.isArray(list) && list.length > 0) || Boolean(user ?? schedule);
  return !escalationRules.some((rule) => named(rule as Record<string, unknown>));
}

function broken(link: Link, message: string, hint: string, mendedByApply: boolean): Finding {
  return { link, severity: 'broken', message, hint, mendedByApply };
}
