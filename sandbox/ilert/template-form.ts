type Json = Record<string, unknown>;

const VARIABLE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Shows each template of a value as `elements`, as long as `include` does not request the text instead (fact
 * `ilert-template-elements`). One that was saved as elements has no other form here.
 */
export function asElements(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asElements);
  if (typeof value !== 'object' || value === null) return value;
  const { textTemplate, ...rest } = value as Json;
  if (typeof textTemplate === 'string') return { ...rest, elements: rest.elements ?? elementsOf(textTemplate) };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asElements(part)]));
}

/** Splits `Ticket {{ ticket.id }}` into a text and a variable. */
function elementsOf(textTemplate: string): Json[] {
  return textTemplate
    .split(VARIABLE)
    .map((val, index) => ({ type: index % 2 === 0 ? 'TEXT' : 'VAR', val }))
    .filter(({ val }) => val !== '');
}
