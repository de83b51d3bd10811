/** What may happen to a request, and whether the service has carried it out anyway. */
export interface Fault {
  /** As in the names of the tests. */
  readonly name: string;
  /** Whether the service carries out the request before the answer is spoilt. */
  readonly done: boolean;
  /** Whether the answer leaves open if it was carried out. */
  readonly open: boolean;
  readonly answer: Spoilt;
}

/** What replaces the answer. */
export type Spoilt =
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'reshape'; readonly shape: Shape }
  /** The host name is not found, with Node's code. */
  | { readonly kind: 'lookup'; readonly code: 'ENOTFOUND' | 'EAI_AGAIN' }
  /** The server shows an untrusted certificate, or aborts the handshake. */
  | { readonly kind: 'certificate' }
  | { readonly kind: 'handshake' };

/** How an answer's JSON differs from what is expected. */
export type Shape = 'another kind' | 'wrong things' | 'other types' | 'one other type' | 'missing ids';

const PAGE = '<!doctype html><title>Sign in</title><h1>Please sign in</h1>';
const html = { kind: 'respond', status: 200, body: PAGE, headers: { 'content-type': 'text/html' } } as const;
const failed = (status: number) => ({ kind: 'respond', status, body: { message: 'Something broke.' } }) as const;
const throttled = (headers: Record<string, string>) =>
  ({ kind: 'respond', status: 429, body: { message: 'Slow down.' }, headers }) as const;

const undone = (name: string, answer: Spoilt, open = true): Fault => ({ name, done: false, open, answer });
const done = (name: string, answer: Spoilt): Fault => ({ name: `${name}, but done`, done: true, open: true, answer });
const reshaped = (shape: Shape): Fault => ({
  name: `200 with ${shape}`,
  done: true,
  open: true,
  answer: { kind: 'reshape', shape },
});

/** Every kind of answer, or of its absence, except timeouts. */
export const quickFaults: readonly Fault[] = [
  undone('reset', { kind: 'reset' }),
  done('reset', { kind: 'reset' }),
  undone('429 with Retry-After', throttled({ 'retry-after': '7' }), false),
  undone('429 without Retry-After', throttled({}), false),
  undone('500', failed(500)),
  done('500', failed(500)),
  undone('503', failed(503)),
  undone('200 with HTML', html),
  done('200 with HTML', html),
  undone('200 with an error in JSON', { kind: 'respond', status: 200, body: { message: 'Unavailable', errors: [] } }),
  reshaped('another kind'),
  reshaped('wrong things'),
  reshaped('other types'),
  reshaped('one other type'),
  reshaped('missing ids'),
  undone('401', { kind: 'respond', status: 401, body: { message: 'Expired.' } }, false),
];

/** More of the same kinds, for a longer test. */
export const moreFaults: readonly Fault[] = [
  undone('429 that asks for an hour', throttled({ 'retry-after': '3600' }), false),
  done('504', failed(504)),
  undone('200 with JSON of nothing', { kind: 'respond', status: 200, body: {} }),
];

/** No answer in time: either the request did not arrive, or its answer was lost. */
export const slowFaults: readonly Fault[] = [
  undone('no answer', { kind: 'hang' }),
  done('no answer', { kind: 'hang' }),
];

/** No connection: each happens to the connection of a request. */
export const networkFaults: readonly Fault[] = [
  undone('a name that is not found', { kind: 'lookup', code: 'ENOTFOUND' }, false),
  undone('a certificate that nobody trusts', { kind: 'certificate' }, false),
  undone('a broken TLS handshake', { kind: 'handshake' }),
];

/** More of these, for a longer test. */
export const moreNetworkFaults: readonly Fault[] = [
  undone('a name server that is busy', { kind: 'lookup', code: 'EAI_AGAIN' }, false),
];

/** A fault that happens to one request of a run. */
export interface Misfortune {
  /** The index of the request in the run, from 0. */
  readonly at: number;
  readonly fault: Fault;
  /** Whether every later request to that service fails in the same way until the run ends. */
  readonly forGood: boolean;
  /** Decides what is left to chance, from 0 to 1. */
  readonly chance: number;
}

/** Describes a misfortune, for the name of a test and for finding its cause. */
export function inWords({ at, fault, forGood }: Misfortune): string {
  return `${fault.name} ${forGood ? 'from' : 'at'} request ${at + 1}${forGood ? ' on' : ''}`;
}
