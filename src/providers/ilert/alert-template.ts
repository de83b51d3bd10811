import { type Fields, fieldsIn, mapLeaves, sameValue, type Value } from '../../engine/values.ts';

/**
 * Returns the text of an `AlertSourceTemplate`. ilert's UI saves templates as `elements`. The API adds `textTemplate`
 * only on request (`include`); without it, the text is built from the elements.
 *
 * @returns undefined for no template, and for elements that only ilert can write as text (functions)
 */
export function templateText(template: Value): string | undefined {
  const { textTemplate, elements } = fieldsIn(template);
  if (typeof textTemplate === 'string') return textTemplate;
  if (!Array.isArray(elements) || elements.length === 0) return undefined;
  const parts = (elements as Value[]).map(elementText);
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function elementText(element: Value): string | undefined {
  const { type, val, func } = fieldsIn(element);
  if (typeof val !== 'string' || (typeof func === 'string' && func !== '')) return undefined;
  if (type === 'VAR') return `{{ ${val} }}`;
  return type === 'TEXT' || type === 'RAW' ? val : undefined;
}

/**
 * The display name of a link on the alert. `linkTextTemplate` replaces `text`, which ilert then no longer returns (fact
 * `ilert-link-text`).
 */
export function linkName({ text, linkTextTemplate }: Fields): string | undefined {
  return templateText(linkTextTemplate) || (typeof text === 'string' ? text : undefined);
}

/** Builds a link for a request: a plain name as `text`, one with variables also as the template that replaces it. */
export function linkOf(name: string, href: string): Fields {
  return {
    text: name,
    ...(name.includes('{{') && { linkTextTemplate: { textTemplate: name } }),
    hrefTemplate: { textTemplate: href },
  };
}

/** Converts links to one form, however they were saved. */
export function linksView(links: Value): Value {
  return (Array.isArray(links) ? (links as Value[]) : []).map((link) => {
    const fields = fieldsIn(link);
    return { text: linkName(fields), hrefTemplate: templateView(fields.hrefTemplate) };
  });
}

/** Reduces a template to its text, without the equivalent elements. */
export function templateView(template: Value): Value {
  const textTemplate = templateText(template);
  return textTemplate === undefined ? undefined : { textTemplate };
}

/** Converts a priority or severity template to one form. Each value is mapped once, so the order does not matter. */
export function mappingView(map: Value, to: 'priority' | 'severity'): Value {
  const { valueTemplate, mappings } = fieldsIn(map);
  // A template without a mapping has no effect.
  if (!Array.isArray(mappings) || mappings.length === 0) return undefined;
  const pairs = (mappings as Value[]).map((mapping) => ({
    value: fieldsIn(mapping).value,
    [to]: fieldsIn(mapping)[to],
  }));
  const inOrder = pairs.sort((one, other) => (String(one.value) < String(other.value) ? -1 : 1));
  return { valueTemplate: templateView(valueTemplate), mappings: inOrder };
}

/** Returns the desired form if only spacing differs: ilert may write `{{ticket.id}}` as `{{ ticket.id }}`. */
export function withDesiredSpacing(live: Value, wanted: Value): Value {
  return sameValue(normalizeSpacing(live), normalizeSpacing(wanted)) ? wanted : live;
}

/** Puts one space at each end of a variable's name. */
export function normalizeSpacing(value: Value): Value {
  return mapLeaves(value, (leaf) =>
    typeof leaf === 'string' ? leaf.replace(/\{\{\s*(.*?)\s*\}\}/gs, '{{ $1 }}') : leaf,
  );
}

/** Drops nulls, which mean that a field was never set. A write refuses them: a link has a `text` or a template. */
export function withoutNulls(value: Value): Value {
  return mapLeaves(value, (leaf) => leaf ?? undefined);
}
