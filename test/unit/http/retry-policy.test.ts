import { describe, expect, it, test } from 'vitest';
import {
  type Attempt,
  attemptsFor,
  delayBeforeRetry,
  MAX_ATTEMPTS,
  MAX_FIRST_ATTEMPTS,
  mayHaveArrived,
  parseRetryAfter,
} from '../../../src/http/retry-policy.ts';
import { fc } from '../../support/property.ts';

const read: Attempt = {
  number: 1,
  maxAttempts: MAX_ATTEMPTS,
  status: undefined,
  retryAfter: undefined,
  code: undefined,
  repeatable: true,
  throttledMs: 0,
};
const create: Attempt = { ...read, repeatable: false };

const waitOf = (attempt: Attempt) => delayBeforeRetry(attempt, 0);

describe('the wait before the next attempt', () => {
  it.each<[string, Attempt, number | undefined]>([
    ['throttled, 5 s', { ...read, status: 429 }, 5_000],
    ['throttled again, twice as long', { ...read, status: 429, number: 2 }, 10_000],
    ['throttled, as long as the server asks', { ...read, status: 429, retryAfter: 12_000 }, 12_000],
    ['throttled, a second even if the server asks for nothing', { ...read, status: 429, retryAfter: 0 }, 1_000],
    [
      'throttled with no wait asked for again and again, longer each time',
      { ...read, status: 429, retryAfter: 0, number: 5 },
      16_000,
    ],
    ['throttled, at most a minute', { ...read, status: 429, number: 9 }, 60_000],
    ['throttled for the whole window', { ...read, status: 429, retryAfter: 300_000 }, 300_000],
    ['throttled for longer than the window: never', { ...read, status: 429, retryAfter: 304_001 }, undefined],
    ['throttled for 290 s already: the rest of the window', { ...read, status: 429, throttledMs: 290_000 }, 5_000],
    ['throttled until the window was over: never', { ...read, status: 429, throttledMs: 304_000 }, undefined],
    [
      'throttled again for longer than the window',
      { ...read, status: 429, throttledMs: 5_000, retryAfter: 300_000 },
      undefined,
    ],
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

  it('grows with each attempt, and ends after the fifth', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((number) => waitOf({ ...read, status: 500, number }));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, undefined, undefined]);
  });

  it('is jittered by seconds rather than minutes', () => {
    expect(delayBeforeRetry({ ...read, status: 500 }, 1)).toBe(1_250);
    expect(delayBeforeRetry({ ...read, status: 429, retryAfter: 8_000 }, 1)).toBe(10_000);
    expect(delayBeforeRetry({ ...read, status: 429, retryAfter: 200_000 }, 1)).toBe(205_000);
  });
});

describe('how often a request that fails is sent', () => {
  it.each([
    ['a host that DNS does not know and that has never answered: once', 'ENOTFOUND', false, 1],
    ['the same host after it has answered: it exists', 'ENOTFOUND', true, MAX_ATTEMPTS],
    ['a DNS server that does not respond is no verdict on the host', 'EAI_AGAIN', false, MAX_FIRST_ATTEMPTS],
    ['a host that has never answered', 'ECONNREFUSED', false, MAX_FIRST_ATTEMPTS],
    ['a host that has answered', 'ECONNREFUSED', true, MAX_ATTEMPTS],
    ['a host that answers with an error', undefined, true, MAX_ATTEMPTS],
  ])('%s', (_, code, hasAnswered, attempts) => {
    expect(attemptsFor(code, hasAnswered, MAX_FIRST_ATTEMPTS)).toBe(attempts);
  });
});

const codes = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'CERT_HAS_EXPIRED', undefined];
const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
  number: fc.integer({ min: 1, max: 50 }),
  maxAttempts: fc.integer({ min: 1, max: MAX_ATTEMPTS }),
  status: fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined }),
  retryAfter: fc.option(fc.nat(400_000), { nil: undefined }),
  throttledMs: fc.nat(400_000),
  code: fc.constantFrom(...codes),
  repeatable: fc.boolean(),
});

test('a permanently throttling service gets 8 or 9 requests in five minutes, and not many more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
      fc.constantFrom(undefined, 0, 1_000, 30_000, 60_000),
      (chances, retryAfter) => {
        let throttledMs = 0;
        let attempts = 1;
        for (const [index, chance] of chances.entries()) {
          const wait = delayBeforeRetry({ ...read, status: 429, number: index + 1, retryAfter, throttledMs }, chance);
          if (wait === undefined) break;
          throttledMs += wait;
          attempts += 1;
        }
        expect(attempts).toBeLessThanOrEqual(12);
        expect(throttledMs).toBeGreaterThanOrEqual(retryAfter === undefined ? 304_000 : 240_000);
        expect(throttledMs).toBeLessThanOrEqual(304_000.001);
      },
    ),
    { seed: 429 },
  );
});

test.each([
  ['30', 30_000],
  [' 7 ', 7_000],
  ['1.5', 1_500],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['soon', undefined],
])('Retry-After %j asks for %s milliseconds', (header, wait) => {
  expect(parseRetryAfter(header, Date.parse('2026-01-01T00:00:00Z'))).toBe(wait);
});

test('attempts and waits are always bounded', () => {
  fc.assert(
    fc.property(anyAttempt, fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
      const wait = delayBeforeRetry(attempt, chance);
      if (wait === undefined) return;
      if (attempt.status === 429) expect(attempt.throttledMs + wait).toBeLessThanOrEqual(304_000.001);
      else {
        expect(attempt.number).toBeLessThan(5);
        expect(wait).toBeGreaterThanOrEqual(50);
        expect(wait).toBeLessThanOrEqual(75_000);
      }
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
