import { checkTemplate } from '../halo/template-check.ts';
import type { Change, Plan } from '../plan/plan.ts';
import type { FieldChange, Live, ResourceKey } from '../resources/resource.ts';
import { filterOf } from '../resources/ticket-filter.ts';
import type { Settings } from '../settings/settings.ts';
import { APPLY, type Finding, type Link } from './finding.ts';

const LINK_OF: Readonly<Record<ResourceKey, Link>> = {
  'escalation-policy': 'escalation-policy',
  'alert-source': 'alert-source',
  'custom-integration': 'custom-integration',
  method: 'method',
  runbook: 'runbook',
  'new-ticket-binding': 'new-ticket-event',
  'status-changed-binding': 'status-changed-event',
};

/** Fields whose drift loses tickets; that of the others changes what arrives, or whom it wakes. */
const CARRYING: readonly string[] = [
  ...['resourcebaseurl', 'authorizationtype', 'integration_id', 'resource', 'path', 'method', 'requesttype'],
  ...['active', 'eventno', 'type', 'delivery_method', 'webhook_id'],
];

/**
 * What can be seen to be wrong without sending anything: what the plan would change, in words, and
 * what is not ours to change. Pure.
 */
export function findingsIn(plan: Plan, live: Live, settings: Settings): Finding[] {
  return [
    ...plan.changes.flatMap((change) => findingsOf(change)),
    ...foreignFindings(live),
    ...payloadFindings(live, settings),
  ];
}

function findingsOf(change: Change): Finding[] {
  const { resource, action, title, name } = change;
  const link = LINK_OF[resource];
  if (action === 'create') {
    return [broken(link, `The ${title} "${name}" is missing.`, APPLY, true)];
  }
  if (action !== 'update') return [];
  return change.fields.map((field) => fieldFinding(link, change, field));
}

function fieldFinding(link: Link, { title, name }: Change, { field }: FieldChange): Finding {
  if (field === 'active') return broken(link, `The ${title} "${name}" is switched off.`, APPLY, true);
  if (field === 'path' || field === 'resource' || field === 'resourcebaseurl') {
    return broken(link, `The ${title} "${name}" does not call the address of the alert source.`, APPLY, true);
  }
  if (field.startsWith('step ')) {
    return broken('steps', `The flow chart of "${name}" is not as it has to be: ${field}.`, APPLY, true);
  }
  const severity = CARRYING.includes(field) ? 'broken' : 'drifted';
  const message = `The ${title} "${name}" has another ${field} than the settings say.`;
  return { link, severity, message, hint: APPLY, mendedByApply: true };
}

/** What an admin has done in ilert or Halo on purpose, perhaps, and what stops tickets all the same. */
function foreignFindings(live: Live): Finding[] {
  const source = live['alert-source'];
  const findings: Finding[] = [];
  if (source?.active === false || source?.status === 'DISABLED') {
    findings.push(
      broken(
        'alert-source',
        `The alert source (id ${source.id}) is switched off in ilert.`,
        'Switch it on in ilert.',
        false,
      ),
    );
  }
  if (source?.status === 'IN_MAINTENANCE') {
    findings.push(
      broken(
        'alert-source',
        `The alert source (id ${source.id}) is in maintenance.`,
        'End the maintenance window in ilert, or wait.',
        false,
      ),
    );
  }
  if (hasNoRules(source?.escalationPolicy)) {
    findings.push(
      broken(
        'escalation-policy',
        'The escalation policy of the alert source wakes nobody.',
        'Add a responder to it in ilert.',
        false,
      ),
    );
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

/** Filters that an admin has put on the events, in words; they decide which tickets become alerts. */
export function filtersOf(live: Live): string[] {
  return (['new-ticket-binding', 'status-changed-binding'] as const).flatMap((key) => {
    const row = live[key];
    const conditions = row && filterOf(row).conditions;
    if (!Array.isArray(conditions)) return [];
    return conditions.map((condition) => {
      const { fieldname, value_display, value_string, value_int } = condition as Record<string, unknown>;
      return `${String(row?.name ?? key)}: ${fieldname} ${value_display ?? value_string ?? value_int}`;
    });
  });
}

function hasNoRules(policy: unknown): boolean {
  const { escalationRules } = (policy ?? {}) as { escalationRules?: unknown };
  return Array.isArray(escalationRules) && escalationRules.length === 0;
}

function broken(link: Link, message: string, hint: string, mendedByApply: boolean): Finding {
  return { link, severity: 'broken', message, hint, mendedByApply };
}
