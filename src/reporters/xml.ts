import { escapeCommands, plainText } from '../ui/sanitize.ts';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  /** Undefined attributes are omitted. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  /** Its child elements, or its text. */
  readonly content?: readonly XmlElement[] | string;
}

/**
 * Renders an XML 1.0 document, whose texts may come from anywhere. Pure.
 *
 * @param redact applied before escaping, which could hide a secret
 */
export function renderXml(root: XmlElement, redact: (text: string) => string): string {
  return ['<?xml version="1.0" encoding="UTF-8"?>', ...linesOf(root, redact)].join('\n');
}

function linesOf({ name, attributes = {}, content = [] }: XmlElement, redact: (text: string) => string): string[] {
  const written = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [` ${attribute}="${inAttribute(redact(String(value)))}"`],
  );
  const start = `<${name}${written.join('')}`;
  if (content.length === 0) return [`${start}/>`];
  if (typeof content === 'string') return [`${start}>${escaped(redact(content))}</${name}>`];
  const inner = content.flatMap((each) => linesOf(each, redact)).map((line) => `  ${line}`);
  return [`${start}>`, ...inner, `</${name}>`];
}

/** Parsers read line breaks and tabs in an attribute as spaces, unless they are character references. */
function inAttribute(text: string): string {
  return escaped(text).replaceAll('\n', reference('\n')).replaceAll('\t', reference('\t'));
}

function escaped(text: string): string {
  const allowed = plainText(text.replace(/\r\n?/g, '\n')).replace(NOT_IN_XML, '\ufffd');
  return escapeCommands(allowed.replace(/[&<>"]/g, reference), reference);
}

/** Not allowed in XML, besides control characters: lone surrogates and two noncharacters. */
const NOT_IN_XML = /[\p{Cs}\ufffe\uffff]/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function reference(character: string): string {
  return ENTITIES[character] ?? `&#${character.charCodeAt(0)};`;
}
