import { describe, expect, it } from 'vitest';
import { isTransient, pendingFinding, type WaitingRun, waitingRuns } from '../../../src/diagnostics/retries.ts';
import type { Delivery, Run } from '../../../src/providers/halo/run-history.ts';

const waiting = (id: number, ticketId: number, minute = 5, attemptsLeft = 2): WaitingRun => ({
  id,
  ticketId,
  state: 'waiting-to-retry',
  done: false,
  error: 'Failed result reached',
  at: '2026-01-02T03:00:00.000Z',
  retry: { at: `2026-01-02T03:0${minute}:00.000Z`, attemptsLeft },
});
const done = (id: number, ticketId: number): Run => ({
  id,
  ticketId,
  state: 'done',
  done: true,
  error: undefined,
  at: '2026-01-02T03:00:00.000Z',
});
const call = (status: number, runId = 1): Delivery => ({ ticketId: 2001, runId, status, answer: '', at: undefined });

describe('a run waits for its retry', () => {
  it('even if runs of other tickets have succeeded since', () => {
    expect(waitingRuns([done(3, 2003), waiting(2, 2002), done(1, 2001)]).map(({ id }) => id)).toEqual([2]);
  });

  it('no more once a later run has delivered its ticket', () => {
    expect(waitingRuns([done(2, 2001), waiting(1, 2001)])).toEqual([]);
    expect(waitingRuns([waiting(2, 2001), done(1, 2001)])).toHaveLength(1);
  });
});

describe('the same request', () => {
  it.each([0, 408, 429, 500, 502, 503, 504])('may succeed later, after status %i', (status) => {
    expect(isTransient(call(status))).toBe(true);
  });

  it.each([400, 401, 403, 404, 405, 415])('can only fail again, after status %i', (status) => {
    expect(isTransient(call(status))).toBe(false);
  });

  it('may succeed if its answer is not listed; once ilert has accepted it, a retry only repeats it', () => {
    expect(isTransient(undefined)).toBe(true);
    expect(isTransient(call(202))).toBe(false);
  });
});

describe('a waiting ticket is reported', () => {
  it('with ticket, time, attempts left and cause', () => {
    expect(pendingFinding([waiting(1, 2001, 5, 1)], [call(503)])).toMatchObject({
      severity: 'pending',
      component: 'delivery',
      fixableByApply: false,
      message:
        'Ticket 2001 has not reached ilert yet. The next attempt is at 2026-01-02 03:05:00 UTC (1 attempt left). Last attempt: ilert failed with HTTP 503.',
    });
  });

  it('in one message for several tickets, with the next retry', () => {
    const { message } = pendingFinding([waiting(2, 2002, 7), waiting(1, 2001, 5, 3)], []);
    expect(message).toContain(
      '2 tickets have not reached ilert yet: 2002, 2001. The next attempt is at 2026-01-02 03:05:00 UTC (3 attempts left).',
    );
  });

  it('with a note if its cause has been fixed since', () => {
    expect(pendingFinding([waiting(1, 2001)], [call(404)], () => true).message).toMatch(
      /The cause has since been fixed\.$/,
    );
  });
});
