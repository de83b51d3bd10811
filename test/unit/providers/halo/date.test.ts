import { expect, test } from 'vitest';
import { haloDate } from '../../../../src/providers/halo/date.ts';

test.each([
  ['2026-05-04T08:15:30Z', '2026-05-04T08:15:30.000Z'],
  ['2026-05-04T08:15:30', '2026-05-04T08:15:30.000Z'],
  ['2026-05-04T08:15:30.1234567', '2026-05-04T08:15:30.123Z'],
  ['2026-05-04T08:15:30.1234567Z', '2026-05-04T08:15:30.123Z'],
  ['2026-05-04T10:15:30.5+02:00', '2026-05-04T08:15:30.500Z'],
])('the date %s was interpreted as UTC', (written, read) => {
  expect(haloDate(written)).toBe(read);
});

test.each(['1899-12-30T00:00:00', '1900-01-01T00:00:00', '1900-01-01T00:00:00Z', '0001-01-01T00:00:00.0000000'])(
  'the placeholder date %s means that no date is set',
  (written) => {
    expect(haloDate(written)).toBeUndefined();
  },
);

test.each([undefined, null, '', 'yesterday', '2026', '2026-13-45T00:00:00', 0, 1_700_000_000, {}, []])(
  '%j is no date',
  (value) => {
    expect(haloDate(value)).toBeUndefined();
  },
);
