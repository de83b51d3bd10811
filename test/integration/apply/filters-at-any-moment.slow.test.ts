import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { RunResult } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { applied, bindingsIn, configurationOf, expectNothingPending, runAt } from '../../support/tenants.ts';
import { atOnce } from './runs-at-once.ts';

/** Returns the flags for a filter by these priorities; empty if filters are not managed. */
const flagsFor = (...priorities: readonly (number | 'any')[]) =>
  priorities.flatMap((priority) => ['--only-priority', String(priority)]);

const UNFILTERED = ['3: ', '76: '];
const filtered = (...priorities: readonly number[]) =>
  ['39: ', ...[3, 76].flatMap((event) => priorities.map((priority) => `${event}: ${priority}`))].toSorted();

const changes: readonly (readonly [string, string[] | undefined, string[], string[]])[] = [
  ['on a fresh tenant', undefined, flagsFor(1, 2), filtered(1, 2)],
  ['where there was none', [], flagsFor(1), filtered(1)],
  ['of several values where there was none', [], flagsFor(1, 2, 3), filtered(1, 2, 3)],
  ['widened', flagsFor(1), flagsFor(1, 2), filtered(1, 2)],
  ['narrowed', flagsFor(1, 2, 3), flagsFor(2), filtered(2)],
  ['of other values', flagsFor(1, 2), flagsFor(3, 4), filtered(3, 4)],
  ['removed', flagsFor(1, 2), flagsFor('any'), UNFILTERED],
];

describe('in any order of their requests, two applies of the same filter', () => {
  it.each(changes)('%s: both end well, with one binding for each value and event', async (_, from, to, bindings) => {
    const prepare = async (sandbox: Sandbox) => void (from && (await applied(sandbox, ...from)));
    const check = async (sandbox: Sandbox, runs: readonly RunResult[], before: unknown) => {
      expect(runs.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0]);
      expect(bindingsIn(sandbox)).toEqual(bindings);
      await expectNothingPending(sandbox, ...to);
      expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
      expect(configurationOf(sandbox)).toEqual(before);
    };
    const both = [
      ['apply', ...to],
      ['apply', ...to],
    ];
    await fc.assert(atOnce(both, prepare, check), { numRuns: 8 });
  });
});
