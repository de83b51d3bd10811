import { expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { idsOf, straight, walked, without } from './run-wizard.ts';

it('the wizard takes an alert source of others as it is, and asks nothing about it', async () => {
  const sandbox = await sandboxOfTest();
  const source = sandbox.ilert.state.addAlertSource('Owned by Terraform', { integrationType: 'HALOITSM' });
  const before = JSON.stringify(sandbox.ilert.state.snapshot());
  const script = without(straight(sandbox), 'name', 'teams', 'policy', 'grouping');
  const walk = await walked(sandbox, script, { argv: ['setup', '--alert-source', String(source.id)] });
  expect(idsOf(walk)).toEqual(Object.keys(script));
  expect(JSON.stringify(sandbox.ilert.state.snapshot())).toBe(before);
  expect(sandbox.halo.state.webhooks.at(-1)?.name).toBe('ilert runbook');
  expect(walk.stdout).toContain(`--alert-source ${source.id}`);
});
