import type { Kind } from './field.ts';

/** A placeholder that nothing has replaced with a value. */
export interface Placeholder {
  /** As it stands in the value: `${SOURCE_NAME}`. */
  readonly text: string;
  /** What to do instead. */
  readonly hint: string;
}

const NO_SUBSTITUTION =
  'Variables are not substituted here: use the value itself, or let your shell or CI system insert it.';
const NO_REFERENCE = 'Only secrets can be references. Use the value itself.';
const NOT_FILLED_IN = 'Replace it with your own value.';

type Form = readonly [pattern: RegExp, hint: string];

/** `${X}`, `$(X)`, `$env:X`, `%X%`; some only where they can be nothing else: `Cash $ desk` and `$x` are names. */
const EXPANSIONS: readonly Form[] = [
  [/\$\{[a-z_][\w.]+(?:[:?+=-][^{}]*)?\}|^\$\([^()]*\)$/i, NO_SUBSTITUTION],
  [/^\$(?:env:)?[a-z_]\w+$/i, NO_SUBSTITUTION],
  [/\$(?:env:\w+|[A-Z][A-Z0-9]*_[A-Z0-9_]+\b)/, NO_SUBSTITUTION],
  [/%(?=\w*_|[a-z]{3,}%)[a-z_]\w*%/i, NO_SUBSTITUTION],
];
const REFERENCE: Form = [/^(?:env|file):(?!\/\/)\S+/i, NO_REFERENCE];
/** Of Ansible, Helm or GitHub Actions; `{{ ticket.id }}` is ilert's own, and was then typed on purpose. */
const TEMPLATE: Form = [/\$?\{\{(?!-?\s*ticket\.)[^{}]*\w\w[^{}]*\}\}/, NO_SUBSTITUTION];
const TO_FILL_IN: Form = [/<(?:your|my|insert|enter|put)\b[^<>]*>/i, NOT_FILLED_IN];
const IN_BRACKETS: Form = [/<[\w .-]+>/, NOT_FILLED_IN];

/** Values of these are never free text, so angle brackets can only be a placeholder. */
const WITHOUT_BRACKETS: ReadonlySet<Kind> = new Set([
  ...(['halo-url', 'https-url', 'ilert-endpoint', 'identifier', 'secret', 'payload', 'choice'] as const),
]);

/** The placeholder in a value, if there is one. Templates of ilert keep their `{{ … }}`. */
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
    // A key may contain any of these by chance.
    const isWhole = found?.length === value.trim().length;
    if (found !== undefined && (isWhole || kind !== 'secret')) return { text: found, hint };
  }
  return undefined;
}
