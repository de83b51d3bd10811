import { expect, test } from 'vitest';
import { terminal } from '../../cli/terminal.ts';
import { fleetOfTest } from '../../support/fleet.ts';

test('plan, and apply on a terminal, note an alert source that somebody has disabled, though nothing is to be changed', async () => {
  const fleet = await fleetOfTest(2);
  await fleet.run(['apply', '--all']);
  const [account] = fleet.sandboxes;
  const source = account?.ilert.state.alertSources.find(({ name }) => name === 'HaloITSM customer-2');
  if (!source) throw new TypeError();
  expect((await fleet.run(['plan', '--target', 'customer-2'])).stderr).not.toContain('is disabled');
  source.active = false;
  const note = `The alert source (ID ${source.id}) is disabled. Enable it in ilert.`;
  expect((await fleet.run(['plan', '--target', 'customer-2'])).stderr).toContain(note);
  const { exitCode, stdout } = await fleet.run(['plan', '--all', '--exit-code']);
  expect(exitCode).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(note);
  const applied = await fleet.run(['apply', '--all'], terminal().host);
  expect(applied.stdout.replace(/\s+/g, ' ')).toContain(note);
});
