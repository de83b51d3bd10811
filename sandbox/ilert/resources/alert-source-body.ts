import * as z from 'zod';
import type { Contradiction } from '../../contradictions.ts';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import { AUTO_RESOLUTION_TIMEOUTS, GROUPING_WINDOWS } from '../alerting/durations.ts';
import { INTEGRATION_TYPES } from '../integration-types.ts';

const id = z.int().positive();
const teamRef = z.strictObject({ id, name: z.string().optional() });
/** Schemas `EscalationPolicy` and `Service`. A client may send back the whole row, but only the ID counts. */
const policyRef = z.strictObject({
  id,
  name: z.string().optional(),
  escalationRules: z.array(z.record(z.string(), z.unknown())).optional(),
  teams: z.array(teamRef).optional(),
  repeating: z.boolean().optional(),
  frequency: z.int().min(1).max(9).optional(),
  delayMin: z.int().min(0).max(15).optional(),
  routingKey: z.string().optional(),
});
const serviceRef = z.strictObject({
  id,
  name: z.string().optional(),
  alias: z.string().optional(),
  status: z.string().optional(),
  description: z.string().optional(),
  oneOpenIncidentOnly: z.boolean().optional(),
  showUptimeHistory: z.boolean().optional(),
  teams: z.array(teamRef).optional(),
});
const textTemplate = z.strictObject({
  textTemplate: z.string().optional(),
  elements: z
    .array(
      z.strictObject({
        type: z.enum(['TEXT', 'VAR', 'RAW']).optional(),
        val: z.string().optional(),
        func: z.string().optional(),
        args: z.array(z.strictObject({ S: z.string().optional(), N: z.int().optional() })).optional(),
      }),
    )
    .optional(),
});

/** Schema `AlertSourceTemplate`. */
export type TextTemplate = z.output<typeof textTemplate>;

/** A link needs at least one of its two names. */
const linkTemplate = z
  .strictObject({ text: z.string().optional(), linkTextTemplate: textTemplate.optional(), hrefTemplate: textTemplate })
  .refine(({ text, linkTextTemplate }) => text || linkTextTemplate, 'a link needs linkTextTemplate or text');

export type LinkTemplate = z.output<typeof linkTemplate>;

/** The fields that are only returned if `include` requests them. */
const includableShape = {
  summaryTemplate: textTemplate.optional(),
  detailsTemplate: textTemplate.optional(),
  routingTemplate: textTemplate.optional(),
  alertKeyTemplate: textTemplate.optional(),
  servicesTemplate: z.array(textTemplate).optional(),
  linkTemplates: z.array(linkTemplate).optional(),
  priorityTemplate: z
    .strictObject({
      valueTemplate: textTemplate,
      mappings: z.array(z.strictObject({ value: z.string(), priority: z.enum(['LOW', 'HIGH']) })),
    })
    .optional(),
  severityTemplate: z
    .strictObject({
      valueTemplate: textTemplate,
      mappings: z.array(z.strictObject({ value: z.string(), severity: z.int().min(1).max(5) })),
    })
    .optional(),
  eventFilter: z.string().optional(),
  eventTypeFilterCreate: z.string().optional(),
  eventTypeFilterAccept: z.string().optional(),
  eventTypeFilterResolve: z.string().optional(),
};

/** Names of these fields. */
export const INCLUDABLE = Object.keys(includableShape) as (keyof typeof includableShape)[];

/** Allowed values of `include`. ilert also lists `textTemplate`, which is part of the templates themselves. */
export const INCLUDES = [...INCLUDABLE, 'textTemplate'] as const;

const ALERT_CREATIONS = [
  'ONE_ALERT_PER_EMAIL',
  'ONE_ALERT_PER_EMAIL_SUBJECT',
  'ONE_PENDING_ALERT_ALLOWED',
  'ONE_OPEN_ALERT_ALLOWED',
  'OPEN_RESOLVE_ON_EXTRACTION',
  'ONE_ALERT_GROUPED_PER_WINDOW',
  'INTELLIGENT_GROUPING',
] as const;

const PRIORITY_RULES = ['HIGH', 'LOW', 'HIGH_DURING_SUPPORT_HOURS', 'LOW_DURING_SUPPORT_HOURS'] as const;

/** Schema `AlertSourceRel` without read-only fields. References need an ID. */
const alertSourceSchema = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1),
  integrationType: z.string().refine((type) => INTEGRATION_TYPES.includes(type), 'not an integration type'),
  integrationKey: z.string().optional(),
  escalationPolicy: policyRef,
  teams: z.array(teamRef).optional(),
  services: z.array(serviceRef).default([]),
  supportHours: z.strictObject({ id }).optional(),
  active: z.boolean().default(true),
  alertCreation: z.enum(ALERT_CREATIONS).optional(),
  alertGroupingWindow: z.enum(GROUPING_WINDOWS).optional(),
  scoreThreshold: z.number().min(0).max(1).optional(),
  alertPriorityRule: z.enum(PRIORITY_RULES).default('HIGH'),
  autoResolutionTimeout: z.enum(AUTO_RESOLUTION_TIMEOUTS).optional(),
  severity: z.int().min(1).max(5).optional(),
  autoRaiseAlerts: z.boolean().optional(),
  autoCreateServices: z.boolean().default(false),
  setupStatus: z.enum(['CREATED', 'CREATED_ADVANCED', 'CREATED_BIDIRECTIONAL', 'FINISHED']).optional(),
  iconUrl: z.url().optional(),
  lightIconUrl: z.url().optional(),
  darkIconUrl: z.url().optional(),
  ...includableShape,
});

/** An alert source as sent by a client, with defaults filled in. */
export type AlertSourceBody = z.output<typeof alertSourceSchema>;

const READ_ONLY = ['integrationUrl', 'status', 'bidirectional', 'createdAt', 'updatedAt'];
const TAKES_WINDOW = ['ONE_ALERT_GROUPED_PER_WINDOW', 'INTELLIGENT_GROUPING'];

/**
 * Validates the body of a POST or PUT of an alert source, except for the rows it refers to.
 *
 * @param contradicted facts about what is allowed that do not hold
 * @throws Refusal 400
 */
export function checkAlertSourceBody(body: unknown, contradicted: ReadonlySet<Contradiction>): AlertSourceBody {
  for (const field of READ_ONLY) {
    if (typeof body === 'object' && body !== null && field in body) throw badRequest(`Field "${field}" is read-only.`);
  }
  const source = checked(alertSourceSchema, body);
  if (!contradicted.has('ilert-at-most')) checkNumbers(source);
  checkGrouping(source);
  if (!contradicted.has('ilert-support-hours')) {
    checkWindow(source);
    checkSupportHours(source);
  }
  return source;
}

function checkNumbers({ services, linkTemplates = [] }: AlertSourceBody): void {
  if (services.length > 15) throw badRequest('Field "services" is wrong: at most 15 are allowed.');
  if (linkTemplates.length > 10) throw badRequest('Field "linkTemplates" is wrong: at most 10 are allowed.');
}

function takesWindow({ alertCreation }: AlertSourceBody): boolean {
  return alertCreation !== undefined && TAKES_WINDOW.includes(alertCreation);
}

function checkGrouping(source: AlertSourceBody): void {
  const { alertCreation, alertGroupingWindow, scoreThreshold } = source;
  if (takesWindow(source) && alertGroupingWindow === undefined)
    throw badRequest(`${alertCreation} needs alertGroupingWindow.`);
  if (scoreThreshold !== undefined && alertCreation !== 'INTELLIGENT_GROUPING') {
    throw badRequest('scoreThreshold goes only with alertCreation INTELLIGENT_GROUPING.');
  }
}

function checkWindow(source: AlertSourceBody): void {
  if (!takesWindow(source) && source.alertGroupingWindow !== undefined) {
    throw badRequest(`alertGroupingWindow goes only with alertCreation ${TAKES_WINDOW.join(' or ')}.`);
  }
}

function checkSupportHours({ alertPriorityRule, supportHours }: AlertSourceBody): void {
  const rulesByHours = alertPriorityRule.endsWith('_DURING_SUPPORT_HOURS');
  if (rulesByHours && !supportHours) throw badRequest(`alertPriorityRule ${alertPriorityRule} needs supportHours.`);
  if (!rulesByHours && supportHours) {
    throw badRequest('supportHours goes only with an alertPriorityRule that is DURING_SUPPORT_HOURS.');
  }
}
