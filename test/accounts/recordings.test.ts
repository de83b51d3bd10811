import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { redactExchanges } from '../../src/recording/redact.ts';
import { runTool } from '../faults/tool.ts';
import { exchangesOf, originsOf } from '../support/recorded-run.ts';
import { furnish } from './account.ts';
import { openPlace, type Place, variablesOf } from './journey.ts';
import { markTexts, survivorsIn } from './secrets.ts';

let place: Place;

beforeAll(async () => {
  place = await openPlace();
});

afterAll(() => place.close());

/** What `prove` looks for here: rows of Halo and of ilert, and alerts. */
const FACTS = ['binding-list', 'halo-ids-ascend', 'ilert-lists', 'ilert-alert-key', 'ilert-filtered'];

/** Runs to record, one after another, on the same account. */
const RUNS: readonly (readonly string[])[] = [
  ['plan'],
  ['apply'],
  ['status'],
  ['verify', '--yes', '--through-halo', '--wait', '20'],
  ['prove', '--yes', '--record', 'recording.json', ...FACTS.flatMap((fact) => ['--fact', fact])],
  ['destroy', '--yes'],
];

/** Accounts in which no run has to wait for long. */
const SEEDS = [1, 2, 3, 4, 7, 10];

it.each(SEEDS)(
  "recordings of whole runs contain nothing of an account full of other people's odd rows: account %i",
  async (seed) => {
    const { sandbox, home, empty } = place;
    empty();
    rmSync(home, { recursive: true, force: true });
    furnish(sandbox, seed);
    markTexts(sandbox);
    for (const argv of RUNS) {
      sandbox.requests.length = 0;
      await runTool(argv, variablesOf(sandbox), home);
      const exchanges = exchangesOf(sandbox);
      expect(exchanges.length, argv.join(' ')).toBeGreaterThan(2);
      const text = JSON.stringify(redactExchanges(exchanges, originsOf(sandbox)));
      expect([argv[0], survivorsIn(text, exchanges, sandbox)]).toEqual([argv[0], []]);
      if (argv.includes('--record'))
        expect(survivorsIn(readFileSync(join(home, 'recording.json'), 'utf8'), exchanges, sandbox)).toEqual([]);
    }
  },
);
