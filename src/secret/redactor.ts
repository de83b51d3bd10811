/** Removes secrets from everything that is printed, whatever its source: a server's error may repeat a key. */
export interface Redactor {
  /** Replaces this value with `***` from now on. */
  add(secret: string): void;
  /** Whether a text contains one of these values, in any form. */
  isIn(text: string): boolean;
  redact(text: string): string;
}

const HIDDEN = '***';
/** Shorter values occur in ordinary sentences; no real key is that short. */
const MIN_LENGTH = 6;

/** Returns the forms in which a secret may occur: as it is, in a URL, in a form, in JSON, in base64. */
function encodingsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

/** Creates a redactor. @param known the secrets it knows from the start */
export function createRedactor(known: readonly string[] = []): Redactor {
  const secrets = new Set<string>();
  const add = (secret: string) => {
    if (secret.length < MIN_LENGTH) return;
    // A lone surrogate can't be encoded in a URL, and is never sent as it is.
    for (const form of encodingsOf(Buffer.from(secret).toString())) secrets.add(form);
    secrets.add(secret);
  };
  for (const secret of known) add(secret);
  return {
    add,
    isIn: (text) => [...secrets].some((secret) => text.includes(secret)),
    redact(text) {
      // Longest first: a secret may be part of another.
      const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
      return longestFirst.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
    },
  };
}
