import type { Settings } from '../../config/settings.ts';
import { type Fields, fieldsIn, type Value } from '../../engine/values.ts';
import { PRIORITY_NAME } from '../../payload/sent-fields.ts';
import { evenlySpaced, templateText } from './alert-template.ts';

/** The name of the ticket's priority. Its number stands for something else in each service level agreement (fact `halo-priority-number`). */
export const PRIORITY_TEMPLATE = `{{ ${PRIORITY_NAME.join('.')} }}`;

/** Whether a priority or severity template goes by the name of Halo's priority. */
export function isByHaloPriority(template: Value): boolean {
  return evenlySpaced(templateText(fieldsIn(template).valueTemplate)) === PRIORITY_TEMPLATE;
}

/**
 * The two templates that make an alert's priority and severity from Halo's priority, as far as the settings ask for them
 * (fact `ilert-mappings`). Where they ask for none, one that goes by Halo's priority is removed, and any other stays. Pure.
 *
 * @param live the alert source that is there
 */
export function haloPriorityFields(settings: Settings, live: Fields): Fields {
  return {
    ...templateFor('priority', settings['alertSource.priorityFromHalo'], live.priorityTemplate),
    ...templateFor('severity', settings['alertSource.severityFromHalo'], live.severityTemplate),
  };
}

function templateFor(
  to: 'priority' | 'severity',
  map: Readonly<Record<string, string | number>> | undefined,
  live: Value,
): Fields {
  if (map === undefined) return {};
  const field = `${to}Template`;
  const mappings = Object.entries(map).map(([value, each]) => ({
    value,
    [to]: typeof each === 'string' ? each.toUpperCase() : each,
  }));
  if (mappings.length > 0) return { [field]: { valueTemplate: { textTemplate: PRIORITY_TEMPLATE }, mappings } };
  // A PUT resets what it leaves out (fact `ilert-put`).
  return isByHaloPriority(live) ? { [field]: undefined } : {};
}
