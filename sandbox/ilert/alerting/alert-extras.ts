import type { AlertRow, AlertSourceRow } from '../rows.ts';
import { fillTemplate } from './text-template.ts';

/**
 * Returns the links of an alert, filled in from its event's payload. Values are not escaped (inferred), and a link
 * without an address is dropped.
 */
export function linksOf({ linkTemplates = [] }: AlertSourceRow, payload: unknown): AlertRow['links'] {
  return linkTemplates.flatMap((link) => {
    const href = fillTemplate(link.hrefTemplate, payload);
    const text = 'text' in link ? link.text : fillTemplate(link.linkTextTemplate, payload);
    return href ? [{ href, ...(text && { text }) }] : [];
  });
}

/** Maps an event to its alert's priority; undefined if no mapping has exactly its value (inferred). */
export function mappedPriority(
  { priorityTemplate }: AlertSourceRow,
  payload: unknown,
): AlertRow['priority'] | undefined {
  const value = fillTemplate(priorityTemplate?.valueTemplate, payload);
  return priorityTemplate?.mappings.find((mapping) => mapping.value === value)?.priority;
}

/** Maps an event to its alert's severity in the same way. */
export function mappedSeverity({ severityTemplate }: AlertSourceRow, payload: unknown): number | undefined {
  const value = fillTemplate(severityTemplate?.valueTemplate, payload);
  return severityTemplate?.mappings.find((mapping) => mapping.value === value)?.severity;
}
