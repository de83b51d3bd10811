import { expect, test } from 'vitest';
import { type Fleet, fleetOfTest } from '../../support/fleet.ts';

/** The alert sources of the fleet, all in one ilert account. */
function sourcesOf({ sandboxes: [first] }: Fleet) {
  return first?.ilert.state.alertSources ?? [];
}

const isOurs = ({ name }: { readonly name?: string }) => /customer/.test(name ?? '');

test.each([['plan'], ['status']])(
  'where somebody has removed the alert sources of many targets, %s says so once, although their keys differ',
  async (command) => {
    const fleet = await fleetOfTest(4);
    await fleet.run(['apply', '--all']);
    const sources = sourcesOf(fleet);
    for (const source of sources.filter(isOurs)) sources.splice(sources.indexOf(source), 1);
    const { stdout } = await fleet.run([command, '--all']);
    expect(stdout).toMatch(/^4 targets:/m);
    expect(stdout).not.toMatch(/^(1 target|customer-\d)/m);
  },
);

test('where somebody has disabled the alert sources of many targets, status gives the reason once, although their IDs differ', async () => {
  const fleet = await fleetOfTest(4);
  await fleet.run(['apply', '--all']);
  for (const source of sourcesOf(fleet).filter(isOurs)) source.active = false;
  const { stdout } = await fleet.run(['status', '--all']);
  expect(stdout.match(/is disabled/g)?.length).toBeLessThanOrEqual(3);
  expect(stdout).toMatch(/^4 targets broken/m);
});
