import type { IntegrationChange, Service } from '../providers/integration.ts';
import type { Component, Finding, Severity } from './finding.ts';

/** The components between a ticket and its alert, in order. Each hands the ticket on to the next. */
export const CHAIN = ['ticket', 'events', 'runbook', 'method', 'alert-source', 'escalation-policy'] as const;

export type ChainComponent = (typeof CHAIN)[number];

/** The place in the chain for the findings of each component. */
const PLACES: Readonly<Record<Component, ChainComponent>> = {
  ticket: 'ticket',
  filter: 'ticket',
  'new-ticket-event': 'events',
  'status-changed-event': 'events',
  'closed-event': 'events',
  runbook: 'runbook',
  steps: 'runbook',
  run: 'runbook',
  'custom-integration': 'method',
  method: 'method',
  payload: 'method',
  delivery: 'method',
  'alert-source': 'alert-source',
  'escalation-policy': 'escalation-policy',
  alert: 'escalation-policy',
  resolution: 'escalation-policy',
};

const SERVICES: Readonly<Record<ChainComponent, Service>> = {
  ticket: 'halo',
  events: 'halo',
  runbook: 'halo',
  method: 'halo',
  'alert-source': 'ilert',
  'escalation-policy': 'ilert',
};

/** Worst first. */
const SEVERITIES: readonly Severity[] = ['broken', 'unknown', 'drifted', 'pending'];

/** The state of one component. `not-checked`: its service was not read. */
export interface ChainLink {
  readonly component: ChainComponent;
  readonly state: 'ok' | Severity | 'not-checked';
  readonly findings: readonly Finding[];
}

/** Returns the chain with the state and the findings of each component. Pure. */
export function chainOf(changes: readonly Pick<IntegrationChange, 'service'>[], all: readonly Finding[]): ChainLink[] {
  const isHaloRead = changes.some(({ service }) => service === 'halo');
  return CHAIN.map((component) => {
    const findings = all.filter((finding) => PLACES[finding.component] === component);
    const isRead = isHaloRead || SERVICES[component] === 'ilert';
    return { component, state: isRead ? stateOf(findings) : 'not-checked', findings };
  });
}

function stateOf(findings: readonly Finding[]): ChainLink['state'] {
  return SEVERITIES.find((wanted) => findings.some(({ severity }) => severity === wanted)) ?? 'ok';
}
