import { expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

it('destroy leaves an alert source of others, even if --alert-source is forgotten', async () => {
  const sandbox = await sandboxOfTest();
  const { ILERT_ESCALATION_POLICY: _, ...env } = pointedAt(sandbox);
  const cwd = temporaryFolder();
  const source = sandbox.ilert.state.addAlertSource('HaloITSM', { integrationType: 'HALOITSM' });
  expect((await run(['apply', '--alert-source', String(source.id)], { env, cwd })).exitCode).toBe(0);
  const { exitCode, stderr } = await run(['destroy', '--yes'], { env, cwd });
  expect(stderr).not.toContain('- alert source');
  expect(exitCode).toBe(0);
  expect(sandbox.ilert.state.alertSources).toContain(source);
  expect(sandbox.halo.state.webhooks.map(({ name }) => name)).not.toContain('ilert runbook');
});
