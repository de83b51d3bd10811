import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../support/cli.ts';
import type { Result } from './bench.ts';
import { stories } from './cases.ts';
import { networkFaults, quickFaults, slowFaults } from './faults.ts';

/** The minimum number of requests in each story; with fewer, the matrix would have gaps. */
const KNOWN: Readonly<Record<string, number>> = { 'a fresh apply': 17, 'an update': 19, destroy: 16 };
const SCHEDULES = 200;
const FIRST_SEED = 1000;

/** All results; the bench runs in separate processes, to keep every processor busy. */
const results: Result[] = [];

beforeAll(async () => {
  const argv = ['--json', '--short', '--count', String(SCHEDULES), '--first', String(FIRST_SEED)];
  const child = spawn(process.execPath, [join(packageRoot, 'scripts', 'bench', 'faults.mjs'), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) results.push(JSON.parse(line) as Result);
}, 1_200_000);

describe.each(stories)('$name', ({ name }) => {
  it.each([...quickFaults, ...slowFaults, ...networkFaults])(
    'keeps its promises where any of its requests meets $name, once or for good',
    (fault) => {
      const found = results.filter(({ kind, story }) => kind === fault.name && story === name);
      expect(found).toMatchObject([{ broken: [] }]);
      // Each request once, and each for good.
      expect(found[0]?.cases).toBeGreaterThanOrEqual(2 * (KNOWN[name] ?? 0));
    },
  );
});

describe('applies and destroys in any order, with several faults in each', () => {
  it(`keep every promise, and a re-run finishes: ${SCHEDULES} random schedules`, () => {
    const found = results.filter(({ seed }) => seed !== undefined);
    expect(found).toHaveLength(SCHEDULES);
    expect(found.flatMap(({ broken }) => broken)).toEqual([]);
  });
});
