import type { Settings } from '../config/settings.ts';
import { type LabelledChange, rowInWords } from '../engine/resource.ts';
import { isFields, objectsIn, type Value } from '../engine/values.ts';
import { checkTemplate } from '../payload/check.ts';
import { hasTicketId } from '../payload/risks.ts';
import { eventOf, isBindingKey } from '../providers/halo/event-bindings.ts';
import { logsTickets } from '../providers/halo/failure-notification.ts';
import type { EventRow, IntegrationRow, MethodRow, WebhookRow } from '../providers/halo/schemas.ts';
import type { IntegrationChange, IntegrationPlan, IntegrationState, ResourceKey } from '../providers/integration.ts';
import { duplicateFindings } from './duplicates.ts';
import { broken, type Component, type Finding, type FindingCode, fixedByApply, type ResourceName } from './finding.ts';
import { flowChartFindings, isFlowChartChange } from './flow-chart.ts';
import { resolutionFindings } from './resolution-findings.ts';

/** Fields whose drift loses tickets. Drift of other fields only changes what arrives or who is notified. */
type CriticalField = 'url' | keyof (IntegrationRow & MethodRow & WebhookRow & EventRow);
const CRITICAL_FIELDS: { readonly [Field in CriticalField]?: readonly [FindingCode, problem: string] } = {
  active: ['runbook-inactive', 'is disabled'],
  url: ['method-url-mismatch', 'points to a different URL than the alert source'],
  resourcebaseurl: ['integration-url-mismatch', 'has a different base URL than the alert source'],
  authorizationtype: ['authorization-not-none', 'uses authentication, which ilert does not expect'],
  integration_id: ['method-of-other-integration', 'belongs to another custom integration'],
  method: ['method-not-post', 'does not send with POST'],
  requesttype: ['method-not-json', 'does not send JSON'],
  eventno: ['event-number-mismatch', 'is bound to a different event'],
  type: ['event-type-mismatch', 'is not a runbook event'],
  delivery_method: ['event-not-starting-runbook', 'does not start the runbook'],
  webhook_id: ['event-of-other-runbook', 'starts another runbook'],
};

/**
 * Returns what is wrong with the configuration: what the plan would change, what others have disabled, and duplicates.
 * Follows the order of the chain and keeps the findings of each resource together. Pure.
 */
export function driftFindings(plan: IntegrationPlan, live: IntegrationState, settings: Settings): Finding[] {
  const payload = payloadFindings(live, settings);
  const findings = [
    ...alertSourceFindings(live),
    ...plan.changes.flatMap((change) =>
      change.resource === 'method'
        ? [...changeFindings(payload.length > 0 ? withoutBody(change) : change, live, plan.product), ...payload]
        : changeFindings(change, live, plan.product),
    ),
    ...failureTicketFindings(live, plan.product),
    ...resolutionFindings(plan, live, settings),
    ...duplicateFindings(plan),
  ];
  return findings.map((finding) => forScopeOf(plan, finding));
}

/** Limits the hint to the service that was checked. */
function forScopeOf({ only }: IntegrationPlan, finding: Finding): Finding {
  return only && finding.fixableByApply ? { ...finding, hint: `${finding.hint} --only ${only}` } : finding;
}

/** The component of a resource, and its name in finding codes. */
function namesOf(resource: ResourceKey): readonly [Component, ResourceName] {
  return isBindingKey(resource) ? [eventOf(resource).key, 'event'] : [resource, resource];
}

/** Drops the body, whose problem is already reported in more detail. */
function withoutBody(change: IntegrationChange): IntegrationChange {
  return { ...change, labelledFields: change.labelledFields.filter(({ field }) => field !== 'requestbody') };
}

function changeFindings(change: IntegrationChange, live: IntegrationState, product: string): Finding[] {
  const { resource, action, title, name, labelledFields } = change;
  const [component, codeName] = namesOf(resource);
  if (action === 'create') {
    const message = `The ${title} "${name}" is missing.`;
    if (component === 'closed-event')
      return [
        fixedByApply(
          'drifted',
          'closed-event-missing',
          component,
          `${message} Closing a ticket may not resolve its alert.`,
        ),
      ];
    return [fixedByApply('broken', `${codeName}-missing`, component, message)];
  }
  if (action === 'delete') {
    const message = `The ${title} ${rowInWords(change)} is no longer in the settings.`;
    return [fixedByApply('drifted', `${codeName}-drifted`, component, message)];
  }
  if (action !== 'update') return [];
  return [
    ...labelledFields
      .filter((each) => !isFlowChartChange(each))
      .map((each) => fieldFinding(change, each, live, product)),
    ...flowChartFindings(name, labelledFields.filter(isFlowChartChange)),
  ];
}

function fieldFinding(
  { resource, title, name }: IntegrationChange,
  { field, label }: LabelledChange,
  live: IntegrationState,
  product: string,
): Finding {
  const [component, codeName] = namesOf(resource);
  if (field === 'disabled')
    return fixedByApply('broken', 'runbook-disabled', component, disabledInWords(name, live, product));
  if (field === 'setupStatus') {
    const message = `ilert still shows "Finish setup" for the ${title} "${name}".`;
    return fixedByApply('drifted', 'alert-source-setup-unfinished', component, message);
  }
  if (field === 'requestbody' && !hasTicketId(String(live.method?.requestbody))) {
    const message = `The body of the ${title} "${name}" was changed and contains no ticket ID, which ilert needs to find the alert.`;
    return fixedByApply('broken', 'payload-without-ticket-id', 'payload', message);
  }
  const [code, problem] = CRITICAL_FIELDS[field as CriticalField] ?? [];
  if (code !== undefined) return fixedByApply('broken', code, component, `The ${title} "${name}" ${problem}.`);
  const message = `The ${title} "${name}" differs from the settings: ${label}.`;
  return fixedByApply('drifted', `${codeName}-drifted`, component, message);
}

/** Halo itself disables a runbook after `auto_disable_attempts` failures; 0 means never (fact `runbook-disabled`). */
function disabledInWords(name: string, { runbook }: IntegrationState, product: string): string {
  const attempts = runbook?.auto_disable_attempts;
  const after = typeof attempts === 'number' && attempts > 0 ? `, as it does after ${attempts} failed runs` : '';
  return `The runbook "${name}" is disabled: ${product} disabled it${after}.`;
}

/** A ticket about a failed run may start that runbook again (fact `failure-ticket`). An admin set it, so it stays. */
function failureTicketFindings({ runbook }: IntegrationState, product: string): Finding[] {
  if (!runbook || !logsTickets(runbook)) return [];
  const message = `The runbook ${rowInWords(runbook)} is set to log a ticket when it fails. That ticket may start the same runbook again, and fail again.`;
  const hint = `In ${product}, open the runbook and turn off the tickets for failed attempts. To have an agent notified of failures, use --notify-on-failure.`;
  return [
    { code: 'runbook-logs-tickets', component: 'runbook', severity: 'drifted', message, hint, fixableByApply: false },
  ];
}

/** Reports what stops tickets in ilert. `apply` leaves it alone, since it may be disabled on purpose. Pure. */
export function alertSourceFindings({ 'alert-source': source }: IntegrationState): Finding[] {
  if (!source) return [];
  const { id, active, status, escalationPolicy } = source;
  const findings: Finding[] = [];
  if (active === false || status === 'DISABLED') {
    const message = `The alert source (ID ${id}) is disabled.`;
    findings.push(broken('alert-source-inactive', 'alert-source', message, 'Enable it in ilert.'));
  }
  if (status === 'IN_MAINTENANCE') {
    const message = `The alert source (ID ${id}) is in maintenance.`;
    const hint = 'End the maintenance window in ilert, or wait.';
    findings.push(broken('alert-source-in-maintenance', 'alert-source', message, hint));
  }
  if (hasNoResponder(escalationPolicy)) {
    const message = 'The escalation policy of the alert source has no responders.';
    const hint = 'Add one in ilert.';
    findings.push(broken('escalation-policy-without-responder', 'escalation-policy', message, hint));
  }
  return findings;
}

/** Someone may have edited the live body in Halo. It must still be valid JSON once Halo has filled it in. */
function payloadFindings({ method }: IntegrationState, settings: Settings): Finding[] {
  if (typeof method?.requestbody !== 'string') return [];
  return checkTemplate(method.requestbody, settings['halo.allowedVariables'] ?? []).map(({ line, column, message }) => {
    const where = `The body of the method in Halo, line ${line} column ${column}`;
    return fixedByApply('broken', 'payload-invalid', 'payload', `${where}: ${message}`);
  });
}

/** Whether no rule of the policy has a responder. If ilert does not return the rules, assumes there is one. */
function hasNoResponder(policy: Value): boolean {
  if (!isFields(policy) || !Array.isArray(policy.escalationRules)) return false;
  return !objectsIn(policy.escalationRules).some(
    ({ users, schedules, teams, user, schedule }) =>
      [users, schedules, teams].some((list) => Array.isArray(list) && list.length > 0) || Boolean(user ?? schedule),
  );
}
