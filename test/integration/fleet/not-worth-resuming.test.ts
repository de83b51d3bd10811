import { expect, test } from 'vitest';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';

const RESUME = 'Run the same command with --resume to retry the rest.';

/** Creates a fleet whose names are those of alert sources that others use: they have alerts, and nothing remembers them. */
async function fleetBesideAnother(): Promise<Fleet> {
  const fleet = await fleetOfTest(2);
  const [account] = fleet.sandboxes;
  for (const name of fleet.names) {
    const source = account?.ilert.state.addAlertSource(`HaloITSM ${name}`, {});
    if (account && source) account.ilert.state.addAlert(source, { summary: 'A ticket' });
  }
  return fleet;
}

test.each([
  ['apply', ['apply', '--all', '--yes']],
  ['destroy', ['destroy', '--all', '--yes']],
])('%s of targets that only a decision of a person can help does not advise to repeat it', async (_, argv) => {
  const fleet = await fleetBesideAnother();
  const { exitCode, stdout } = await fleet.run(argv);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('2 failed')]);
  expect(stdout).not.toContain('--resume');
});

test('where one of the failures may be over the next time, it is still advised', async () => {
  const fleet = await fleetBesideAnother();
  const [, second] = fleet.sandboxes;
  if (second) second.intercept = () => ({ kind: 'respond', status: 400, body: 'Not now.' });
  const { stdout } = await fleet.run(['apply', '--all', '--yes']);
  expect(stdout).toContain(RESUME);
});
