import { EVENTS, type EventKey } from '../providers/halo/event-catalogue.ts';

/** The components of the chain from a ticket to an alert, without its events. */
const COMPONENTS = {
  'alert-source': 'alert source in ilert',
  'escalation-policy': 'escalation policy in ilert',
  'custom-integration': 'custom integration',
  method: 'method of the custom integration',
  payload: 'payload of the method',
  runbook: 'runbook',
  steps: 'flow chart of the runbook',
  filter: 'filter of the events',
  ticket: 'test ticket',
  run: 'run of the runbook',
  delivery: 'delivery to ilert',
  alert: 'alert in ilert',
  resolution: 'resolution of the alert',
} as const;

/** A component of the chain. Each finding names the one that is broken, so an admin knows where to look. */
export type Component = keyof typeof COMPONENTS | EventKey;

export const components = [...Object.keys(COMPONENTS), ...EVENTS.map(({ key }) => key)] as readonly Component[];

/** The name of a component as users see it. */
export function componentTitle(component: Component): string {
  return isEventKey(component)
    ? `event "${EVENTS.find((event) => event.key === component)?.title}"`
    : COMPONENTS[component];
}

function isEventKey(component: Component): component is EventKey {
  return EVENTS.some((event) => event.key === component);
}

/** The name of a resource in finding codes. */
export type ResourceName = 'alert-source' | 'escalation-policy' | 'custom-integration' | 'method' | 'runbook' | 'event';

/** The code of each kind of finding, stable across versions. `docs/codes.md` lists them all. */
export const findingCodes = [
  // Differences between the tenants and the settings
  'alert-source-missing',
  'alert-source-drifted',
  'escalation-policy-missing',
  'escalation-policy-drifted',
  'custom-integration-missing',
  'custom-integration-drifted',
  'method-missing',
  'method-drifted',
  'runbook-missing',
  'runbook-drifted',
  'event-missing',
  'event-drifted',
  'integration-url-mismatch',
  'method-url-mismatch',
  'method-not-post',
  'method-not-json',
  'method-of-other-integration',
  'authorization-not-none',
  'payload-invalid',
  'payload-without-ticket-id',
  'runbook-inactive',
  'runbook-disabled',
  'runbook-logs-tickets',
  'flow-chart-drifted',
  'error-step-not-retried',
  'step-label-drifted',
  'event-number-mismatch',
  'event-type-mismatch',
  'event-not-starting-runbook',
  'event-of-other-runbook',
  'closed-event-missing',
  'closed-event-filtered',
  'alert-source-setup-unfinished',
  'on-call-option-invalid',
  'on-call-option-unchecked',
  // Duplicates
  'second-method',
  'second-runbook',
  'runbook-unreadable',
  // Settings in ilert that others manage
  'alert-source-inactive',
  'alert-source-in-maintenance',
  'escalation-policy-without-responder',
  // Runs and deliveries
  'payload-variable-missing',
  'flow-chart-dead-end',
  'method-not-found',
  'run-failed-after-delivery',
  'run-failed',
  'ilert-unreachable',
  'integration-key-rejected',
  'event-rate-limited',
  'ilert-failed',
  'payload-rejected',
  'retry-pending',
  'fix-unproven',
  // verify
  'payload-not-escaped',
  'integration-key-unknown',
  'ticket-rejected',
  'ticket-not-closable',
  'ticket-stored-differently',
  'run-not-started',
  'run-not-started-filtered',
  'run-without-delivery',
  'run-not-finished',
  'closing-not-announced',
  'filter-not-effective',
  'alert-would-be-grouped',
  'alert-not-created',
  'alert-not-created-filtered',
  'alert-not-created-grouped',
  'alert-opened-by-closing',
  'alert-key-mismatch',
  'alert-without-summary',
  'alert-content-mismatch',
  'alert-extras-missing',
  'alert-not-resolved',
  'alert-not-resolved-filtered',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/**
 * `broken`: tickets may not become alerts. `drifted`: they do, but something differs. `pending`: Halo will retry one.
 * `unknown`: not checked.
 */
export type Severity = 'broken' | 'unknown' | 'drifted' | 'pending';

/** One problem with the chain. */
export interface Finding {
  readonly code: FindingCode;
  readonly component: Component;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** Whether `apply` fixes it. */
  readonly fixableByApply: boolean;
}

/** A finding that `apply` fixes. */
export function fixedByApply(
  severity: 'broken' | 'drifted',
  code: FindingCode,
  component: Component,
  message: string,
): Finding {
  return { code, component, severity, message, hint: 'Run: ilert-haloitsm apply', fixableByApply: true };
}

/** A broken component that `apply` does not fix. @param hint what to do instead */
export function broken(code: FindingCode, component: Component, message: string, hint: string): Finding {
  return { code, component, severity: 'broken', message, hint, fixableByApply: false };
}
