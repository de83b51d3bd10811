import { productOf } from '../../config/product.ts';
import { changedFields } from '../../engine/diff.ts';
import type { Resource, Row } from '../../engine/resource.ts';
import { type Fields, Unknown, type Value } from '../../engine/values.ts';
import { Secret } from '../../secret/secret.ts';
import { parseMinutes } from '../../text/duration.ts';
import { GROUPINGS, groupingOf, optionalFields, takesNoSupportHours, takesNoWindow } from './alert-source-fields.ts';
import { likeWanted, linksView, mappingView, templateView } from './alert-template.ts';

/** Parts of `AlertSource` that a plain GET leaves out: they must be asked for by `include` (fact `ilert-include`). */
export const INCLUDED = [
  'summaryTemplate',
  'detailsTemplate',
  'routingTemplate',
  'linkTemplates',
  'priorityTemplate',
  'severityTemplate',
  'textTemplate',
  'eventFilter',
  'alertKeyTemplate',
  'servicesTemplate',
  'eventTypeFilterCreate',
  'eventTypeFilterAccept',
  'eventTypeFilterResolve',
] as const;

/** What a PUT carries over from the live row, since it replaces the whole: the writable fields of `AlertSourceRel`. */
const CARRIED = [
  'name',
  'integrationType',
  'active',
  'autoResolutionTimeout',
  'alertGroupingWindow',
  'alertCreation',
  'alertPriorityRule',
  'autoRaiseAlerts',
  'scoreThreshold',
  'severity',
  'autoCreateServices',
  'iconUrl',
  'lightIconUrl',
  'darkIconUrl',
  ...INCLUDED.filter((name) => name !== 'textTemplate'),
] as const;

/** Without it a source made through the API is `CREATED`, and ilert's pages ask to "Finish setup" (fact `ilert-setup-status`). */
const FINISHED = 'FINISHED';

/** ilert's alert source: where the tickets arrive. */
export const alertSource: Resource = {
  key: 'alert-source',
  title: 'alert source',
  service: 'ilert',
  dependsOn: ['escalation-policy'],
  isExternal: (settings) => settings['alertSource.id'] !== undefined,
  name: (settings) => settings['alertSource.name'],

  desired({ settings, references }, live) {
    const { policy, teams, supportHours, services } = references;
    return {
      name: settings['alertSource.name'],
      integrationType: productOf(settings).integrationType,
      escalationPolicy: { id: policy instanceof Unknown ? (live['escalation-policy']?.id ?? policy) : policy },
      ...(teams && { teams: teams.map((id) => ({ id })) }),
      ...(supportHours !== undefined && { supportHours: { id: supportHours } }),
      ...(services && { services: services.map((id) => ({ id })) }),
      setupStatus: FINISHED,
      ...optionalFields(settings),
    };
  },

  diff(row, wanted) {
    const view = wantedView(wanted);
    return changedFields(liveView(row, view), view);
  },

  create: (wanted) => ({ service: 'ilert', method: 'POST', path: '/alert-sources', body: wanted }),

  update(row, wanted) {
    const body: Record<string, Value> = { id: row.id, ...carried(row), ...wanted };
    // Left-overs of another grouping or priority are refused.
    if (takesNoWindow(body.alertCreation)) delete body.alertGroupingWindow;
    if (takesNoWindow(body.alertCreation) || body.alertCreation === GROUPINGS.window) delete body.scoreThreshold;
    if (takesNoSupportHours(body.alertPriorityRule)) delete body.supportHours;
    return { service: 'ilert', method: 'PUT', path: `/alert-sources/${row.id}`, body };
  },

  delete: (row) => ({ service: 'ilert', method: 'DELETE', path: `/alert-sources/${row.id}` }),
};

/** What is wanted, in the form in which it is compared. */
function wantedView(wanted: Fields): Fields {
  const views: Fields = {
    linkTemplates: linksView(wanted.linkTemplates),
    priorityTemplate: mappingView(wanted.priorityTemplate, 'priority'),
    severityTemplate: mappingView(wanted.severityTemplate, 'severity'),
  };
  const asked = Object.entries(views).filter(([field]) => wanted[field] !== undefined);
  return inOrder({ ...wanted, ...Object.fromEntries(asked) });
}

/** The row in the same form: ids for what it nests, templates by their text, times in the wanted unit. */
function liveView(row: Row, wanted: Fields): Fields {
  const templates: Fields = {
    summaryTemplate: templateView(row.summaryTemplate),
    detailsTemplate: templateView(row.detailsTemplate),
    linkTemplates: linksView(row.linkTemplates),
    priorityTemplate: mappingView(row.priorityTemplate, 'priority'),
    severityTemplate: mappingView(row.severityTemplate, 'severity'),
  };
  return inOrder({
    ...row,
    ...referred(row),
    integrationType: sameCode(row.integrationType, wanted.integrationType),
    setupStatus: isUnfinished(row.setupStatus) ? row.setupStatus : wanted.setupStatus,
    alertCreation: wanted.alertCreation === undefined ? groupingOf(row.alertCreation) : row.alertCreation,
    alertGroupingWindow: sameTime(row.alertGroupingWindow, wanted.alertGroupingWindow),
    autoResolutionTimeout: sameTime(row.autoResolutionTimeout, wanted.autoResolutionTimeout),
    ...Object.fromEntries(
      Object.entries(templates).map(([field, template]) => [field, likeWanted(template, wanted[field])]),
    ),
  });
}

function carried(row: Row): Fields {
  const kept = CARRIED.map((name) => [name, withoutNulls(row[name])] as const);
  return { ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)), ...referred(row) };
}

/** What is answered as null was never set, and a write takes no null for it: a link has a `text` or a template. */
function withoutNulls(value: Value): Value {
  if (value === null) return undefined;
  if (Array.isArray(value)) return (value as Value[]).map(withoutNulls);
  if (typeof value !== 'object' || value instanceof Secret || value instanceof Unknown) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, withoutNulls(part as Value)]);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

/** A write takes only the ids of what the row nests whole. */
function referred(row: Row): Fields {
  const fields = {
    escalationPolicy: onlyId(row.escalationPolicy),
    teams: teamsOf(row),
    supportHours: onlyId(row.supportHours),
    services: Array.isArray(row.services) ? row.services.map(onlyId) : undefined,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Teams stay as they are where a PUT leaves them out, so a list that can't be sent back whole is left out (fact `ilert-put`). */
function teamsOf({ teams }: Row): Value {
  if (!Array.isArray(teams)) return undefined;
  const ids = (teams as Value[]).map(onlyId);
  return ids.includes(undefined) ? undefined : ids;
}

/** `CREATED`, `CREATED_ADVANCED` …; a status that is not told, or not known, is no reason to write. */
function isUnfinished(setupStatus: Value): boolean {
  return typeof setupStatus === 'string' && setupStatus.startsWith('CREATED');
}

/** Teams and services have no order of their own. */
function inOrder(fields: Fields): Fields {
  const sorted = (name: string) => {
    const list = fields[name];
    return Array.isArray(list) ? { [name]: [...list].sort((one, other) => idIn(one) - idIn(other)) } : {};
  };
  return { ...fields, ...sorted('teams'), ...sorted('services') };
}

/** Codes are the same in any case: then the wanted form is given. */
function sameCode(live: Value, wanted: Value): Value {
  return String(live).toUpperCase() === String(wanted).toUpperCase() ? wanted : live;
}

/** `PT60M` and `PT1H` are the same time: then the wanted form is given. */
function sameTime(live: Value, wanted: Value): Value {
  if (typeof live !== 'string' || typeof wanted !== 'string') return live;
  return parseMinutes(live) === parseMinutes(wanted) ? wanted : live;
}

function onlyId(nested: Value): Value {
  const { id } = fieldsOf(nested);
  return id === undefined ? undefined : { id };
}

function idIn(nested: Value): number {
  return Number(fieldsOf(nested).id);
}

function fieldsOf(value: Value): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
