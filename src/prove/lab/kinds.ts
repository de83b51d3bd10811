import type { Service } from '../../providers/integration.ts';

/** A kind of resource that experiments create. */
export interface Kind {
  readonly service: Service;
  /** Its path below `/api`. */
  readonly path: string;
  /** Its name in messages. */
  readonly title: string;
  /** The field that contains its name. */
  readonly nameField: 'name' | 'summary';
}

/** Every kind, in the order of removal: what belongs to something else first (fact `halo-deletions`). */
export const KINDS = {
  ticket: { service: 'halo', path: '/Tickets', title: 'ticket', nameField: 'summary' },
  event: { service: 'halo', path: '/Notification', title: 'event', nameField: 'name' },
  webhook: { service: 'halo', path: '/Webhook', title: 'runbook', nameField: 'name' },
  method: { service: 'halo', path: '/CustomIntegrationMethod', title: 'method', nameField: 'name' },
  integration: { service: 'halo', path: '/CustomIntegration', title: 'custom integration', nameField: 'name' },
  'alert-source': { service: 'ilert', path: '/alert-sources', title: 'alert source', nameField: 'name' },
  policy: { service: 'ilert', path: '/escalation-policies', title: 'escalation policy', nameField: 'name' },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

/** The kinds in the order of removal. */
export const REMOVAL_ORDER = Object.keys(KINDS) as KindName[];

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(KINDS, name);
}
