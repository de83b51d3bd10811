import { expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { completeWizard, defaultAnswers, idsOf, without } from './run-wizard.ts';

it('the wizard leaves an external alert source as it is, and asks nothing about it', async () => {
  const sandbox = await sandboxOfTest();
  const source = sandbox.ilert.state.addAlertSource('Owned by Terraform', { integrationType: 'HALOITSM' });
  const before = JSON.stringify(sandbox.ilert.state.snapshot());
  const script = without(defaultAnswers(sandbox), 'teams', 'policy', 'grouping');
  const wizard = await completeWizard(sandbox, script, { argv: ['setup', '--alert-source', String(source.id)] });
  expect(idsOf(wizard)).toEqual(Object.keys(script));
  expect(JSON.stringify(sandbox.ilert.state.snapshot())).toBe(before);
  expect(sandbox.halo.state.webhooks.at(-1)?.name).toBe('ilert runbook');
  expect(wizard.stdout).toContain(`--alert-source ${source.id}`);
});
