import { expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Secret } from '../../src/secret/secret.ts';
import { run, temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { haloAt } from '../support/wire.ts';
import { expectOneDocument, expectWords } from './ends-with-message.ts';
import { type Meddle, meddledWith } from './meddler.ts';

/** Clears the screen, sets the title, hides a link, rings the bell, reverses the reading direction, forges a line. */
const HOSTILE =
  'a\u001b[2Jb\u001b]0;t\u0007\u001b]8;;mailto:x\u001b\\c\u009b31m\u202ed\u2066e\u200f\u2028f\u0085\u007f\rg';
const FORGED = '\nError: forged';

const COMMANDS = [
  ['plan'],
  ['apply', '--yes'],
  ['status'],
  ['verify', '--yes', '--wait', '10'],
  ['verify', '--yes', '--through-halo', '--wait', '10'],
  ['destroy', '--yes'],
  ['export', 'out'],
];
const FLAGS = [[], ['--json'], ['--verbose']];

const someText = fc.oneof(
  fc.constantFrom(
    HOSTILE,
    FORGED,
    '',
    '\ud800',
    '__proto__',
    '../../x',
    'javascript:alert(1)',
    'https://[',
    'http://x.example/\n',
    'null',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    someText,
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(
          fc.oneof(fc.constantFrom('id', 'name', '__proto__', 'constructor', 'record_count', 'steps'), someText),
          tie('tree'),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => Object.fromEntries(pairs)),
  ),
}));

/** Replaces one part of a value; the numbers choose which. */
function changedAt(value: unknown, [first = 0, ...rest]: readonly number[], put: (old: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return put(value);
  const keys = Object.keys(value);
  if (first === 0 || keys.length === 0) return put(value);
  const key = keys[first % keys.length] ?? '';
  const part = changedAt((value as Record<string, unknown>)[key], rest, put);
  if (Array.isArray(value)) return value.map((old, index) => (String(index) === key ? part : old));
  return Object.fromEntries(Object.entries(value).map(([name, old]) => [name, name === key ? part : old]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a run needs to get to its end: how it signs in and calls, and how it tells rows apart. */
const KEPT = /token|url|tenant|(^|_)(id|guid)$|^(status|integrationType)$/i;
const OURS = /^(Default|HaloITSM|ilert integration|send ticket to ilert|ilert runbook)$/;

/** Appends something to every text in a value. */
function spoilt(value: unknown, isOursKept: boolean, key = ''): unknown {
  if (typeof value === 'string')
    return KEPT.test(key) || (isOursKept && OURS.test(value)) ? value : `${value}${HOSTILE}${FORGED}`;
  // Successful runs have none.
  if (key === 'error') return `${HOSTILE}${FORGED}`;
  if (Array.isArray(value)) return value.map((part) => spoilt(part, isOursKept, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoilt(part, isOursKept, name)]));
}

/** As many as fit into a few seconds; a failure reports its seed. HOSTILE_RUNS=1000 tests longer. */
const runs = Number(process.env.HOSTILE_RUNS ?? 0);
const BOUNDED = runs > 0 ? { numRuns: runs } : { numRuns: 60, interruptAfterTimeLimit: 6_000 };

interface Story {
  readonly command: readonly string[];
  readonly flags: readonly string[];
  readonly isApplied: boolean;
}

async function told({ command, flags, isApplied }: Story, meddle: Meddle) {
  const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
  const meddled = await meddledWith(sandbox);
  let time = Date.now();
  try {
    const cwd = temporaryFolder();
    if (isApplied) {
      expect((await run(['apply'], { env: meddled.env, cwd })).exitCode).toBe(0);
      // So that there are runs and calls to report.
      const { clientId, clientSecret, state } = sandbox.halo;
      const halo = haloAt(meddled.env.HALO_URL ?? '', { clientId, clientSecret: new Secret(clientSecret) });
      await halo.createTicket({ summary: 'Mail is down', details: 'Nobody can send.' });
      await state.idle();
    }
    meddled.meddle = meddle;
    // Time passes without sleeping.
    const now = () => (time += 2_000);
    const ran = await run([...command, ...flags], { env: meddled.env, cwd, now });
    expectWords(ran, [0, 1, 2, 3, 4, 5], flags.includes('--verbose'));
    expect(/^.*\n.*\nError: forged/m.exec(ran.stdout + ran.stderr)?.[0]).toBeUndefined();
    if (flags.includes('--json')) expectOneDocument(ran);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    return ran;
  } finally {
    await meddled.close();
  }
}

const story = fc.record({
  command: fc.constantFrom(...COMMANDS),
  flags: fc.constantFrom(...FLAGS),
  isApplied: fc.boolean(),
});

it('whatever one response is, the run ends with a message', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.nat(30), tree, async (each, at, answer) => {
      await told(each, ({ number, body }) => ({ body: number % 30 === at ? JSON.stringify(answer) : body }));
    }),
    BOUNDED,
  );
});

it('whatever all responses are, the run ends with a message', async () => {
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.array(tree, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(200, 201, 204, 400, 404, 500, 302),
      async (each, answers, status) => {
        await told(each, ({ number }) => ({ status, body: JSON.stringify(answers[number % answers.length]) }));
      },
    ),
    BOUNDED,
  );
});

it('whatever a field of a response holds, the run ends with a message', async () => {
  const place = fc.array(fc.nat(40), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(story, fc.nat(12), place, tree, async (each, at, where, put) => {
      await told(each, ({ number, body }) => ({
        body: number % 12 === at && body !== '' ? JSON.stringify(changedAt(parsed(body), where, () => put)) : body,
      }));
    }),
    BOUNDED,
  );
});

it.each(COMMANDS.flatMap((command) => [true, false].map((isApplied) => ({ command, isApplied }))))(
  'no text of any answer steers the terminal or forges a line: %j',
  async (each) => {
    for (const flags of [[], ['--json', '--verbose']])
      for (const isOursKept of [true, false])
        await told({ ...each, flags }, ({ body }) => ({
          body: body === '' ? body : JSON.stringify(spoilt(parsed(body), isOursKept)),
        }));
  },
);
