import { describe, expect, it } from 'vitest';
import { deliveriesOf, runsOf } from '../../../../src/providers/halo/run-history.ts';
import type { AnyRow } from '../../../../src/providers/halo/schemas.ts';
import { fc } from '../../../support/property.ts';

const GUID = '0a6ec9d4-2f3c-4a57-9f43-000000000001';
const row = (id: number, more: object = {}) => ({
  id,
  runbook_id: GUID,
  ticket_id: 2000 + id,
  status: 2,
  error: null,
  ...more,
});

describe('runs of our runbook', () => {
  it('are those with its id, however it is written', () => {
    const rows = [row(1), row(2, { runbook_id: 'another' }), row(3, { runbook_id: GUID.toUpperCase() })];
    expect(runsOf(rows, GUID).map(({ id }) => id)).toEqual([3, 1]);
  });

  it('come newest first: by their time if known, otherwise as listed', () => {
    const at = (minute: number) => ({ timestamp: `2026-01-02T03:0${minute}:00Z` });
    expect(runsOf([row(1, at(1)), row(2, at(3)), row(3, at(2))], GUID).map(({ id }) => id)).toEqual([2, 3, 1]);
    expect(runsOf([row(1), row(2), row(3)], GUID).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('are done, failed or running', () => {
    const rows = [row(1), row(2, { status: 1, error: 'Next step not found' }), row(3, { status: 1, error: '' })];
    expect(runsOf(rows, GUID).map(({ state, done, error }) => [state, done, error])).toEqual([
      ['running', false, undefined],
      ['failed', false, 'Next step not found'],
      ['done', true, undefined],
    ]);
  });

  it('are sorted by time, not by text: with and without Z, with up to seven fraction digits', () => {
    const times = ['2026-01-02T03:00:00.1234567', '2026-01-02T04:30:00+02:00', '2026-01-02T03:00:01Z'];
    const rows = times.map((timestamp, index) => row(index + 1, { timestamp }));
    expect(runsOf(rows, GUID).map(({ id }) => id)).toEqual([3, 1, 2]);
  });

  it.each(['timestamp', 'executionStartTime', 'last_attempt_date', 'date_processed'])(
    'tell their time by %s, where the other dates are not set',
    (field) => {
      const unset = {
        timestamp: null,
        executionStartTime: '0001-01-01T00:00:00',
        date_processed: '1899-12-30T00:00:00',
      };
      const [run] = runsOf([row(1, { ...unset, [field]: '2026-01-02T03:04:05' })], GUID);
      expect(run?.at).toBe('2026-01-02T03:04:05.000Z');
    },
  );

  it('are read in whatever case their fields come', () => {
    const shouted = { ID: 1, Runbook_ID: GUID, Status: 2, ExecutionStartTime: '2026-01-02T03:04:05Z' };
    expect(runsOf([shouted as never], GUID)).toMatchObject([{ id: 1, state: 'done', at: '2026-01-02T03:04:05.000Z' }]);
  });

  describe('wait for a retry', () => {
    const retry = { retry_attempts_remaining: 2, next_retry_date: '2026-01-02T03:04:05.1234567' };

    it.each([
      ['whatever error they tell meanwhile', { status: 1, error: 'Failed result reached', ...retry }],
      ['also without an error', { status: 1, ...retry }],
      ['also where numbers come as text', { status: '1', ...retry, retry_attempts_remaining: '2' }],
      ['also where the status is not told', { status: null, ...retry }],
    ])('%s', (_, more) => {
      const [run] = runsOf([row(1, more)], GUID);
      expect(run).toMatchObject({ state: 'waiting-to-retry', done: false });
      expect(run?.retry).toEqual({ at: '2026-01-02T03:04:05.123Z', attemptsLeft: 2 });
    });

    it.each([
      ['done', 'once they are done', { status: 2, ...retry }],
      ['done', 'once they are done, with the status as text', { status: '2', ...retry }],
      ['failed', 'with no attempt left', { status: 1, error: 'x', ...retry, retry_attempts_remaining: 0 }],
      ['failed', 'without a date', { status: 1, error: 'x', ...retry, next_retry_date: '1899-12-30T00:00:00' }],
      ['running', 'during the attempt', { status: 1, ...retry, next_retry_date: null }],
    ])('no more, but are %s %s', (state, _, more) => {
      const [run] = runsOf([row(1, more)], GUID);
      expect(run).toMatchObject({ state });
      expect(run).not.toHaveProperty('retry');
    });
  });

  it('can be read whatever fields a row lacks', () => {
    const anything = fc.option(fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant([]), fc.constant({})));
    const fields = ['status', 'error', 'ticket_id', 'timestamp', 'date_processed', 'next_retry_date'] as const;
    const rows = fc.array(
      fc.record(Object.fromEntries(fields.map((field) => [field, anything])), { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(rows, (some) => {
        const runs = runsOf(
          some.map((each, index) => ({ id: index, runbook_id: GUID, ...each }) as AnyRow),
          GUID,
        );
        expect(runs).toHaveLength(some.length);
      }),
      { seed: 10 },
    );
  });
});

describe('calls of our runbook', () => {
  it('have ticket, run, status and response, newest first', () => {
    const rows = [
      {
        id: 'a',
        entity_id: 2001,
        automation_id: 901,
        responsestatus: 202,
        responsebody: '',
        timestamp: '2026-01-01T08:00:00',
      },
      {
        id: 'b',
        entity_id: 2002,
        automation_id: 902,
        responsestatus: 404,
        responsebody: 'no',
        timestamp: '2026-01-02T08:00:00.1234567Z',
      },
    ];
    expect(deliveriesOf(rows)).toEqual([
      { ticketId: 2002, runId: 902, status: 404, answer: 'no', at: '2026-01-02T08:00:00.123Z' },
      { ticketId: 2001, runId: 901, status: 202, answer: '', at: '2026-01-01T08:00:00.000Z' },
    ]);
  });

  it('have no response if there is an error and no status', () => {
    expect(deliveriesOf([{ id: 'a', error: true }])).toEqual([
      { ticketId: undefined, runId: undefined, status: 0, answer: '', at: undefined },
    ]);
  });

  it('are undecided if there is neither', () => {
    expect(deliveriesOf([{ id: 'a', responsestatus: null }])).toEqual([]);
  });
});
