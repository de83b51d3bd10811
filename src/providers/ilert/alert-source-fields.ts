import type { Mapping } from '../../config/field.ts';
import type { Settings } from '../../config/settings.ts';
import type { PropsOf } from '../../engine/resource.ts';
import type { Value } from '../../engine/values.ts';
import { linkOf } from './alert-template.ts';
import type { AlertSourceRow } from './schemas.ts';

/** What ilert calls each kind of grouping. */
export const GROUPINGS = {
  window: 'ONE_ALERT_GROUPED_PER_WINDOW',
  'until-accepted': 'ONE_PENDING_ALERT_ALLOWED',
  'until-resolved': 'ONE_OPEN_ALERT_ALLOWED',
  similarity: 'INTELLIGENT_GROUPING',
} as const;

/** Kinds of `alertCreation` that are refused with `alertGroupingWindow` or `scoreThreshold`. */
const WITHOUT_WINDOW: readonly Value[] = [
  undefined,
  null,
  GROUPINGS['until-accepted'],
  GROUPINGS['until-resolved'],
  'ONE_ALERT_PER_EMAIL',
  'ONE_ALERT_PER_EMAIL_SUBJECT',
  'OPEN_RESOLVE_ON_EXTRACTION',
];

/** The value of `alertCreation` if it groups; the others are the source's own behaviour. */
export function groupingOf(alertCreation: Value): Value {
  return Object.values<Value>(GROUPINGS).includes(alertCreation) ? alertCreation : undefined;
}

/** Whether a kind of `alertCreation` has no window. A kind that ilert has added since may have one, so it keeps it. */
export function takesNoWindow(alertCreation: Value): boolean {
  return WITHOUT_WINDOW.includes(alertCreation);
}

/** Whether `supportHours` are refused with a value of `alertPriorityRule`. One that ilert has added since may take them. */
export function takesNoSupportHours(alertPriorityRule: Value): boolean {
  return alertPriorityRule === 'HIGH' || alertPriorityRule === 'LOW';
}

/** The settings of the last pages of ilert's wizard, as fields of `AlertSource`; only those that are set. */
export function optionalFields(settings: Settings): PropsOf<AlertSourceRow> {
  const fields: PropsOf<AlertSourceRow> = {
    alertPriorityRule: settings['alertSource.priority']?.toUpperCase().replaceAll('-', '_'),
    autoResolutionTimeout: settings['alertSource.autoResolve'],
    severity: settings['alertSource.severity'],
    summaryTemplate: template(settings['alertSource.summaryTemplate']),
    detailsTemplate: template(settings['alertSource.detailsTemplate']),
    linkTemplates: settings['alertSource.linkTemplates']?.map(({ text, href }) => linkOf(text, href)),
    priorityTemplate: mapping(settings['alertSource.priorityTemplate'], 'priority', (priority) =>
      priority.toUpperCase(),
    ),
    severityTemplate: mapping(settings['alertSource.severityTemplate'], 'severity', (severity) => severity),
    eventFilter: settings['alertSource.eventFilter'],
    eventTypeFilterCreate: settings['alertSource.createFilter'],
    eventTypeFilterAccept: settings['alertSource.acceptFilter'],
    eventTypeFilterResolve: settings['alertSource.resolveFilter'],
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...groupingFields(settings), ...Object.fromEntries(given) };
}

/** `none` asks for the field to be left out; no setting at all leaves an existing source as it is. */
function groupingFields(settings: Settings): PropsOf<AlertSourceRow> {
  const grouping = settings['alertSource.grouping'];
  if (grouping === undefined) return {};
  if (grouping === 'none') return { alertCreation: undefined };
  const window = settings['alertSource.groupingWindow'];
  const scoreThreshold = settings['alertSource.similarityThreshold'];
  return {
    alertCreation: GROUPINGS[grouping],
    ...(window !== undefined && ({ alertGroupingWindow: window } satisfies PropsOf<AlertSourceRow>)),
    ...(scoreThreshold !== undefined && { scoreThreshold }),
  };
}

function template(text: string | undefined): Value {
  return text === undefined ? undefined : { textTemplate: text };
}

function mapping<To>(map: Mapping<To> | undefined, name: string, read: (to: To) => Value): Value {
  if (!map) return undefined;
  const mappings = Object.entries(map.mappings).map(([value, to]) => ({ value, [name]: read(to) }));
  return { valueTemplate: template(map.value), mappings };
}
