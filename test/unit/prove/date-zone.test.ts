import { describe, expect, it } from 'vitest';
import { judgeDates } from '../../../src/prove/experiments/halo/date-zone.ts';
import type { Raw } from '../../../src/providers/row-reader.ts';

const dates = (dateoccurred: unknown, lastactiondate: unknown): Raw => ({ dateoccurred, lastactiondate });
const run = (timestamp: unknown, executionstarttime: unknown): Raw => ({ timestamp, executionstarttime });
const WITH_ZONE = '2026-05-04T08:15:30.1234567Z';

describe('dates without a time zone are', () => {
  it.each([
    ['confirmed as UTC if they are seconds away from one with Z', [dates(WITH_ZONE, '2026-05-04T08:15:41.2')]],
    ['confirmed as UTC, whichever field has the Z', [dates('2026-05-04T08:15:29', WITH_ZONE)]],
    ['confirmed as UTC next to another offset', [dates('2026-05-04T08:15:29', '2026-05-04T10:15:30+02:00')]],
  ])('%s', (_, tickets) => {
    expect(judgeDates(tickets, []).answer).toBe('confirmed');
  });

  it.each([
    ['hours ahead', '2026-05-04T10:15:30.123', '120 minutes'],
    ['behind', '2026-05-04T04:45:30', '-210 minutes'],
    ['on the day before', '2026-05-03T22:15:30', '-600 minutes'],
  ])('contradicted if they are %s', (_, without, difference) => {
    const { answer, sentence } = judgeDates([dates(WITH_ZONE, without)], []);
    expect(answer).toBe('contradicted');
    expect(sentence).toContain(difference);
  });

  it.each([
    ['all dates have a Z', [dates(WITH_ZONE, WITH_ZONE)]],
    ['no date has a Z', [dates('2026-05-04T08:15:30', '2026-05-04T08:15:30')]],
    ['the others are not set', [dates(WITH_ZONE, '1899-12-30T00:00:00')]],
    ['they are no dates', [dates(WITH_ZONE, 5), dates(null, undefined)]],
    ['the difference is that of no time zone', [dates(WITH_ZONE, '2026-05-04T08:22:30')]],
    ['the ticket was not readable', [{}]],
  ])('not observed if %s', (_, tickets) => {
    expect(judgeDates(tickets, []).answer).toBe('not observed');
  });

  it('judged by runs too, except where only one of several differs: that one was retried', () => {
    const utc = run('2026-05-04T08:15:30', WITH_ZONE);
    const later = run('2026-05-04T09:15:30', WITH_ZONE);
    expect(judgeDates([], [utc, later]).answer).toBe('confirmed');
    expect(judgeDates([], [later]).answer).toBe('contradicted');
    expect(judgeDates([dates(WITH_ZONE, '2026-05-04T08:15:30')], [later]).answer).toBe('contradicted');
  });
});
