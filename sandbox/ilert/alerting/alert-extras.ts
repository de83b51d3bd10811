import type { AlertRow, AlertSourceRow } from '../rows.ts';
import { fillTemplate } from './text-template.ts';

/**
 * The links of an alert, filled in from the payload of its event. Values are not escaped (inferred), and a link without an
 * address is none.
 */
export function linksOf({ linkTemplates = [] }: AlertSourceRow, payload: unknown): AlertRow['links'] {
  return linkTemplates.flatMap((link) => {
    const href = fillTemplate(link.hrefTemplate, payload);
    const text = 'text' in link ? link.text : fillTemplate(link.linkTextTemplate, payload);
    return href ? [{ href, ...(text && { text }) }] : [];
  });
}

/** The priority of an alert by its event; undefined where no mapping has exactly its value (inferred). */
export function mappedPriority(
  { priorityTemplate }: AlertSourceRow,
  payload: unknown,
): AlertRow['priority'] | undefined {
  const value = fillTemplate(priorityTemplate?.valueTemplate, payload);
  return priorityTemplate?.mappings.find((mapping) => mapping.value === value)?.priority;
}

/** The severity of an alert by its event, likewise. */
export function mappedSeverity({ severityTemplate }: AlertSourceRow, payload: unknown): number | undefined {
  const value = fillTemplate(severityTemplate?.valueTemplate, payload);
  return severityTemplate?.mappings.find((mapping) => mapping.value === value)?.severity;
}
