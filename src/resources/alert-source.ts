import { productOf } from '../halo/product.ts';
import { minutesOf } from '../settings/duration.ts';
import { groupingOf, optionalFields, takesSupportHours, takesWindow } from './alert-source-fields.ts';
import { changedFields } from './compare.ts';
import type { Resource, Row } from './resource.ts';
import { type Fields, Unknown, type Value } from './value.ts';

/** Parts of `AlertSource` that a plain GET leaves out: they must be asked for by `include` (facts). */
export const INCLUDED = [
  ...['summaryTemplate', 'detailsTemplate', 'routingTemplate', 'linkTemplates', 'priorityTemplate', 'severityTemplate'],
  ...['textTemplate', 'eventFilter', 'alertKeyTemplate', 'servicesTemplate'],
  ...['eventTypeFilterCreate', 'eventTypeFilterAccept', 'eventTypeFilterResolve'],
] as const;

/** What a PUT carries over from the live row, since it replaces the whole: the writable fields of `AlertSourceRel`. */
const CARRIED = [
  ...['name', 'integrationType', 'active', 'autoResolutionTimeout', 'alertGroupingWindow', 'alertCreation'],
  ...['alertPriorityRule', 'autoRaiseAlerts', 'scoreThreshold', 'severity', 'autoCreateServices'],
  ...['iconUrl', 'lightIconUrl', 'darkIconUrl'],
  ...INCLUDED.filter((name) => name !== 'textTemplate'),
] as const;

/** ilert's alert source: where the tickets arrive. */
export const alertSource: Resource = {
  key: 'alert-source',
  title: 'alert source',
  service: 'ilert',
  dependsOn: ['escalation-policy'],
  isOthers: (settings) => settings['alertSource.id'] !== undefined,
  name: (settings) => settings['alertSource.name'],

  want({ settings, references }, live) {
    const { policy, teams, supportHours, services } = references;
    return {
      name: settings['alertSource.name'],
      integrationType: productOf(settings).integrationType,
      escalationPolicy: { id: policy instanceof Unknown ? (live['escalation-policy']?.id ?? policy) : policy },
      ...(teams && { teams: teams.map((id) => ({ id })) }),
      ...(supportHours !== undefined && { supportHours: { id: supportHours } }),
      ...(services && { services: services.map((id) => ({ id })) }),
      ...optionalFields(settings),
    };
  },

  compare: (row, wanted) => changedFields(viewOf(row, wanted), inOrder(wanted)),

  create: (wanted) => ({ service: 'ilert', method: 'POST', path: '/alert-sources', body: wanted }),

  update(row, wanted) {
    const body: Record<string, Value> = { id: row.id, ...carried(row), ...wanted };
    // Left-overs of another grouping or priority are refused.
    if (!takesWindow(body.alertCreation)) delete body.alertGroupingWindow;
    if (body.alertCreation !== 'INTELLIGENT_GROUPING') delete body.scoreThreshold;
    if (wanted.alertPriorityRule !== undefined && !takesSupportHours(wanted.alertPriorityRule))
      delete body.supportHours;
    return { service: 'ilert', method: 'PUT', path: `/alert-sources/${row.id}`, body };
  },

  remove: (row) => ({ service: 'ilert', method: 'DELETE', path: `/alert-sources/${row.id}` }),
};

/** The row as `want` would put it: ids for what it nests, templates by their text, times in the wanted unit. */
function viewOf(row: Row, wanted: Fields): Fields {
  return inOrder({
    ...row,
    ...referred(row),
    alertCreation: wanted.alertCreation === undefined ? groupingOf(row.alertCreation) : row.alertCreation,
    alertGroupingWindow: sameTime(row.alertGroupingWindow, wanted.alertGroupingWindow),
    autoResolutionTimeout: sameTime(row.autoResolutionTimeout, wanted.autoResolutionTimeout),
    summaryTemplate: textOf(row.summaryTemplate),
    detailsTemplate: textOf(row.detailsTemplate),
    linkTemplates: listOf(row.linkTemplates).map(({ text, hrefTemplate }) => ({
      text,
      hrefTemplate: textOf(hrefTemplate),
    })),
    priorityTemplate: mappingOf(row.priorityTemplate),
    severityTemplate: mappingOf(row.severityTemplate),
  });
}

function carried(row: Row): Fields {
  const kept = CARRIED.filter((name) => row[name] !== undefined && row[name] !== null).map((name) => [name, row[name]]);
  return { ...Object.fromEntries(kept), ...referred(row) };
}

/** A write takes only the ids of what the row nests whole. */
function referred(row: Row): Fields {
  const fields = {
    escalationPolicy: onlyId(row.escalationPolicy),
    teams: Array.isArray(row.teams) ? row.teams.map(onlyId) : undefined,
    supportHours: onlyId(row.supportHours),
    services: Array.isArray(row.services) ? row.services.map(onlyId) : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Teams and services have no order of their own. */
function inOrder(fields: Fields): Fields {
  const sorted = (name: string) => {
    const list = fields[name];
    return Array.isArray(list) ? { [name]: [...list].sort((one, other) => idIn(one) - idIn(other)) } : {};
  };
  return { ...fields, ...sorted('teams'), ...sorted('services') };
}

/** `PT60M` and `PT1H` are the same time: then the wanted form is given. */
function sameTime(live: Value, wanted: Value): Value {
  if (typeof live !== 'string' || typeof wanted !== 'string') return live;
  return minutesOf(live) === minutesOf(wanted) ? wanted : live;
}

function textOf(template: Value): Value {
  const { textTemplate } = fieldsOf(template);
  return textTemplate === undefined ? undefined : { textTemplate };
}

function mappingOf(map: Value): Value {
  const { valueTemplate, mappings } = fieldsOf(map);
  return valueTemplate === undefined ? undefined : { valueTemplate: textOf(valueTemplate), mappings };
}

function onlyId(nested: Value): Value {
  const { id } = fieldsOf(nested);
  return id === undefined ? undefined : { id };
}

function idIn(nested: Value): number {
  return Number(fieldsOf(nested).id);
}

function listOf(value: Value): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function fieldsOf(value: Value): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
