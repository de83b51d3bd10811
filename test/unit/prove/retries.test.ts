import { describe, expect, it } from 'vitest';
import { judgeNoAnswer } from '../../../src/prove/experiments/halo/failing-runs/failing-runs.ts';
import {
  announcedRetry,
  furtherAttempt,
  judgeEndResults,
  judgeRetry,
  judgeRetryRow,
  type Retry,
} from '../../../src/prove/experiments/halo/failing-runs/retries.ts';
import type { AnyRow } from '../../../src/providers/halo/schemas.ts';

const run = (fields: object): AnyRow => ({ id: 901, status: 1, error: 'Failed result reached', ...fields }) as AnyRow;
const UNSET = '1899-12-30T00:00:00';

describe('the retry that Halo announces', () => {
  it.each([
    ['in numbers', { retry_attempts_remaining: 3, next_retry_date: '2026-05-04T08:16:30Z' }],
    ['as text', { retry_attempts_remaining: '3', next_retry_date: '2026-05-04T08:16:30.1234567' }],
  ])('is read %s', (_, fields) => {
    const row = run({ last_attempt_date: '2026-05-04T08:15:30.0000000', ...fields });
    expect(announcedRetry(row)).toEqual({ attemptsLeft: 3, seconds: 60 });
  });

  it.each([
    { retry_attempts_remaining: 3, next_retry_date: UNSET },
    { retry_attempts_remaining: 0, next_retry_date: '2026-05-04T08:16:30Z' },
    { retry_attempts_remaining: null, next_retry_date: null },
    {},
  ])('is none without attempts or without a date: %j', (fields) => {
    expect(announcedRetry(run(fields))).toBeUndefined();
  });

  it('counts from the start of a run without a date of its last attempt, and is due if there is no date at all', () => {
    const retry = { retry_attempts_remaining: 1, next_retry_date: '2026-05-04T08:20:00Z' };
    expect(announcedRetry(run({ ...retry, last_attempt_date: UNSET, timestamp: '2026-05-04T08:15:00' }))?.seconds).toBe(
      300,
    );
    expect(announcedRetry(run(retry))?.seconds).toBe(0);
  });
});

describe('a further attempt', () => {
  const first = run({ retry_attempts_remaining: 3, last_attempt_date: '2026-05-04T08:15:30Z' });

  it.each([
    [undefined, [first]],
    [undefined, []],
    ['same row', [{ ...first, retry_attempts_remaining: 2 }]],
    ['same row', [{ ...first, last_attempt_date: '2026-05-04T08:16:30Z' }]],
    [undefined, [{ ...first, retry_attempts_remaining: '3' }]],
    ['another row', [first, { ...first, id: 902 }]],
  ])('is in %s', (expected, now) => {
    expect(furtherAttempt([first], now as AnyRow[])).toBe(expected);
  });

  it('is not what Halo writes into the row of the first one later', () => {
    const early = run({ retry_attempts_remaining: 0, last_attempt_date: UNSET });
    expect(furtherAttempt([early], [first])).toBeUndefined();
  });
});

describe('the verdict on retries', () => {
  const announced = { attemptsLeft: 3, seconds: 60 };
  const seen: Retry = { announced, showsAttempts: true, wasDone: false, attempt: 'same row', sentCurrent: true };
  const none: Retry = { ...seen, announced: undefined, attempt: undefined, sentCurrent: undefined };
  const unannounced: Retry = { ...seen, announced: undefined };
  const late: Retry = { ...none, announced: { attemptsLeft: 3, seconds: 3600 } };

  it.each([
    ['as assumed', seen, ['confirmed', 'confirmed', 'confirmed']],
    ['only after an hour', late, ['confirmed', 'confirmed', 'not observed']],
    ['never', none, ['contradicted', 'not observed', 'not observed']],
    ['never, as far as is listed', { ...none, showsAttempts: false }, ['not observed', 'not observed', 'not observed']],
    ['never, and shows the run as done', { ...none, wasDone: true }, ['contradicted', 'not observed', 'not observed']],
    ['without listing attempts', { ...unannounced, showsAttempts: false }, ['confirmed', 'not observed', 'confirmed']],
    ['without a date', unannounced, ['confirmed', 'contradicted', 'confirmed']],
    ['in another row', { ...seen, attempt: 'another row' }, ['confirmed', 'confirmed', 'contradicted']],
    ['of the ticket as it was', { ...seen, sentCurrent: false }, ['confirmed', 'confirmed', 'contradicted']],
    ['of which no body is listed', { ...seen, sentCurrent: undefined }, ['confirmed', 'confirmed', 'not observed']],
    ['of a run that is shown as done', { ...seen, wasDone: true }, ['confirmed', 'confirmed', 'contradicted']],
  ] as const)('if Halo retries %s', (_, retry, answers) => {
    const failed = { isDone: false, isRetried: false };
    const verdicts = [judgeEndResults(failed, retry), judgeRetry(retry), judgeRetryRow(retry)];
    expect(verdicts.map(({ answer }) => answer)).toEqual(answers);
  });

  it.each([
    { isDone: true, isRetried: false },
    { isDone: false, isRetried: true },
  ])('contradicts the results if the run that failed for good is %j', (failed) => {
    expect(judgeEndResults(failed, seen).answer).toBe('contradicted');
  });
});

describe('the verdict on a call without an answer', () => {
  it.each([
    ['confirmed', run({ status: '2', error: null }), [{ responsestatus: 0 }]],
    ['confirmed', run({ status: 2, error: null }), [{ responsestatus: null }]],
    ['contradicted', run({}), []],
    ['not observed', undefined, []],
    ['not observed', run({ status: 2 }), [{ responsestatus: 502 }]],
  ])('is %s', (answer, row, deliveries) => {
    expect(judgeNoAnswer(row, deliveries as unknown as AnyRow[]).answer).toBe(answer);
  });
});
