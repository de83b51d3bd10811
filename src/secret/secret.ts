import { inspect } from 'node:util';

const HIDDEN = '***';

/**
 * A value that must not be seen: as a string, in JSON and under inspection it is `***`, or the
 * shortened form it was given. Only `reveal` gives it out, to the code that puts it on the wire.
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

const SHOWN_OF_A_KEY = 8;

/**
 * A URL or path that ends in an integration key (ilert's `integrationUrl`, the path of Halo's
 * method): shown with the first 8 characters of its last segment and `…`. Slashes, a query and a fragment
 * behind that segment are not shown.
 */
export function keyedPath(value: string): Secret {
  const path = value.replace(/\/*([?#].*)?$/s, '');
  const keyStart = path.lastIndexOf('/') + 1;
  const end = Math.min(keyStart + SHOWN_OF_A_KEY, path.length);
  return new Secret(value, end < value.length ? `${value.slice(0, end)}…` : value);
}

/** Whether two values that may be secrets are the same. */
export function sameSecret(one: Secret, other: Secret): boolean {
  return one.reveal() === other.reveal();
}
