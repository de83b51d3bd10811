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

test('two targets may not name their runbooks alike but for case: Halo would refuse the second', () => {
  expect(conflictsOf([target('a', 'ilert runbook'), target('b', 'Ilert Runbook')])).toMatchObject([
    { message: 'Targets a and b would both use the runbook "Ilert Runbook".' },
  ]);
  expect(conflictsOf([target('a', 'ilert runbook'), target('b', 'ilert runbook 2')])).toEqual([]);
});
