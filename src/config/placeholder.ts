import type { Kind } from './field.ts';

/** A placeholder that was not replaced with a value. */
export interface Placeholder {
  /** As in the value: `${SOURCE_NAME}`. */
  readonly text: string;
  /** What to do instead. */
  readonly hint: string;
}

const NO_SUBSTITUTION =
  'Variables are not substituted here: use the value itself, or let your shell or CI system insert it.';
const NO_REFERENCE = 'Only secrets can be references. Use the value itself.';
const NOT_FILLED_IN = 'Replace it with your own value.';

type Form = readonly [pattern: RegExp, hint: string];

/** `${X}`, `$(X)`, `$env:X`, `%X%`; only what can't be anything else, since `Cash $ desk` and `$x` are names. */
const EXPANSIONS: readonly Form[] = [
  [/\$\{[a-z_][\w.]+(?:[:?+=-][^{}]*)?\}|^\$\([^()]*\)$/i, NO_SUBSTITUTION],
  [/^\$(?:env:)?[a-z_]\w+$/i, NO_SUBSTITUTION],
  [/\$(?:env:\w+|[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)/, NO_SUBSTITUTION],
  [/%(?=\w*_|[a-z]{3,}%)[a-z_]\w*%/i, NO_SUBSTITUTION],
];
const REFERENCE: Form = [/^(?:env|file):(?!\/\/)\S+/i, NO_REFERENCE];
/** Of Ansible, Helm or GitHub Actions; `{{ ticket.id }}` is ilert's own and intended. */
const TEMPLATE: Form = [/\$?\{\{(?!-?\s*ticket\.)[^{}]*\w\w[^{}]*\}\}/, NO_SUBSTITUTION];
const TO_FILL_IN: Form = [/<(?:your|my|insert|enter|put)\b[^<>]*>/i, NOT_FILLED_IN];
const IN_BRACKETS: Form = [/<[\w .-]+>/, NOT_FILLED_IN];

/** Kinds that are never free text, so angle brackets can only be a placeholder. */
const WITHOUT_BRACKETS: ReadonlySet<Kind> = new Set<Kind>([
  'halo-url',
  'https-url',
  'ilert-endpoint',
  'identifier',
  'secret',
  'payload',
  'choice',
]);

/** The placeholder in a value, if there is one. In a template, `{{ … }}` is ilert's own syntax. */
export function findPlaceholder(value: string, kind: Kind): Placeholder | undefined {
  const forms = [
    ...EXPANSIONS,
    REFERENCE,
    TO_FILL_IN,
    ...(kind === 'template' ? [] : [TEMPLATE]),
    ...(WITHOUT_BRACKETS.has(kind) ? [IN_BRACKETS] : []),
  ];
  for (const [pattern, hint] of forms) {
    const found = pattern.exec(value.trim())?.[0];
    // A secret may contain any of these by chance.
    const isWhole = found?.length === value.trim().length;
    if (found !== undefined && (isWhole || kind !== 'secret')) return { text: found, hint };
  }
  return undefined;
}
