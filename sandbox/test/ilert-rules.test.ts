import { describe, expect, it } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { AUTO_RESOLUTION_TIMEOUTS, GROUPING_WINDOWS, milliseconds } from '../ilert/alerting/durations.ts';
import { similarity } from '../ilert/alerting/grouping.ts';
import { isWithin } from '../ilert/alerting/support-hours.ts';
import { fillTemplate } from '../ilert/alerting/text-template.ts';
import type { SupportHoursRow } from '../ilert/rows.ts';

describe('durations', () => {
  it('are all parsed, and none is zero', () => {
    for (const duration of [...GROUPING_WINDOWS, ...AUTO_RESOLUTION_TIMEOUTS]) {
      expect(milliseconds(duration)).toBeGreaterThan(0);
    }
    expect(milliseconds('PT90M')).toBe(5_400_000);
    expect(milliseconds('PT2H')).toBe(7_200_000);
  });
});

describe('the similarity of two summaries', () => {
  it('is between 0 and 1, symmetric, and 1 for equal texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const score = similarity(one, other);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(similarity(other, one)).toBe(score);
        expect(similarity(one, one)).toBe(1);
      }),
    );
  });

  it('is the share of common words, ignoring case', () => {
    expect(similarity('Mail server down', 'mail SERVER up')).toBe(0.5);
    expect(similarity('mail', 'printer')).toBe(0);
  });
});

describe('support hours', () => {
  const hours: SupportHoursRow = {
    id: 1,
    name: 'x',
    teamIds: [],
    timezone: 'Europe/Berlin',
    supportDays: { MONDAY: { start: '08:00', end: '17:00' } },
    exceptions: [
      { name: 'holiday', start: '2026-01-12', end: '2026-01-12', supportStatus: 'OUTSIDE' },
      { name: 'open Sunday', start: '2026-01-18', end: '2026-01-18', supportStatus: 'DURING' },
    ],
  };

  it.each([
    ['2026-01-05T07:00:00Z', true, 'as the day starts in Berlin'],
    ['2026-01-05T06:59:00Z', false, 'a minute earlier'],
    ['2026-01-05T15:59:00Z', true, 'in the last minute'],
    ['2026-01-05T16:00:00Z', false, 'as the day ends'],
    ['2026-07-06T06:00:00Z', true, 'in summer time'],
    ['2026-01-06T10:00:00Z', false, 'on a day without hours'],
    ['2026-01-12T10:00:00Z', false, 'on a holiday'],
    ['2026-01-18T22:00:00Z', true, 'on a day that is open by exception'],
  ])('at %s are %s: %s', (at, within) => {
    expect(isWithin(hours, Date.parse(at))).toBe(within);
  });
});

describe('a text template', () => {
  const payload = { ticket: { id: 7, tags: ['a', 'b'], agent: { name: 'Ada' }, empty: null } };

  it.each([
    ['{{ ticket.id }}: {{ticket.agent.name}}', '7: Ada'],
    ['{{ ticket.tags[1] }}', 'b'],
    ['{{ ticket.agent }}', '{"name":"Ada"}'],
    ['[{{ ticket.empty }}{{ ticket.nothing.at.all }}{{ toString }}]', '[]'],
    ['no variables', 'no variables'],
  ])('%s becomes %s', (textTemplate, filled) => {
    expect(fillTemplate({ textTemplate }, payload)).toBe(filled);
  });

  it('that is not set is empty', () => {
    expect(fillTemplate(undefined, payload)).toBeUndefined();
    expect(fillTemplate({ elements: [] }, payload)).toBeUndefined();
  });
});
