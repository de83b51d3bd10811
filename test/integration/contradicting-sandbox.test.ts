import { expect, test } from 'vitest';
import { run } from '../support/cli.ts';

test('sandbox --contradict says what the simulators do instead of a fact, and they do it', async () => {
  const facts = ['--contradict', 'ilert-resolves', '--contradict', 'run-retry'];
  const { exitCode, stderr } = await run(['sandbox', '--demo', ...facts]);
  expect(stderr).toContain('Contrary to ilert-resolves: The event of a closed ticket is only added to its alert.');
  expect(stderr).toContain('Contrary to run-retry: ');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Error: Demo failed: expected the resolved alert.');
});

test.each([
  ['event-on-closing', 'Did you mean "event-on-close"'],
  ['weather', 'They can contradict: halo-lists-filtered, '],
])('sandbox --contradict %s ends with 2 and names facts that can be contradicted', async (fact, hint) => {
  const { exitCode, stdout, stderr } = await run(['sandbox', '--contradict', fact]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`Error: The simulators cannot contradict a fact "${fact}".\n  ${hint}`);
});
