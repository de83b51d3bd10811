import { products } from '../products.ts';
import { INCLUDABLE } from './resources/alert-source-body.ts';
import type {
  AlertRow,
  AlertSourceRow,
  NamedRef,
  PolicyRow,
  RuleRow,
  ScheduleRow,
  ServiceRow,
  SupportHoursRow,
  TeamRow,
} from './rows.ts';
import type { IlertState } from './state.ts';
import { asElements } from './template-form.ts';

/** A row as shown, or another JSON object. */
export type Json = Record<string, unknown>;

export function byId<Row extends { id: number }>(rows: readonly Row[], id: number): Row | undefined {
  return rows.find((row) => row.id === id);
}

/** Teams as nested in other rows (schema `TeamRel`). */
function teamRefs(state: IlertState, ids: readonly number[]): NamedRef[] {
  return state.teams.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }));
}

/** Schema `Team`. */
export function showTeam(state: IlertState, team: TeamRow): Json {
  return { ...team, members: team.members.map(({ userId, role }) => ({ user: byId(state.users, userId), role })) };
}

/** Schema `Schedule` without the parts added by `include`. */
export function showSchedule(state: IlertState, { teamIds, ...shown }: ScheduleRow): Json {
  return { ...shown, teams: teamRefs(state, teamIds) };
}

/** Schema `Service` without the parts added by `include`. */
export function showService(state: IlertState, { teamIds, ...shown }: ServiceRow): Json {
  return { ...shown, oneOpenIncidentOnly: false, showUptimeHistory: true, teams: teamRefs(state, teamIds) };
}

/** Schema `SupportHour`. */
export function showSupportHours(state: IlertState, { teamIds, ...shown }: SupportHoursRow): Json {
  return { ...shown, teams: teamRefs(state, teamIds) };
}

/** Schema `EscalationPolicy`. */
export function showPolicy(state: IlertState, { rules, teamIds, ...shown }: PolicyRow): Json {
  const escalationRules = rules.map((rule) => showRule(state, rule));
  return { ...shown, escalationRules, teams: teamRefs(state, teamIds) };
}

function showRule(state: IlertState, { escalationTimeout, userIds, scheduleIds, teamIds }: RuleRow): Json {
  const schedules = state.schedules.filter(({ id }) => scheduleIds.includes(id));
  return {
    escalationTimeout,
    users: userRefs(state, userIds),
    schedules: schedules.map(({ id, name, type }) => ({ id, name, type })),
    teams: teamRefs(state, teamIds),
  };
}

function userRefs(state: IlertState, ids: readonly number[]): Json[] {
  const users = state.users.filter(({ id }) => ids.includes(id));
  return users.map(({ id, firstName, lastName }) => ({ id, firstName, lastName }));
}

/** The last part of the URL where an alert source receives events: its key (fact `ilert-source`). */
export function addressOf(state: IlertState, { id, integrationKey }: AlertSourceRow): string {
  return state.contradicts('ilert-source') ? `source-${id}` : integrationKey;
}

/** The URL where an alert source receives events. */
function integrationUrl(state: IlertState, source: AlertSourceRow): string {
  const { integrationType } = source;
  const product = Object.values(products).find((candidate) => candidate.integrationType === integrationType);
  const segment = product?.urlSegment ?? integrationType.toLowerCase();
  return `${state.origin}/api/v1/events/${segment}/${addressOf(state, source)}`;
}

const ALWAYS_READ: readonly string[] = ['setupStatus', 'autoCreateServices'];
const NOT_LISTED: readonly string[] = [...ALWAYS_READ, ...INCLUDABLE];

/** Schema `AlertSourceNoIncludes`: the fields in lists. Referenced rows are nested whole. */
export function showListedAlertSource(state: IlertState, source: AlertSourceRow): Json {
  const { policyId, teamIds, serviceIds, supportHoursId, inMaintenance, ...own } = source;
  const hidden = state.contradicts('ilert-include') ? ALWAYS_READ : NOT_LISTED;
  const shown = Object.fromEntries(Object.entries(own).filter(([field]) => !hidden.includes(field)));
  const policy = byId(state.policies, policyId);
  const hours = supportHoursId === undefined ? undefined : byId(state.supportHours, supportHoursId);
  const services = state.services.filter(({ id }) => serviceIds.includes(id));
  return {
    ...shown,
    ...(state.contradicts('ilert-types') && { integrationType: 'HALO' }),
    integrationUrl: integrationUrl(state, source),
    ...(state.hidesIntegrationUrls && { integrationKey: null, integrationUrl: null }),
    status: sourceStatus(state, source),
    bidirectional: false,
    teams: teamRefs(state, teamIds),
    escalationPolicy: policy && showPolicy(state, policy),
    services: services.map((service) => showService(state, service)),
    ...(hours && { supportHours: showSupportHours(state, hours) }),
  };
}

function sourceStatus(state: IlertState, { id, active, inMaintenance }: AlertSourceRow): string {
  if (!active) return 'DISABLED';
  if (inMaintenance) return 'IN_MAINTENANCE';
  const alerts = state.alerts.filter(({ alertSourceId }) => alertSourceId === id);
  if (alerts.some(({ status }) => status === 'PENDING')) return 'PENDING';
  return alerts.some(({ status }) => status === 'ACCEPTED') ? 'ALL_ACCEPTED' : 'ALL_RESOLVED';
}

/** Schema `AlertSource`, with the requested includable fields. */
export function showAlertSource(state: IlertState, source: AlertSourceRow, include: readonly string[] = []): Json {
  const asked: readonly string[] = INCLUDABLE.filter((field) => include.includes(field));
  const shown = Object.entries(source).filter(([field]) => ALWAYS_READ.includes(field) || asked.includes(field));
  const asText = include.includes('textTemplate') || state.contradicts('ilert-template-elements');
  const inForm = shown.map(([field, value]) => [field, asText ? value : asElements(value)]);
  return { ...showListedAlertSource(state, source), ...Object.fromEntries(inForm) };
}

/** Schema `Alert`; `customDetails` and `escalationRules` only if requested. */
export function showAlert(state: IlertState, alert: AlertRow, include: readonly string[] = []): Json {
  const { alertSourceId, policyId, groupedKeys, log, customDetails, ...shown } = alert;
  const source = byId(state.alertSources, alertSourceId);
  const policy = byId(state.policies, policyId);
  const rules = policy?.rules ?? [];
  const responderStatus = alert.status === 'PENDING' ? 'PENDING' : 'ACCEPTED';
  return {
    ...shown,
    alertSource: source && showListedAlertSource(state, source),
    escalationPolicy: policy && showPolicy(state, policy),
    responders: userRefs(state, rules[0]?.userIds ?? []).map((user) => ({ user, status: responderStatus })),
    mergeState: 'NONE',
    ...(include.includes('customDetails') && { customDetails: shownDetails(state, customDetails) }),
    ...(include.includes('escalationRules') && { escalationRules: rules.map((rule) => showRule(state, rule)) }),
  };
}

function shownDetails(state: IlertState, customDetails: AlertRow['customDetails']): unknown {
  return state.contradicts('ilert-custom-details') ? customDetails.ticket : customDetails;
}
