import type { AlertSourceBody } from './resources/alert-source-body.ts';

/** ISO 8601 with the time zone Z. */
type Instant = string;

/** A reference to a row, as in ilert's nested teams. */
export interface NamedRef {
  id: number;
  name: string;
}

/** Schema `User`. */
export interface UserRow {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  timezone: string;
  language: 'de' | 'en';
  role: 'STAKEHOLDER' | 'GUEST' | 'RESPONDER' | 'USER' | 'ADMIN';
  createdAt: Instant;
  updatedAt: Instant;
}

/** Schema `Team`, with members by ID. */
export interface TeamRow {
  id: number;
  name: string;
  visibility: 'PUBLIC' | 'PRIVATE';
  members: { userId: number; role: 'STAKEHOLDER' | 'RESPONDER' | 'USER' | 'ADMIN' }[];
  createdAt: Instant;
  updatedAt: Instant;
}

/** The part of schema `Schedule` that is always shown. */
export interface ScheduleRow {
  id: number;
  name: string;
  timezone: string;
  type: 'STATIC' | 'RECURRING';
  teamIds: number[];
}

/** Schema `EscalationRule`, with references by ID. */
export interface RuleRow {
  /** Minutes. */
  escalationTimeout: number;
  userIds: number[];
  scheduleIds: number[];
  teamIds: number[];
}

/** Schema `EscalationPolicy`, with references by ID. */
export interface PolicyRow {
  id: number;
  name: string;
  rules: RuleRow[];
  teamIds: number[];
  repeating: boolean;
  frequency: number;
  /** Minutes. */
  delayMin: number;
  routingKey?: string;
}

/** Weekdays as ilert spells them, Sunday first as in `Date`. */
export const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

/** Schema `SupportHour`. */
export interface SupportHoursRow {
  id: number;
  name: string;
  teamIds: number[];
  timezone: string;
  /** `HH:MM` in the row's time zone. */
  supportDays: Partial<Record<(typeof WEEKDAYS)[number], { start: string; end: string }>>;
  exceptions: { name: string; start: string; end: string; supportStatus: 'DURING' | 'OUTSIDE' }[];
}

/** Schema `Service`. */
export interface ServiceRow {
  id: number;
  name: string;
  alias: string;
  status: 'OPERATIONAL' | 'UNDER_MAINTENANCE' | 'DEGRADED' | 'PARTIAL_OUTAGE' | 'MAJOR_OUTAGE';
  description: string;
  teamIds: number[];
}

/** Schema `AlertSource`: what a client sends, with references by ID. Settings that were not sent are absent. */
export interface AlertSourceRow
  extends Omit<AlertSourceBody, 'id' | 'alertCreation' | 'escalationPolicy' | 'teams' | 'services' | 'supportHours'> {
  id: number;
  integrationKey: string;
  alertCreation: NonNullable<AlertSourceBody['alertCreation']>;
  policyId: number;
  teamIds: number[];
  serviceIds: number[];
  supportHoursId?: number;
  /** True during a maintenance window: events open no alerts (inferred from the name of the status). */
  inMaintenance?: boolean;
  createdAt: Instant;
  updatedAt: Instant;
}

/** Schema `Alert`, with what ilert stores about its events. */
export interface AlertRow {
  id: number;
  summary: string;
  details: string;
  status: 'PENDING' | 'ACCEPTED' | 'RESOLVED';
  reportTime: Instant;
  resolvedOn?: Instant;
  alertSourceId: number;
  policyId: number;
  priority: 'HIGH' | 'LOW';
  severity?: number;
  alertKey: string;
  /** Keys of other tickets that were grouped into this alert. */
  groupedKeys: string[];
  customDetails: Record<string, unknown>;
  labels: Record<string, string>;
  links: { href: string; text?: string }[];
  images: { src: string; href?: string; alt?: string }[];
  /** All events of this alert, including the first. */
  log: { type: 'ALERT' | 'ACCEPT' | 'RESOLVE'; summary: string; at: Instant }[];
}
