import type { Settings } from '../../config/settings.ts';
import { type Fields, fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import { PRIORITY_NAME } from '../../payload/sent-fields.ts';
import type { PrioritySpellings } from '../references.ts';
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
 * @param live the live alert source; without Halo's own spelling of a name, the one in its mappings stays
 */
export function haloPriorityFields(settings: Settings, live: Fields, priorities: PrioritySpellings): Fields {
  return {
    ...templateFor('priority', settings['alertSource.priorityFromHalo'], live.priorityTemplate, priorities),
    ...templateFor('severity', settings['alertSource.severityFromHalo'], live.severityTemplate, priorities),
  };
}

function templateFor(
  to: 'priority' | 'severity',
  map: Readonly<Record<string, string | number>> | undefined,
  live: Value,
  priorities: PrioritySpellings,
): Fields {
  if (map === undefined) return {};
  const field = `${to}Template`;
  const mappings = Object.entries(map).flatMap(([name, each]) =>
    spellingsOf(name, live, priorities).map((value) => ({
      value,
      [to]: typeof each === 'string' ? each.toUpperCase() : each,
    })),
  );
  if (mappings.length > 0) return { [field]: { valueTemplate: { textTemplate: PRIORITY_TEMPLATE }, mappings } };
  // A PUT resets omitted fields (fact `ilert-put`).
  return isByHaloPriority(live) ? { [field]: undefined } : {};
}

function spellingsOf(name: string, live: Value, priorities: PrioritySpellings): readonly string[] {
  const known = priorities.get(name);
  if (known) return known.length > 0 ? known : [name];
  const mapped = isByHaloPriority(live)
    ? objectsIn(fieldsIn(live).mappings).flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
    : [];
  const spellings = mapped.filter((value) => value.trim() === name);
  return spellings.length > 0 ? spellings : [name];
}
