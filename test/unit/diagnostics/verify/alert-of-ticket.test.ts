import { expect, test } from 'vitest';
import { alertOf, isKeyOf } from '../../../../src/diagnostics/verify/alert-of-ticket.ts';
import type { Alert } from '../../../../src/diagnostics/verify/verification.ts';

test.each<readonly [string | null | undefined, unknown, boolean | undefined]>([
  ['7', 7, true],
  ['INC7', 'inc7', true],
  ['HaloPSA-7', 7, true],
  ['1', 7, false],
  ['77', 7, false],
  ['HaloPSA-77', 7, false],
  ['', 7, false],
  [null, 7, undefined],
  [undefined, 7, undefined],
])('an alert with the key %j is found again by the ticket %j: %j', (alertKey, id, found) => {
  expect(isKeyOf(alertKey, id)).toBe(found);
});

test('the alert of a ticket is found among alerts that lack a key or a summary', () => {
  const alerts = [
    { id: 1, summary: null },
    { id: 2 },
    { id: 3, alertKey: null, summary: 'Test 7' },
    { id: 4, alertKey: '7' },
  ];
  const found = (ticket: { id: unknown; marker: string }) => alertOf(alerts as unknown as Alert[], ticket)?.id;
  expect(found({ id: 7, marker: 'x' })).toBe(4);
  expect(found({ id: 8, marker: 'Test 7' })).toBe(3);
  expect(found({ id: 8, marker: 'x' })).toBeUndefined();
});
