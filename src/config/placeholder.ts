import type { Kind } from './field.ts';

/** A placeholder that nobody replaced with a value. */
export interface Placeholder {
  /** As it appears in the value: `${SOURCE_NAME}`. */
  readonly text: string;
  /** What to do instead. */
  readonly hint: string;
}

const NO_SUBSTITUTION =
  'Variables are not substituted here: use the value itself, or let your shell or CI system insert it.';
const NO_REFERENCE = 'Only secrets can be references. Use the value itself.';
const NOT_FILLED_IN = 'Replace it with your own value.';

/** Kinds that are never free text: angle brackets in them can only be a placeholder. */
const CLOSED_KINDS: readonly Kind[] = [
  'halo-url',
  'https-url',
  'ilert-endpoint',
  'identifier',
  'secret',
  'payload',
  'choice',
];

/** A form of placeholder, what to do instead, and the kinds in which the same characters are legitimate. */
type Form = readonly [pattern: RegExp, hint: string, isAllowedIn?: (kind: Kind) => boolean];

/** Only unambiguous forms: `Cash $ desk` and `$x` are valid names. */
const FORMS: readonly Form[] = [
  // `${X}`, `$(X)`, `$X`, `$env:X`, `%X%`, `__X__`, `#{X}#`
  [/^\$\{\w\}$|\$\{[a-z_][\w.]+(?:[:?+=-][^{}]*)?\}|^\$\([^()]*\)$/i, NO_SUBSTITUTION],
  [/^\$(?:env:)?[a-z_]\w+$/i, NO_SUBSTITUTION],
  [/\$(?:env:\w+|[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)/, NO_SUBSTITUTION],
  [/^__[A-Z][A-Z0-9_]*__$|#\{[\w.-]+\}#/, NO_SUBSTITUTION],
  [/%(?=\w*_|[a-z]{3,}%)[a-z_]\w*%/i, NO_SUBSTITUTION],
  [/^(?:env|file):(?!\/\/)\S+/i, NO_REFERENCE],
  [/<(?:your|my|insert|enter|put)\b[^<>]*>/i, NOT_FILLED_IN],
  // Ansible, Helm or GitHub Actions; `{{ ticket.id }}` is ilert's own and intended.
  [/\$?\{\{(?!-?\s*ticket\.)[^{}]*\w\w[^{}]*\}\}/, NO_SUBSTITUTION, (kind) => kind === 'template'],
  [/<[\w .-]+>/, NOT_FILLED_IN, (kind) => !CLOSED_KINDS.includes(kind)],
];

/** Finds the placeholder in a value, if any. In a template, `{{ … }}` is ilert's own syntax. */
export function findPlaceholder(value: string, kind: Kind): Placeholder | undefined {
  const trimmed = value.trim();
  for (const [pattern, hint, isAllowedIn] of FORMS) {
    const text = isAllowedIn?.(kind) ? undefined : pattern.exec(trimmed)?.[0];
    // A secret may contain any of these by chance.
    if (text !== undefined && (text === trimmed || kind !== 'secret')) return { text, hint };
  }
  return undefined;
}
