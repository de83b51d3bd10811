import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickFaults } from './faults.ts';
import { missingIn, type Told, wrongAfter } from './oracle.ts';
import { type Stored, storedIn } from './rows.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const lost = quickFaults.find(({ name }) => name === 'reset, but done');

/** A correct report of a run that failed after it had created everything. */
function correctReport(): Told & { after: Stored } {
  world.become('fresh', false);
  const before = storedIn(world.sandbox);
  world.become('applied', false);
  const after = storedIn(world.sandbox);
  const resources = Object.entries(after.ours).flatMap(([resource, rows]) =>
    (rows as { id: unknown }[]).map(({ id }) => ({ resource, id })),
  );
  const document = { ok: false, resources, error: { message: 'HaloITSM failed.' } };
  const ended = { exitCode: 1, stdout: JSON.stringify(document), stderr: 'Error: HaloITSM failed.\n' };
  return { command: 'apply', before, after, seen: [], ended, secrets: ['geheim'] };
}

function ending(told: Told, change: Partial<Told['ended']>): Told {
  return { ...told, ended: { ...told.ended, ...change } };
}

/** What may be wrong, and how the oracle reports it. */
const lies: [string, (told: ReturnType<typeof correctReport>) => Told, RegExp][] = [
  [
    'two runbooks',
    (told) => {
      told.after.ours.runbook.push(...told.after.ours.runbook);
      return told;
    },
    /two of kind runbook/,
  ],
  [
    'a changed row of others',
    (told) => ({ ...told, after: { ...told.after, others: told.after.others.replace('(old)', '(new)') } }),
    /rows of others changed/,
  ],
  [
    'a branch that is missing',
    (told) => {
      told.after.ours.runbook[0]?.steps[0]?.actions.pop();
      return told;
    },
    /a half runbook is active/,
  ],
  [
    'a runbook whose method is gone',
    (told) => {
      told.after.ours.method.pop();
      return told;
    },
    /a half runbook is active/,
  ],
  [
    'a row that is not told of',
    (told) => ending(told, { stdout: told.ended.stdout.replace('"runbook"', '"book"') }),
    /runbook: told \[\]/,
  ],
  [
    'a change without an account',
    (told) => ending(told, { stdout: '{"ok":false,"error":{"message":"x"}}' }),
    /no account/,
  ],
  [
    'an excuse',
    (told) => {
      told.after.ours.runbook.pop();
      const unknown = [{ resource: 'runbook', action: 'create', name: 'ilert runbook' }];
      const { resources, ...rest } = JSON.parse(told.ended.stdout) as { resources: { resource: string }[] };
      const others = resources.filter(({ resource }) => resource !== 'runbook');
      return ending(told, { stdout: JSON.stringify({ ...rest, resources: others, unknown }) });
    },
    /unknown of runbook without a reason/,
  ],
  ['another exit code', (told) => ending(told, { exitCode: 2 }), /exit 2 instead of 1/],
  [
    'a stack trace',
    (told) => ending(told, { stderr: `${told.ended.stderr}    at call (api.ts:1:1)\n` }),
    /a stack trace/,
  ],
  ['no sentence', (told) => ending(told, { stderr: 'Oops' }), /no sentence/],
  ['a secret', (told) => ending(told, { stderr: `${told.ended.stderr}geheim` }), /a secret was printed/],
];

describe('the oracle of a run', () => {
  it('finds nothing wrong in a true report', () => {
    expect(wrongAfter(correctReport())).toEqual([]);
    expect(missingIn(correctReport().after)).toEqual([]);
  });

  it.each(lies)('sees %s', (_, lie, word) => {
    expect(wrongAfter(lie(correctReport())).join('; ')).toMatch(word);
  });

  it('accepts an unknown outcome after a lost response', () => {
    const told = correctReport();
    const { resources, ...rest } = JSON.parse(told.ended.stdout) as { resources: { resource: string }[] };
    const unknown = [{ resource: 'runbook', action: 'create', name: 'ilert runbook' }];
    const stdout = JSON.stringify({
      ...rest,
      unknown,
      resources: resources.filter(({ resource }) => resource !== 'runbook'),
    });
    const seen = [{ service: 'halo', method: 'POST', path: '/api/Webhook', ...(lost && { fault: lost }) }] as const;
    expect(wrongAfter({ ...ending(told, { stdout }), seen })).toEqual([]);
  });
});
