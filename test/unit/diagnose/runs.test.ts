import { describe, expect, it } from 'vitest';
import { deliveriesOf, runsOf } from '../../../src/halo/runs.ts';

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

  it('come newest first: by their time where it is told, else as listed', () => {
    const at = (minute: number) => ({ datecreated: `2026-01-02T03:0${minute}:00Z` });
    expect(runsOf([row(1, at(1)), row(2, at(3)), row(3, at(2))], GUID).map(({ id }) => id)).toEqual([2, 3, 1]);
    expect(runsOf([row(1), row(2), row(3)], GUID).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it('are done, failed or under way', () => {
    const rows = [row(1), row(2, { status: 1, error: 'Next step not found' }), row(3, { status: 1, error: '' })];
    expect(runsOf(rows, GUID).map(({ done, error }) => [done, error])).toEqual([
      [false, undefined],
      [false, 'Next step not found'],
      [true, undefined],
    ]);
  });
});

describe('calls of our runbook', () => {
  it('are told with ticket, run, status and answer, newest first', () => {
    const rows = [
      { id: 'a', entity_id: 2001, automation_id: 901, responsestatus: 202, responsebody: '', timestamp: '2026-01-01' },
      {
        id: 'b',
        entity_id: 2002,
        automation_id: 902,
        responsestatus: 404,
        responsebody: 'no',
        timestamp: '2026-01-02',
      },
    ];
    expect(deliveriesOf(rows)).toEqual([
      { ticketId: 2002, runId: 902, status: 404, answer: 'no', at: '2026-01-02' },
      { ticketId: 2001, runId: 901, status: 202, answer: '', at: '2026-01-01' },
    ]);
  });

  it('are those without an answer, where no status is told', () => {
    expect(deliveriesOf([{ id: 'a' }])).toEqual([
      { ticketId: undefined, runId: undefined, status: 0, answer: '', at: undefined },
    ]);
  });
});
