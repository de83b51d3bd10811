import { inspect } from 'node:util';

const HIDDEN = '***';

/**
 * A value that must not be shown: as a string, in JSON and when inspected, it is `***` or a shortened form. Only
 * `reveal` returns it, for the code that sends it.
 */
export class Secret {
  readonly #value: string;
  readonly #shown: string;

  constructor(value: string, shown: string = HIDDEN) {
    this.#value = value;
    this.#shown = shown;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return this.#shown;
  }

  toJSON(): string {
    return this.#shown;
  }

  [inspect.custom](): string {
    return this.#shown;
  }
}

const SHOWN_KEY_LENGTH = 8;

/**
 * Wraps a URL or path that ends in an integration key (ilert's `integrationUrl`, the path of Halo's method). It is
 * shown up to the first 8 characters of its last segment, without trailing slashes, query or fragment.
 */
export function keyedPath(value: string): Secret {
  const path = value.replace(/\/*([?#].*)?$/s, '');
  const keyStart = path.lastIndexOf('/') + 1;
  const end = Math.min(keyStart + SHOWN_KEY_LENGTH, path.length);
  return new Secret(value, end < value.length ? `${value.slice(0, end)}…` : value);
}

export function sameSecret(one: Secret, other: Secret): boolean {
  return one.reveal() === other.reveal();
}
