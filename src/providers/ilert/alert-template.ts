import { type Fields, fieldsIn, mapLeaves, sameValue, type Value } from '../../engine/values.ts';

/**
 * The text of an `AlertSourceTemplate`. ilert's UI saves templates as `elements`; its API adds the same
 * as `textTemplate` where `include` asks for it, and without that the text is put together from the elements.
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
 * The display name of a link on the alert. `linkTextTemplate` supersedes `text`, which ilert then no longer
 * returns (fact `ilert-link-text`).
 */
export function linkName({ text, linkTextTemplate }: Fields): string | undefined {
  return templateText(linkTextTemplate) || (typeof text === 'string' ? text : undefined);
}

/** A link as a request sends it: a plain name as `text`, one with variables also as the template that replaces it. */
export function linkOf(name: string, href: string): Fields {
  return {
    text: name,
    ...(name.includes('{{') && { linkTextTemplate: { textTemplate: name } }),
    hrefTemplate: { textTemplate: href },
  };
}

/** Links in one form, whichever way each was saved. */
export function linksView(links: Value): Value {
  return (Array.isArray(links) ? (links as Value[]) : []).map((link) => {
    const fields = fieldsIn(link);
    return { text: linkName(fields), hrefTemplate: templateView(fields.hrefTemplate) };
  });
}

/** A template by its text alone, without the equivalent elements. */
export function templateView(template: Value): Value {
  const textTemplate = templateText(template);
  return textTemplate === undefined ? undefined : { textTemplate };
}

/** A priority or severity template in one form; each value is mapped once, so the order is ignored. */
export function mappingView(map: Value, to: 'priority' | 'severity'): Value {
  const { valueTemplate, mappings } = fieldsIn(map);
  // A template without a mapping does nothing.
  if (!Array.isArray(mappings) || mappings.length === 0) return undefined;
  const pairs = (mappings as Value[]).map((mapping) => ({
    value: fieldsIn(mapping).value,
    [to]: fieldsIn(mapping)[to],
  }));
  const inOrder = pairs.sort((one, other) => (String(one.value) < String(other.value) ? -1 : 1));
  return { valueTemplate: templateView(valueTemplate), mappings: inOrder };
}

/** ilert may write `{{ticket.id}}` as `{{ ticket.id }}`: where nothing else differs, the wanted form. */
export function likeWanted(live: Value, wanted: Value): Value {
  return sameValue(evenlySpaced(live), evenlySpaced(wanted)) ? wanted : live;
}

/** Text with one space at each end of a variable's name. */
export function evenlySpaced(value: Value): Value {
  return mapLeaves(value, (leaf) =>
    typeof leaf === 'string' ? leaf.replace(/\{\{\s*(.*?)\s*\}\}/gs, '{{ $1 }}') : leaf,
  );
}

/** What is answered as null was never set, and a write takes no null for it: a link has a `text` or a template. */
export function withoutNulls(value: Value): Value {
  return mapLeaves(value, (leaf) => leaf ?? undefined);
}
