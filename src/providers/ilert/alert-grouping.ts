import type { Settings } from '../../config/settings.ts';
import type { Value } from '../../engine/values.ts';
import { minutesInWords, parseMinutes } from '../../text/duration.ts';
import { codeInWords, valueInWords } from '../label.ts';
import type { AlertSourceRow } from './schemas.ts';

/** A kind of alert grouping, as named in the settings. */
type Grouping = NonNullable<Settings['alertSource.grouping']>;

/** `alertCreation` for each kind of grouping. */
export const GROUPINGS = {
  window: 'ONE_ALERT_GROUPED_PER_WINDOW',
  'until-accepted': 'ONE_PENDING_ALERT_ALLOWED',
  'until-resolved': 'ONE_OPEN_ALERT_ALLOWED',
  similarity: 'INTELLIGENT_GROUPING',
} as const satisfies Readonly<Record<Exclude<Grouping, 'none'>, string>>;

/** The names of alert groupings on ilert's page, in its order. */
export const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  none: 'Do not group alerts',
  window: 'Time-based',
  'until-accepted': 'Until alert is accepted',
  'until-resolved': 'Until alert is resolved',
  similarity: 'Group by content similarity',
};

const NAMES_BY_CODE: Readonly<Record<string, string>> = {
  [GROUPINGS.window]: GROUPING_NAMES.window,
  [GROUPINGS['until-accepted']]: GROUPING_NAMES['until-accepted'],
  [GROUPINGS['until-resolved']]: GROUPING_NAMES['until-resolved'],
  [GROUPINGS.similarity]: GROUPING_NAMES.similarity,
};

/** Kinds of `alertCreation` for which ilert refuses `alertGroupingWindow` or `scoreThreshold`. */
const WITHOUT_WINDOW: readonly Value[] = [
  undefined,
  null,
  GROUPINGS['until-accepted'],
  GROUPINGS['until-resolved'],
  'ONE_ALERT_PER_EMAIL',
  'ONE_ALERT_PER_EMAIL_SUBJECT',
  'OPEN_RESOLVE_ON_EXTRACTION',
];

/** The fields of an alert source for alert grouping. */
type GroupingFields = Pick<AlertSourceRow, 'alertCreation' | 'alertGroupingWindow' | 'scoreThreshold'>;

/** Returns `alertCreation` if it means alert grouping. Other values are the source's own behaviour. */
export function groupingOf(alertCreation: Value): Value {
  return Object.values<Value>(GROUPINGS).includes(alertCreation) ? alertCreation : undefined;
}

/** Whether a kind of `alertCreation` has no window. Kinds that this version does not know keep theirs. */
export function takesNoWindow(alertCreation: Value): boolean {
  return WITHOUT_WINDOW.includes(alertCreation);
}

/** Whether events of an alert source may join open alerts. */
export function mayGroup({ alertCreation }: GroupingFields): boolean {
  return groupingOf(alertCreation) !== undefined || !takesNoWindow(alertCreation);
}

/** The fields for the settings. `none` omits the field. Without a setting, an existing source stays as it is. */
export function groupingFields(settings: Settings): GroupingFields {
  const grouping = settings['alertSource.grouping'];
  if (grouping === undefined) return {};
  if (grouping === 'none') return { alertCreation: undefined };
  const window = settings['alertSource.groupingWindow'];
  const scoreThreshold = settings['alertSource.similarityThreshold'];
  return {
    alertCreation: GROUPINGS[grouping],
    ...(window !== undefined && { alertGroupingWindow: window }),
    ...(scoreThreshold !== undefined && { scoreThreshold }),
  };
}

/** Describes an alert source's grouping as ilert's page does: `Time-based, 15 minutes`. Pure. */
export function groupingInWords({ alertCreation, alertGroupingWindow, scoreThreshold }: GroupingFields): string {
  const name = mayGroup({ alertCreation }) ? codeInWords(alertCreation, NAMES_BY_CODE) : undefined;
  if (name === undefined) return GROUPING_NAMES.none;
  const window = takesNoWindow(alertCreation) ? undefined : timeInWords(alertGroupingWindow);
  const threshold = alertCreation === GROUPINGS.similarity ? valueInWords(scoreThreshold) : undefined;
  const details = [window, threshold === undefined ? undefined : `threshold ${threshold}`];
  return [name, ...details.filter((detail) => detail !== undefined)].join(', ');
}

/** Describes a time that ilert stores: `PT15M` is `15 minutes`; undefined for none. Pure. */
export function timeInWords(time: Value): string | undefined {
  const minutes = typeof time === 'string' ? parseMinutes(time) : undefined;
  return minutes === undefined ? valueInWords(time) : minutesInWords(minutes);
}
