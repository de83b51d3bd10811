import type { TextTemplate } from '../resources/alert-source-body.ts';

const VARIABLE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Fills `{{ path.to.field }}` (and `users[0].name`) from an event's payload. Unknown paths are empty, and so are
 * ilert's functions inside the braces, which are not simulated.
 *
 * @returns undefined without a template
 */
export function fillTemplate(template: TextTemplate | undefined, payload: unknown): string | undefined {
  return textOf(template)?.replace(VARIABLE, (_, path: string) => asText(valueAt(payload, path)));
}

/** The text of a template, also if it was sent as elements; undefined for functions, which are not simulated. */
function textOf({ textTemplate, elements }: TextTemplate = {}): string | undefined {
  if (textTemplate !== undefined || !elements?.length || elements.some(({ func }) => func)) return textTemplate;
  return elements.map(({ type, val = '' }) => (type === 'VAR' ? `{{ ${val} }}` : val)).join('');
}

/** Returns the value at a path such as `users[0].name`; undefined if there is none. */
export function valueAt(payload: unknown, path: string): unknown {
  let value = payload;
  for (const part of path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
