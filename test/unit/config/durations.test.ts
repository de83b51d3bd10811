import { describe, expect, it, test } from 'vitest';
import { fieldOf } from '../../../src/config/settings.ts';
import { isoDuration, parseMinutes } from '../../../src/text/duration.ts';
import { fc } from '../../support/property.ts';
import { settingsOf } from './settings-of.ts';

const GROUPING_WINDOWS = fieldOf('alertSource.groupingWindow').choices ?? [];
const AUTO_RESOLVE_TIMES = fieldOf('alertSource.autoResolve').choices ?? [];

test.each([
  ['5m', 5],
  ['5 m', 5],
  [' 90 min ', 90],
  ['2h', 120],
  ['2H', 120],
  ['PT5M', 5],
  ['pt5m', 5],
  ['PT60M', 60],
  ['PT1H', 60],
  ['PT1H30M', 90],
])('%s is %d minutes', (text, minutes) => {
  expect(parseMinutes(text)).toBe(minutes);
});

test.each(['', '5', 'm', '5s', '1d', 'PT', 'PT5S', 'P1D', '-5m', '1.5h', '5m5m', 'five minutes', '99999m'])(
  '"%s" is no time',
  (text) => {
    expect(parseMinutes(text)).toBeUndefined();
  },
);

test('a time in minutes, in hours and as ilert writes it are the same', () => {
  fc.assert(
    fc.property(fc.nat(165), fc.nat(59), (hours, minutes) => {
      const all = hours * 60 + minutes;
      expect(parseMinutes(`PT${hours}H${minutes}M`)).toBe(all);
      expect(parseMinutes(`${all}m`)).toBe(all);
      expect(parseMinutes(isoDuration(`${hours}h`))).toBe(hours * 60);
    }),
  );
});

describe('a grouping window', () => {
  it.each(GROUPING_WINDOWS.map((window) => [window, `PT${window.toUpperCase()}`]))(
    '%s goes to ilert as %s',
    async (window, iso) => {
      const { settings, messages } = await settingsOf({
        env: { ILERT_GROUPING: 'window', ILERT_GROUPING_WINDOW: window },
      });
      expect(messages).toEqual([]);
      expect(settings['alertSource.groupingWindow']).toBe(iso);
    },
  );

  it.each([
    ['60m', 'PT1H'],
    ['PT60M', 'PT1H'],
    ['120 min', 'PT2H'],
  ])('%s is what ilert lists as %s', async (typed, iso) => {
    const { settings } = await settingsOf({ env: { ILERT_GROUPING: 'window', ILERT_GROUPING_WINDOW: typed } });
    expect(settings['alertSource.groupingWindow']).toBe(iso);
  });
});

describe('a time to resolve by itself', () => {
  it.each(AUTO_RESOLVE_TIMES.map((time) => [time, `PT${time.toUpperCase()}`]))(
    '%s goes to ilert as %s',
    async (time, iso) => {
      const { settings } = await settingsOf({ env: { ILERT_AUTO_RESOLVE: time } });
      expect(settings['alertSource.autoResolve']).toBe(iso);
    },
  );

  it.each([
    ['1h', 'PT60M'],
    ['120m', 'PT2H'],
  ])('%s is what ilert lists as %s', async (typed, iso) => {
    const { settings } = await settingsOf({ env: { ILERT_AUTO_RESOLVE: typed } });
    expect(settings['alertSource.autoResolve']).toBe(iso);
  });

  it.each(['15m', '0m', '25h', 'soon'])('%s, which ilert does not offer, is refused with the list', async (typed) => {
    const { messages } = await settingsOf({ env: { ILERT_AUTO_RESOLVE: typed } });
    expect(messages).toEqual([`ILERT_AUTO_RESOLVE is "${typed}": it must be one of ${AUTO_RESOLVE_TIMES.join(', ')}.`]);
  });
});
