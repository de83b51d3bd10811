import { isRepeatable } from '../config/field.ts';
import { type FieldKey, fieldOf, type Settings } from '../config/settings.ts';

/** Something that helps whoever is on call; each is off unless it is selected. */
export interface OnCallOption {
  /** The setting that it sets; without `on`, a separate question asks for the value. */
  readonly key: FieldKey;
  readonly name: (product: string) => string;
  readonly description: string;
  /** The review's text if it is on. @param recipient who is notified of failures */
  readonly words: (settings: Settings, recipient: string) => string;
  /** The setting's value if it is selected. */
  readonly on?: unknown;
}

/** On-call options, in the order in which they are offered and reviewed. */
export const onCallOptions: readonly OnCallOption[] = [
  {
    key: 'alertSource.ticketLink',
    name: (product) => `Link to the ticket in ${product}`,
    description: 'Opens the ticket from the alert. Not yet confirmed on a live tenant.',
    words: () => 'link to the ticket',
    on: true,
  },
  {
    key: 'alertSource.priorityFromHalo',
    name: () => "Alert priority from the ticket's priority…",
    description: 'High or low, by name. Not yet confirmed on a live tenant.',
    words: (settings) => `alert priority (${mappingInWords(settings['alertSource.priorityFromHalo'])})`,
  },
  {
    key: 'alertSource.severityFromHalo',
    name: () => "Alert severity from the ticket's priority…",
    description: '1 to 5, by name. Not yet confirmed on a live tenant.',
    words: (settings) => `alert severity (${mappingInWords(settings['alertSource.severityFromHalo'])})`,
  },
  {
    key: 'halo.notifyOnFailure',
    name: (product) => `Notify an agent in ${product} if the runbook fails…`,
    description: 'You choose the agent. Not yet confirmed on a live tenant.',
    words: (_, recipient) => `failure notification to ${recipient}`,
  },
];

/** What applies to priorities that no setting maps. */
export const OTHERS = 'as set in the alert source';

function mappingInWords(map: Readonly<Record<string, string | number>> = {}): string {
  return [...Object.entries(map), ['all others', OTHERS]].map(([name, to]) => `${name}: ${to}`).join(', ');
}

/** Returns the setting's value for an option that is off: the word for none, or an empty list. */
export function whenOff(key: FieldKey): unknown {
  const { kind, wordForNone = false } = fieldOf(key);
  return isRepeatable(kind) ? [] : wordForNone;
}

/** Whether an option is on. @param value of its setting, in the form of an answer or of settings */
export function isOn(key: FieldKey, value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return typeof value !== 'string' || value.toLowerCase() !== fieldOf(key).wordForNone;
}
