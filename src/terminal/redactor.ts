/** Keeps secrets out of all that is printed, whoever wrote it there: a server's error may repeat a key. */
export interface Redactor {
  /** From now on this value is shown as `***`. */
  add(secret: string): void;
  redact(text: string): string;
}

const HIDDEN = '***';
/** Shorter ones would hide half of an ordinary sentence; no real key is that short. */
const SHORTEST = 6;

/** Makes a redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const known = new Set<string>();
  return {
    add(secret) {
      if (secret.length < SHORTEST) return;
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) known.add(form);
    },
    redact(text) {
      // The longest first: a secret may be part of another.
      const secrets = [...known].sort((one, other) => other.length - one.length);
      return secrets.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
    },
  };
}
