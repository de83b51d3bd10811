import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { RunResult } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import {
  applied,
  configurationOf,
  countsIn,
  expectNothingPending,
  expectReportedResourcesExist,
  runAt,
  storedIn,
} from '../../support/tenants.ts';
import { atOnce, NAMES } from './runs-at-once.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];

const nothing = async () => undefined;

async function expectOneSet(sandbox: Sandbox, runs: readonly RunResult[], before: unknown): Promise<void> {
  expect(runs.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual(runs.map(() => 0));
  expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  for (const ran of runs) expectReportedResourcesExist(sandbox, ran);
  await expectNothingPending(sandbox);
  expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
  expect(configurationOf(sandbox)).toEqual(before);
}

/** A run that starts after two others have each created a row may find two: it has to say so and write nothing. */
async function expectOneSetOf(sandbox: Sandbox, runs: readonly RunResult[], before: unknown): Promise<void> {
  const isStopped = ({ exitCode }: RunResult) => exitCode === 2;
  for (const { stderr, stdout } of runs.filter(isStopped)) {
    expect(stderr).toMatch(/There are \d [a-z ]+ (named|for|that)/);
    expect(JSON.parse(stdout)).not.toHaveProperty('changes');
  }
  const others = runs.filter((ran) => !isStopped(ran));
  expect(others.length).toBeGreaterThanOrEqual(2);
  await expectOneSet(sandbox, others, before);
}

type Drift = (sandbox: Sandbox) => unknown;

const drifts: [string, Drift][] = [
  ['a method with another body', (sandbox) => Object.assign(storedIn(sandbox).method, { requestbody: '{}' })],
  [
    'an integration with another address',
    (sandbox) => Object.assign(storedIn(sandbox).integration, { resourcebaseurl: 'https://x.example' }),
  ],
  ['a runbook without steps', (sandbox) => Object.assign(storedIn(sandbox).runbook, { steps: [] })],
  ['a runbook without events', ({ halo }) => halo.state.bindings.splice(-2)],
  [
    'no runbook',
    ({ halo }) => {
      halo.state.bindings.splice(-2);
      halo.state.webhooks.pop();
    },
  ],
  ['no method', ({ halo }) => halo.state.methods.pop()],
  ['no alert source', ({ ilert }) => ilert.state.alertSources.pop()],
  [
    'no integration',
    ({ halo }) => {
      halo.state.methods.pop();
      halo.state.integrations.pop();
    },
  ],
];

describe('in any order of their requests', () => {
  it('two applies on a fresh tenant succeed with one set, and both report it', async () => {
    await fc.assert(atOnce([['apply'], ['apply']], nothing, expectOneSet), { numRuns: 15 });
  });

  it('three applies on a fresh tenant end with one set, and those that succeed report it', async () => {
    await fc.assert(atOnce([['apply'], ['apply'], ['apply']], nothing, expectOneSetOf), { numRuns: 12 });
  });

  it.each(drifts)('two applies fix the same drift, and both end well: %s', async (_, drift) => {
    const prepare = async (sandbox: Sandbox) => {
      await applied(sandbox);
      drift(sandbox);
    };
    await fc.assert(atOnce([['apply'], ['apply']], prepare, expectOneSet), { numRuns: 4 });
  });

  it.each([2, 3])('%i destroys end well, and nothing of ours is left', async (count) => {
    const prepare = async (sandbox: Sandbox) => void (await applied(sandbox));
    const commands = NAMES.slice(0, count).map(() => ['destroy', '--yes']);
    const check = async (sandbox: Sandbox, runs: readonly RunResult[], before: unknown) => {
      expect(runs.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual(runs.map(() => 0));
      expect(configurationOf(sandbox)).toEqual(before);
    };
    await fc.assert(atOnce(commands, prepare, check), { numRuns: 10 });
  });

  it.each([
    ['fresh', nothing],
    ['set up', async (sandbox: Sandbox) => void (await applied(sandbox))],
  ])(
    'of two applies with other payloads one prevails wholly, and one set stays: on a tenant that is %s',
    async (_, prepare) => {
      const check = async (sandbox: Sandbox, runs: readonly RunResult[]) => {
        expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
        for (const ran of runs) {
          expectReportedResourcesExist(sandbox, ran);
          // A run that does not prevail says so, and has overwritten nothing.
          if (ran.exitCode !== 0)
            expect(ran.stderr).toMatch(/did not store what was sent|so this run stopped|Since the plan was shown/);
        }
        const plans = await Promise.all(
          ['recommended', 'full'].map((payload) => runAt(sandbox, ['plan', '--exit-code', '--payload', payload])),
        );
        expect(plans.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 4]);
      };
      await fc.assert(atOnce([['apply'], ['apply', '--payload', 'full']], prepare, check), { numRuns: 8 });
    },
  );
});
