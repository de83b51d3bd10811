import { describe, expect, it, test } from 'vitest';
import { alertOf, isKeyOf } from '../../../../src/diagnostics/verify/alert-of-ticket.ts';
import { alertRow } from '../../../../src/providers/ilert/schemas.ts';

test.each<readonly [string | undefined, number | string, boolean | undefined]>([
  ['7', 7, true],
  ['INC7', 'inc7', true],
  ['HaloPSA-7', 7, true],
  ['1', 7, false],
  ['77', 7, false],
  ['HaloPSA-77', 7, false],
  ['', 7, false],
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
  ].flatMap((raw) => alertRow(raw) ?? []);
  const found = (id: number, summary: string) => alertOf(alerts, { id, summary })?.id;
  expect(alerts).toHaveLength(4);
  expect(found(7, 'x')).toBe(4);
  expect(found(8, 'Test 7')).toBe(3);
  expect(found(8, 'x')).toBeUndefined();
});

describe('the alert of a ticket', () => {
  const alert = (id: number, summary: string, alertKey?: string) => ({ id, summary, alertKey });
  const ticket = { id: 2001, summary: 'Test 42' };

  it.each([
    ['by its key', [alert(1, 'Other', '2000'), alert(2, 'From a template', '2001')]],
    ['by its summary, where ilert takes another key', [alert(1, 'Test 4'), alert(2, 'HaloITSM: Test 42!', 'x')]],
  ])('is known %s', (_, alerts) => {
    expect(alertOf(alerts, ticket)?.id).toBe(2);
  });

  it('is not that of another ticket', () => {
    expect(alertOf([alert(1, 'Other', '20'), alert(2, 'Test 4')], ticket)).toBeUndefined();
  });
});
