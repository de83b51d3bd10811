import { type FieldKey, fieldOf, type Settings } from '../../config/settings.ts';
import { fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import { parseMinutes } from '../../text/duration.ts';
import type { Named } from '../names.ts';
import { settingValueFor } from '../references.ts';
import { GROUPINGS, mayGroup } from './alert-grouping.ts';
import { linkName, templateText } from './alert-template.ts';
import { isByHaloPriority } from './halo-priority.ts';
import type { AlertSourceRow } from './schemas.ts';
import { isCurrentTicketLink } from './ticket-link.ts';

/** Settings that produce part of a row as it is: empty for its default, undefined if no settings can. */
export type Part = { readonly [K in FieldKey]?: unknown } | undefined;

/** The lists that an alert source refers to by ID. */
export interface SourceLists {
  readonly policies: readonly Named[];
  readonly teams: readonly Named[];
  readonly supportHours: readonly Named[];
  readonly services: readonly Named[];
  /** Names of Halo's priorities. Undefined if they can't be read, since nothing checks them then. */
  readonly priorityNames?: ReadonlySet<string> | undefined;
}

/**
 * Returns the settings that produce an alert source as it is, by the name of each part. The opposite of its `desired`.
 * Pure.
 *
 * @param settings the settings of the run, which contain Halo's URL
 * @param isUsable whether a text is valid as a setting's value, or as one of its values
 */
export function settingsOfSource(
  row: AlertSourceRow,
  settings: Settings,
  { policies, teams, supportHours, services, priorityNames }: SourceLists,
  isUsable: (key: FieldKey, word: string) => boolean,
): Readonly<Record<string, Part>> {
  const word = (key: FieldKey, reference: Value, rows: readonly Named[]) => {
    const { id } = fieldsIn(reference);
    return typeof id === 'number' ? settingValueFor(id, rows, (each) => isUsable(key, each)) : undefined;
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
    links: linksPart(row.linkTemplates, settings),
    'priority template': mappingPart('priority', row.priorityTemplate, priorityNames),
    'severity template': mappingPart('severity', row.severityTemplate, priorityNames),
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
  // These two kinds have a window.
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

/** The link to the ticket has its own setting. */
function linksPart(links: Value, settings: Settings): Part {
  const all = objectsIn(links);
  const others = all.filter((link) => !isCurrentTicketLink(link, settings));
  const written = others.map((link) => ({ text: linkName(link), href: templateText(link.hrefTemplate) }));
  return {
    ...(written.length > 0 && { 'alertSource.linkTemplates': written }),
    ...(others.length < all.length && { 'alertSource.ticketLink': true }),
  };
}

/** A mapping by the names of Halo's priorities has its own setting, which refuses names that Halo does not have. */
function mappingPart(to: 'priority' | 'severity', map: Value, priorityNames: SourceLists['priorityNames']): Part {
  const { valueTemplate, mappings } = fieldsIn(map);
  const value = templateText(valueTemplate);
  const pairs = objectsIn(mappings).map((each) => [String(each.value), mappedTo(each[to])] as const);
  if (!value && pairs.length === 0) return {};
  const byName = isByHaloPriority(map) && pairs.length > 0 ? settingByName(pairs) : undefined;
  const isFromHalo = byName && Object.keys(byName).every((name) => priorityNames?.has(name) ?? true);
  return isFromHalo
    ? { [`alertSource.${to}FromHalo`]: byName }
    : { [`alertSource.${to}Template`]: { value, mappings: Object.fromEntries(pairs) } };
}

/** The setting has names without the spaces around them; undefined if such a name would need two values. */
function settingByName(pairs: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> | undefined {
  const byName = new Map<string, Value>();
  for (const [spelling, value] of pairs) {
    const name = spelling.trim();
    if (byName.has(name) && byName.get(name) !== value) return undefined;
    byName.set(name, value);
  }
  return Object.fromEntries(byName);
}

/** ilert writes `HIGH`, the settings `high`. A severity is a number in both. */
function mappedTo(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function isUnset(value: Value): boolean {
  return value === undefined || value === null;
}
