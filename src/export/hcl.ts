/** A reference in Terraform's language, such as `var.policy`, which is written without quotes. */
export class Reference {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

export type HclValue = string | number | boolean | Reference;

/** `name = value`. */
export type HclAttribute = readonly [name: string, value: HclValue];

/** `head { … }`; the head is written unchanged, so names in it must be quoted by `hclString`. */
export interface HclBlock {
  readonly head: string;
  /** Attributes first. */
  readonly body: readonly (HclAttribute | HclBlock)[];
}

/** Formats a block like `terraform fmt`, with aligned equals signs. Pure. */
export function hclBlock({ head, body }: HclBlock, indent = ''): string {
  const inner = `${indent}  `;
  const width = Math.max(...body.map((part) => (isAttribute(part) ? part[0].length : 0)));
  const lines = body.map((part, index) => {
    if (!isAttribute(part)) return `${index > 0 ? '\n' : ''}${hclBlock(part, inner)}`;
    const [name, value] = part;
    return `${inner}${name.padEnd(width)} = ${hclValue(value)}`;
  });
  return [`${indent}${head} {`, ...lines, `${indent}}`].join('\n');
}

/** Formats comment lines. Nothing in the text can end the comment. */
export function hclComment(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`.trimEnd())
    .join('\n');
}

/** Returns a string literal that Terraform reads as exactly this text, without evaluating any `${…}` in it. */
export function hclString(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    // These two start a template only before a brace, and are escaped by doubling.
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

function hclValue(value: HclValue): string {
  if (value instanceof Reference) return value.path;
  return typeof value === 'string' ? hclString(value) : String(value);
}

function isAttribute(part: HclAttribute | HclBlock): part is HclAttribute {
  return Array.isArray(part);
}
