/** Keeps secrets out of all that is printed, whoever wrote it there: a server's error may repeat a key. */
export interface Redactor {
  /** From now on this value is shown as `***`. */
  add(secret: string): void;
  redact(text: string): string;
}

const HIDDEN = '***';
/** Shorter ones would hide half of an ordinary sentence; no real key is that short. */
const SHORTEST = 6;

/** As it may be repeated: in clear, in a URL, in a form, in JSON, in base64. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

/** Makes a redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  return {
    add(secret) {
      if (secret.length < SHORTEST) return;
      // Half a character has no form in a URL, and reaches no wire as it is.
      for (const form of formsOf(Buffer.from(secret).toString())) known.add(form);
      known.add(secret);
    },
    redact(text) {
      // The longest first: a secret may be part of another.
      const secrets = [...known].sort((one, other) => other.length - one.length);
      return secrets.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
    },
  };
}
