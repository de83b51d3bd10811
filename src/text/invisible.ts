/** Characters that look like a plain space or like nothing, as copied from web pages, chats and documents. */
const INVISIBLE = /[\u00a0\u00ad\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]/;

const NAMES: Readonly<Record<string, string>> = {
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero-width space',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\ufeff': 'zero-width no-break space',
};

export interface Invisible {
  /** From 0. */
  readonly offset: number;
  /** `no-break space (U+00A0)` */
  readonly name: string;
}

/** Finds the first invisible character in a text. */
export function findInvisible(text: string): Invisible | undefined {
  const offset = text.search(INVISIBLE);
  if (offset < 0) return undefined;
  const character = text.charAt(offset);
  return { offset, name: `${NAMES[character] ?? 'special space'} (${codePoint(character)})` };
}

/** `U+00A0` */
export function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
