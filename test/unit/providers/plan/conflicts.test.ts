import { describe, expect, it } from 'vitest';
import type { WebhookRow } from '../../../../src/providers/halo/schemas.ts';
import type { IntegrationState as Live } from '../../../../src/providers/integration.ts';
import { applied, conflictsOf, desiredOf, drifted } from './tenants-in-memory.ts';

const desired = desiredOf();
const live = applied(desired);
const webhook: WebhookRow = { id: 'b-2', name: 'ILERT runbook', type: 0 };
const conflicts = (rows: Live, taken: readonly WebhookRow[]) => conflictsOf(desired, rows, { runbook: taken });

describe('a webhook that has the name of our runbook', () => {
  const problem = {
    message:
      'The runbook can\'t be named "ilert runbook": HaloITSM already has a webhook "ILERT runbook" (ID b-2), and names must be unique regardless of case.',
    hint: 'Choose another name with --runbook-name.',
  };

  it.each<[string, Live]>([
    ['the runbook is to be created', {}],
    ['the runbook is to be renamed', drifted(live, 'runbook', { name: 'Renamed' })],
  ])('is a conflict where %s', (_, rows) => {
    expect(conflicts(rows, [webhook])).toEqual([problem]);
  });

  it.each<[string, Live]>([
    ['as it should be', live],
    ['to be changed in another way', drifted(live, 'runbook', { active: false })],
  ])('is none where the runbook is there and %s', (_, rows) => {
    expect(conflicts(rows, [webhook])).toEqual([]);
  });

  it("may be somebody's runbook, and then --adopt is offered too", () => {
    const runbook = { ...webhook, type: 1 };
    expect(conflicts({}, [runbook])).toMatchObject([
      { hint: 'Choose another name with --runbook-name, or if it is yours, add --adopt runbook:b-2.' },
    ]);
  });
});
