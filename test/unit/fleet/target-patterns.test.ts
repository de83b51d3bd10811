import { expect, test } from 'vitest';
import { parseSettingsFile } from '../../../src/config/parse-settings-file.ts';
import { namedTargets } from '../../../src/fleet/target-patterns.ts';

const NAMES = ['eu-acme', 'us-acme', 'eu-globex', 'eu', 'EU-initech', 'a_1'];
const { targets } = parseSettingsFile(`targets:\n${NAMES.map((name) => `  ${name}: {}\n`).join('')}`, 'fleet.yaml');

test.each([
  [['eu-*'], ['eu-acme', 'eu-globex']],
  [['*acme'], ['eu-acme', 'us-acme']],
  [['?u-acme'], ['eu-acme']],
  [['*-*e?'], ['eu-globex']],
  [['*'], NAMES],
  [
    ['eu-*', 'us-acme'],
    ['eu-acme', 'us-acme', 'eu-globex'],
  ],
  [
    ['us-*', 'eu-acme', '*-acme'],
    ['eu-acme', 'us-acme'],
  ],
  [['eu'], ['eu']],
  [['a_1'], ['a_1']],
])('--target %j stands for %j, each once and in the order of the file', (words, names) => {
  expect(namedTargets(words, targets, 'fleet.yaml')).toEqual({ names, problems: [] });
});

test.each([
  ['eu_*', 'fleet.yaml has no target that matches "eu_*".'],
  ['.*', 'fleet.yaml has no target that matches ".*".'],
  ['[e]u-*', 'fleet.yaml has no target that matches "[e]u-*".'],
  ['eu-acm', 'fleet.yaml has no target "eu-acm".'],
])('%s stands for none, which is a mistake also where another word stands for some', (word, message) => {
  const { problems } = namedTargets([word, 'us-*'], targets, 'fleet.yaml');
  expect(problems).toEqual([expect.objectContaining({ code: 'target-unknown', message })]);
  expect(problems[0]?.hint).toContain('Its targets: eu-acme, us-acme, eu-globex, eu, EU-initech, a_1.');
});

test('a pattern with many asterisks is matched at once', () => {
  const before = process.cpuUsage();
  const long = parseSettingsFile(`targets: { ${'a'.repeat(64)}: {} }\n`, 'fleet.yaml').targets;
  expect(namedTargets([`${'*a'.repeat(12)}*b`], long, 'fleet.yaml').names).toEqual([]);
  // Of processor time, in microseconds: a busy machine takes longer.
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
