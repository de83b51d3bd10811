import { describe, expect, it } from 'vitest';
import { type Interception, type Sandbox, type SandboxRequest, startSandbox } from '../../../sandbox/sandbox.ts';
import { fc } from '../../support/property.ts';
import { applied, bindingsIn, configurationOf, expectNothingPending, runAt } from '../../support/tenants.ts';

const flagsFor = (...priorities: readonly (number | 'any')[]) =>
  priorities.flatMap((priority) => ['--only-priority', String(priority)]);

const UNFILTERED = ['3: ', '76: '];
const filtered = (...priorities: readonly number[]) =>
  ['39: ', ...[3, 76].flatMap((event) => priorities.map((priority) => `${event}: ${priority}`))].toSorted();

/** The flags before and after a change, and the bindings that result. */
const changes: readonly (readonly [string, string[], string[], string[]])[] = [
  ['set', [], flagsFor(1, 2), filtered(1, 2)],
  ['widened', flagsFor(1), flagsFor(1, 3), filtered(1, 3)],
  ['narrowed', flagsFor(1, 2, 3), flagsFor(2), filtered(2)],
  ['removed', flagsFor(1, 2), flagsFor('any'), UNFILTERED],
];

/** Possible answers to a request. */
const faults: readonly Interception[] = [
  { kind: 'reset' },
  { kind: 'reset-after' },
  { kind: 'respond', status: 500 },
  { kind: 'respond', status: 401 },
  { kind: 'respond', status: 200, body: '<html>Please sign in</html>' },
];

/** Makes the n-th request of a run fail, and if it is for good, all later ones with the same method and path. */
function befall(sandbox: Sandbox, nth: number, fault: Interception, isForGood: boolean): void {
  let requests = 0;
  let hit = '';
  const lineOf = ({ method, path }: SandboxRequest) => `${method} ${path}`;
  sandbox.intercept = (request) => {
    requests += 1;
    if (requests === nth) hit = lineOf(request);
    return requests === nth || (isForGood && lineOf(request) === hit) ? fault : undefined;
  };
}

/** Expects that closing a ticket resolves its alert: there is no filter without the event "Closed". */
function expectThatClosingResolves(sandbox: Sandbox): void {
  const bindings = bindingsIn(sandbox);
  const isFiltered = bindings.some((binding) => /: ./.test(binding));
  expect(isFiltered && !bindings.includes('39: ') ? bindings : []).toEqual([]);
}

/** The most requests of a run that changes a filter. */
const MOST_REQUESTS = 40;

describe.each(changes)('a filter that is %s', (_, from, to, bindings) => {
  const trouble = fc.record({
    fault: fc.constantFrom(...faults),
    nth: fc.integer({ min: 1, max: MOST_REQUESTS }),
    isForGood: fc.boolean(),
  });

  it('is so after a re-run at the latest, whatever befalls a request, and closing resolves alerts in between', async () => {
    await fc.assert(
      fc.asyncProperty(trouble, async ({ fault, nth, isForGood }) => {
        const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
        try {
          const before = configurationOf(sandbox);
          await applied(sandbox, ...from);
          befall(sandbox, nth, fault, isForGood);
          const ran = await runAt(sandbox, ['apply', ...to], { timeScale: 0.01 });
          sandbox.intercept = undefined;
          expect([0, 1, 3], ran.stderr).toContain(ran.exitCode);
          expectThatClosingResolves(sandbox);
          if (ran.exitCode !== 0) await applied(sandbox, ...to);
          expect(bindingsIn(sandbox)).toEqual(bindings);
          await expectNothingPending(sandbox, ...to);
          expect((await runAt(sandbox, ['destroy', '--yes'])).exitCode).toBe(0);
          expect(configurationOf(sandbox)).toEqual(before);
        } finally {
          await sandbox.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
