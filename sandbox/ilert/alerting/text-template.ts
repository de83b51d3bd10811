import type { TextTemplate } from '../resources/alert-source-body.ts';

const VARIABLE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Fills `{{ path.to.field }}` (and `users[0].name`) from an event's payload; an unknown path is empty.
 * ilert's functions inside the braces are not simulated: they come out empty.
 *
 * @returns undefined where the template is not set
 */
export function fillTemplate(template: TextTemplate | undefined, payload: unknown): string | undefined {
  return template?.textTemplate?.replace(VARIABLE, (_, path: string) => asText(valueAt(payload, path)));
}

/** The value at a path such as `users[0].name`; undefined where there is none. */
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
