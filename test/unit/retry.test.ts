import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Attempt, mayHaveArrived, waitBeforeRetry } from '../../src/retry.ts';

const read: Attempt = { number: 1, status: undefined, retryAfter: undefined, code: undefined, repeatable: true };
const create: Attempt = { ...read, repeatable: false };

const waitOf = (attempt: Attempt) => waitBeforeRetry(attempt, 1, 0);

describe('the wait before the next attempt', () => {
  it.each<[string, Attempt, number | undefined]>([
    ['throttled, 5 s', { ...read, status: 429 }, 5_000],
    ['throttled again, twice as long', { ...read, status: 429, number: 2 }, 10_000],
    ['throttled, as long as the server asks', { ...read, status: 429, retryAfter: 12_000 }, 12_000],
    ['throttled, shortly even if the server asks for nothing', { ...read, status: 429, retryAfter: 0 }, 50],
    ['throttled for a minute', { ...read, status: 429, retryAfter: 60_000 }, 60_000],
    ['throttled for longer than a person waits: never', { ...read, status: 429, retryAfter: 60_001 }, undefined],
    ['a create that was throttled: it was not carried out', { ...create, status: 429 }, 5_000],
    ['a failing server, 1 s', { ...read, status: 500 }, 1_000],
    ['a failing server, the third time', { ...read, status: 503, number: 3 }, 4_000],
    ['a failing server that says when', { ...read, status: 503, retryAfter: 7_000 }, 7_000],
    ['a create at a failing server: never', { ...create, status: 500 }, undefined],
    ['a create at a server that says when: never', { ...create, status: 503, retryAfter: 1_000 }, undefined],
    ['what the server does not know: never', { ...read, status: 501 }, undefined],
    ['bad input: never', { ...read, status: 400 }, undefined],
    ['credentials refused: never', { ...read, status: 401 }, undefined],
    ['not allowed: never', { ...read, status: 403 }, undefined],
    ['not there: never', { ...read, status: 404 }, undefined],
    ['a connection refused', { ...read, code: 'ECONNREFUSED' }, 1_000],
    ['a connection reset', { ...read, code: 'ECONNRESET' }, 1_000],
    ['no answer in time', { ...read, code: 'ETIMEDOUT' }, 1_000],
    ['a name server that is busy', { ...read, code: 'EAI_AGAIN' }, 1_000],
    ['a create that could not connect', { ...create, code: 'ECONNREFUSED' }, 1_000],
    ['a create whose host was not found', { ...create, code: 'ENOTFOUND' }, 1_000],
    ['a create whose connection was reset: never', { ...create, code: 'ECONNRESET' }, undefined],
    ['a create that was not answered in time: never', { ...create, code: 'ETIMEDOUT' }, undefined],
    ['a create on a broken pipe: never', { ...create, code: 'EPIPE' }, undefined],
    ['a certificate that ran out: never', { ...read, code: 'CERT_HAS_EXPIRED' }, undefined],
    ['a certificate of nobody known: never', { ...read, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, undefined],
    ['another protocol: never', { ...read, code: 'EPROTO' }, undefined],
    ['an error without a code: never', read, undefined],
  ])('%s', (_, attempt, wait) => {
    expect(waitOf(attempt)).toBe(wait);
  });

  it('grows from attempt to attempt, and after the fifth there is none', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((number) => waitOf({ ...read, status: 500, number }));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, undefined, undefined]);
  });

  it('is spread over several runs, and made short by tests', () => {
    expect(waitBeforeRetry({ ...read, status: 500 }, 1, 1)).toBe(1_250);
    expect(waitBeforeRetry({ ...read, status: 429, retryAfter: 8_000 }, 0.001, 0)).toBe(8);
  });
});

const codes = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'CERT_HAS_EXPIRED', undefined];
const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
  number: fc.integer({ min: 1, max: 50 }),
  status: fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined }),
  retryAfter: fc.option(fc.nat(100_000), { nil: undefined }),
  code: fc.constantFrom(...codes),
  repeatable: fc.boolean(),
});

test('whatever happens, attempts and waits are bounded', () => {
  fc.assert(
    fc.property(anyAttempt, fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = waitBeforeRetry(attempt, 1, chance);
      if (wait === undefined) return;
      expect(attempt.number).toBeLessThan(5);
      expect(wait).toBeGreaterThanOrEqual(50);
      expect(wait).toBeLessThanOrEqual(75_000);
    }),
  );
});

test('a create is never sent again once it may have arrived', () => {
  fc.assert(
    fc.property(anyAttempt, (attempt) => {
      const again = waitOf({ ...attempt, repeatable: false }) !== undefined;
      const neverCarriedOut = attempt.status === 429 || (attempt.status === undefined && !mayHaveArrived(attempt.code));
      expect(again && !neverCarriedOut).toBe(false);
    }),
  );
});
