import { type FieldKey, fieldOf } from '../../config/settings.ts';
import { type Fields, fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import { parseMinutes } from '../../text/duration.ts';
import type { Named } from '../names.ts';
import { wordFor } from '../references.ts';
import { GROUPINGS, mayGroup } from './alert-grouping.ts';
import { linkName, templateText } from './alert-template.ts';
import type { AlertSourceRow } from './schemas.ts';

/** Settings that make a part of a row as it is; none where it has its default, and undefined where no settings make it. */
export type Part = { readonly [K in FieldKey]?: unknown } | undefined;

/** The lists that an alert source refers to by ID. */
export interface SourceLists {
  readonly policies: readonly Named[];
  readonly teams: readonly Named[];
  readonly supportHours: readonly Named[];
  readonly services: readonly Named[];
}

/**
 * The settings that make an alert source as it is, by what a person calls each part of it. The opposite of its `desired`.
 * Pure.
 *
 * @param isUsable whether a setting may have a text as its value, or as one of its values
 */
export function settingsOfSource(
  row: AlertSourceRow,
  { policies, teams, supportHours, services }: SourceLists,
  isUsable: (key: FieldKey, word: string) => boolean,
): Readonly<Record<string, Part>> {
  const word = (key: FieldKey, reference: Value, rows: readonly Named[]) => {
    const { id } = fieldsIn(reference);
    return typeof id === 'number' ? wordFor(id, rows, (each) => isUsable(key, each)) : undefined;
  };
  const words = (key: FieldKey, references: Value, rows: readonly Named[]): Part => {
    if (!Array.isArray(references) || references.length === 0) return {};
    const found = objectsIn(references).map((each) => word(key, each, rows));
    return found.length === references.length && !found.includes(undefined) ? { [key]: found } : undefined;
  };
  const policy = word('alertSource.escalationPolicy', row.escalationPolicy, policies);
  return {
    teams: words('alertSource.teams', row.teams, teams),
    'escalation policy': policy === undefined ? undefined : { 'alertSource.escalationPolicy': policy },
    'alert grouping': groupingPart(row),
    priority: priorityPart(row, () => word('alertSource.supportHours', row.supportHours, supportHours)),
    'auto-resolution timeout': timePart('alertSource.autoResolve', row.autoResolutionTimeout),
    severity: isUnset(row.severity) ? {} : { 'alertSource.severity': row.severity },
    services: words('alertSource.services', row.services, services),
    'alert summary': templatePart('alertSource.summaryTemplate', row.summaryTemplate),
    'alert details': templatePart('alertSource.detailsTemplate', row.detailsTemplate),
    links: linksPart(row.linkTemplates),
    'priority template': mappingPart('alertSource.priorityTemplate', row.priorityTemplate, ({ priority }) =>
      String(priority).toLowerCase(),
    ),
    'severity template': mappingPart('alertSource.severityTemplate', row.severityTemplate, ({ severity }) => severity),
    'event filter': textPart('alertSource.eventFilter', row.eventFilter),
    'filter for creating alerts': textPart('alertSource.createFilter', row.eventTypeFilterCreate),
    'filter for accepting alerts': textPart('alertSource.acceptFilter', row.eventTypeFilterAccept),
    'filter for resolving alerts': textPart('alertSource.resolveFilter', row.eventTypeFilterResolve),
  };
}

function groupingPart(row: AlertSourceRow): Part {
  if (!mayGroup(row)) return { 'alertSource.grouping': 'none' };
  const [grouping] = Object.entries(GROUPINGS).find(([, code]) => code === row.alertCreation) ?? [];
  if (grouping === undefined) return undefined;
  const part = { 'alertSource.grouping': grouping };
  if (grouping !== 'window' && grouping !== 'similarity') return part;
  const window = timePart('alertSource.groupingWindow', row.alertGroupingWindow);
  // These two have one.
  if (!window || Object.keys(window).length === 0) return undefined;
  const hasThreshold = grouping === 'similarity' && !isUnset(row.scoreThreshold);
  return { ...part, ...window, ...(hasThreshold && { 'alertSource.similarityThreshold': row.scoreThreshold }) };
}

function priorityPart({ alertPriorityRule: rule }: AlertSourceRow, supportHours: () => string | undefined): Part {
  if (isUnset(rule)) return {};
  const priority = String(rule).toLowerCase().replaceAll('_', '-');
  const part = { 'alertSource.priority': priority };
  if (!priority.endsWith('support-hours')) return part;
  const hours = supportHours();
  return hours === undefined ? undefined : { ...part, 'alertSource.supportHours': hours };
}

function timePart(key: FieldKey, time: Value): Part {
  if (isUnset(time)) return {};
  const minutes = parseMinutes(String(time));
  const choice = fieldOf(key).choices?.find((each) => parseMinutes(each) === minutes);
  return choice === undefined ? undefined : { [key]: choice };
}

function templatePart(key: FieldKey, template: Value): Part {
  const text = templateText(template);
  if (text !== undefined) return textPart(key, text);
  const { elements } = fieldsIn(template);
  return Array.isArray(elements) && elements.length > 0 ? undefined : {};
}

function textPart(key: FieldKey, text: Value): Part {
  return isUnset(text) || text === '' ? {} : { [key]: text };
}

function linksPart(links: Value): Part {
  if (!Array.isArray(links) || links.length === 0) return {};
  const written = objectsIn(links).map((link) => ({ text: linkName(link), href: templateText(link.hrefTemplate) }));
  return { 'alertSource.linkTemplates': written };
}

function mappingPart(key: FieldKey, map: Value, to: (mapping: Fields) => Value): Part {
  const { valueTemplate, mappings } = fieldsIn(map);
  const value = templateText(valueTemplate);
  const pairs = objectsIn(mappings).map((each) => [String(each.value), to(each)] as const);
  if (!value && pairs.length === 0) return {};
  return { [key]: { value, mappings: Object.fromEntries(pairs) } };
}

function isUnset(value: Value): boolean {
  return value === undefined || value === null;
}
