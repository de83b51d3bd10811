import { expect, test } from 'vitest';
import { conflictsOf } from '../../../src/fleet/conflicts.ts';
import type { Target } from '../../../src/fleet/target.ts';

const target = (name: string, runbook: string): Target =>
  ({
    name,
    settings: {
      'halo.url': 'https://one.example.com',
      'halo.product': 'haloitsm',
      'ilert.endpoint': 'https://api.ilert.com',
      'halo.integrationName': name,
      'alertSource.name': name,
      'halo.runbookName': runbook,
    },
  }) as unknown as Target;

test('300 targets with one name are one problem, with the first of them by name', () => {
  const targets = Array.from({ length: 300 }, (_, index) => target(`t${index + 1}`, 'ilert runbook'));
  expect(conflictsOf(targets)).toMatchObject([
    {
      message:
        'Targets t1, t2, t3, t4, t5, t6, t7, t8, t9, t10 and 290 more would all use the runbook "ilert runbook".',
      hint: 'Set a different halo.runbookName for each, or remove all but one.',
    },
  ]);
});

test('each name that several targets share is a problem of its own', () => {
  const targets = ['one', 'two', 'one', 'two', 'two'].map((name, index) => target(`t${index + 1}`, name));
  expect(conflictsOf(targets).map(({ message }) => message)).toEqual([
    'Targets t1 and t3 would both use the runbook "one".',
    'Targets t2, t4 and t5 would all use the runbook "two".',
  ]);
});

test('two targets may not name their runbooks alike but for case: Halo would refuse the second', () => {
  expect(conflictsOf([target('a', 'ilert runbook'), target('b', 'Ilert Runbook')])).toMatchObject([
    { message: 'Targets a and b would both use the runbook "Ilert Runbook".' },
  ]);
  expect(conflictsOf([target('a', 'ilert runbook'), target('b', 'ilert runbook 2')])).toEqual([]);
});
