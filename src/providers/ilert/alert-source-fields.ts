import type { Mapping } from '../../config/field.ts';
import type { FieldKey, Settings } from '../../config/settings.ts';
import type { PropsOf } from '../../engine/resource.ts';
import type { Value } from '../../engine/values.ts';
import type { PrioritySpellings } from '../references.ts';
import { groupingFields } from './alert-grouping.ts';
import { linkOf } from './alert-template.ts';
import { haloPriorityFields } from './halo-priority.ts';
import type { AlertSourceRow } from './schemas.ts';
import { linksWanted } from './ticket-link.ts';

/** Whether ilert rejects `supportHours` with this `alertPriorityRule`. Values added since may allow them. */
export function takesNoSupportHours(alertPriorityRule: Value): boolean {
  return alertPriorityRule === 'HIGH' || alertPriorityRule === 'LOW';
}

/** Settings of fields that no list has (fact `ilert-include`). Some remove things, so the desired fields don't tell. */
const UNLISTED: readonly FieldKey[] = [
  'alertSource.summaryTemplate',
  'alertSource.detailsTemplate',
  'alertSource.linkTemplates',
  'alertSource.ticketLink',
  'alertSource.priorityTemplate',
  'alertSource.severityTemplate',
  'alertSource.priorityFromHalo',
  'alertSource.severityFromHalo',
  'alertSource.eventFilter',
  'alertSource.createFilter',
  'alertSource.acceptFilter',
  'alertSource.resolveFilter',
];

/** Whether any of the settings concerns a field that no list has. */
export function concernsUnlisted(settings: Settings): boolean {
  return UNLISTED.some((key) => settings[key] !== undefined);
}

/**
 * Returns the settings of the last pages of ilert's wizard as fields of `AlertSource`; only those that are set.
 *
 * @param live the existing alert source: links that others have made stay
 */
export function optionalFields(
  settings: Settings,
  live: PropsOf<AlertSourceRow> = {},
  priorities: PrioritySpellings = new Map(),
): PropsOf<AlertSourceRow> {
  const given = settings['alertSource.linkTemplates']?.map(({ text, href }) => linkOf(text, href));
  const fields: PropsOf<AlertSourceRow> = {
    alertPriorityRule: settings['alertSource.priority']?.toUpperCase().replaceAll('-', '_'),
    autoResolutionTimeout: settings['alertSource.autoResolve'],
    severity: settings['alertSource.severity'],
    summaryTemplate: template(settings['alertSource.summaryTemplate']),
    detailsTemplate: template(settings['alertSource.detailsTemplate']),
    linkTemplates: linksWanted(settings, given, live.linkTemplates),
    priorityTemplate: mapping(settings['alertSource.priorityTemplate'], 'priority', (priority) =>
      priority.toUpperCase(),
    ),
    severityTemplate: mapping(settings['alertSource.severityTemplate'], 'severity', (severity) => severity),
    eventFilter: settings['alertSource.eventFilter'],
    eventTypeFilterCreate: settings['alertSource.createFilter'],
    eventTypeFilterAccept: settings['alertSource.acceptFilter'],
    eventTypeFilterResolve: settings['alertSource.resolveFilter'],
  };
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...groupingFields(settings), ...Object.fromEntries(set), ...haloPriorityFields(settings, live, priorities) };
}

function template(text: string | undefined): Value {
  return text === undefined ? undefined : { textTemplate: text };
}

function mapping<To>(map: Mapping<To> | undefined, name: string, read: (to: To) => Value): Value {
  if (!map) return undefined;
  const mappings = Object.entries(map.mappings).map(([value, to]) => ({ value, [name]: read(to) }));
  return { valueTemplate: template(map.value), mappings };
}
