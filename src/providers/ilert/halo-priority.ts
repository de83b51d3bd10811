import type { Settings } from '../../config/settings.ts';
import { type Fields, fieldsIn, type Value } from '../../engine/values.ts';
import { PRIORITY_NAME } from '../../payload/sent-fields.ts';
import { normalizeSpacing, templateText } from './alert-template.ts';

/** The name of the ticket's priority. Its number varies by service level agreement (fact `halo-priority-number`). */
export const PRIORITY_TEMPLATE = `{{ ${PRIORITY_NAME.join('.')} }}`;

/** Whether a priority or severity template uses the name of Halo's priority. */
export function isByHaloPriority(template: Value): boolean {
  return normalizeSpacing(templateText(fieldsIn(template).valueTemplate)) === PRIORITY_TEMPLATE;
}

/**
 * Returns the templates that map Halo's priority to an alert's priority and severity, if set (fact `ilert-mappings`).
 * If the settings map nothing, removes a template that uses Halo's priority, and keeps any other. Pure.
 *
 * @param live the live alert source
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
  // A PUT resets omitted fields (fact `ilert-put`).
  return isByHaloPriority(live) ? { [field]: undefined } : {};
}
