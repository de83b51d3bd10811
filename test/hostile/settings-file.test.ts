import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fields } from '../../src/config/settings.ts';
import { type RunResult, run, temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { expectOneDocument, expectWords } from './ends-with-message.ts';

/** A plain text secret in the wrong place, which must not be repeated. */
const CANARY = 'hunter2-Zq81xKd0';

const REAL = `# settings of a company
ilert:
  apiToken: env:ILERT_KEY
  endpoint: https://api.ilert.com
alertSource:
  name: HaloITSM
  teams: [Operations, "Service Desk"]
  escalationPolicy: Default
  grouping: window
  groupingWindow: 5m
  linkTemplates:
    - text: Ticket
      href: https://acme.haloitsm.com/ticket?id={{ ticket.id }}
  priorityTemplate:
    value: '{{ ticket.priority_id }}'
    mappings: { '1': high, '2': low }
halo:
  url: https://acme.haloitsm.com
  clientId: 11111111-2222-3333-4444-555555555555
  clientSecret: ${CANARY}
  payload: recommended
  onlyPriority: [1, High]
  onlyTeam: any
  onlyTicketType:
  closedEvent: true
`;

/** Plans with this settings file, without contacting anyone. */
async function planned(content: string | Uint8Array, ...flags: string[]): Promise<RunResult> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'settings.yaml'), content);
  return run(['plan', '--offline', '--config', 'settings.yaml', ...flags], { cwd, env: { ILERT_KEY: 'a-key' } });
}

/** Expects exit code 0, or 2 with a sentence that names the file, and no repetition of the secret. */
function expectTold(ran: RunResult): void {
  expectWords(ran, [0, 2]);
  if (ran.exitCode === 2) expect(ran.stderr).toMatch(/settings\.yaml/);
  expect(ran.stdout + ran.stderr).not.toContain(CANARY);
  expect(ran.stderr.length).toBeLessThan(20_000);
}

const keys = fields.map(({ key }) => key.split('.')[1] ?? '');
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '<<',
  '',
  ' ',
  '$schema',
  'targets',
  '~',
  'null',
];
const someKey = fc.oneof(
  fc.constantFrom(...keys, 'ilert', 'halo', 'alertSource', ...oddKeys),
  fc.string({ maxLength: 12 }),
);
const { tree } = fc.letrec<{ tree: unknown; leaf: unknown; list: unknown; map: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, tie('leaf'), tie('list'), tie('map')),
  leaf: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, 'env:HOME', 'env:ILERT_X', 'file:/etc/passwd', 'file:/'),
  ),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  map: fc.array(fc.tuple(someKey, tie('tree')), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
}));
const sections = fc.record(
  Object.fromEntries(
    ['ilert', 'alertSource', 'halo', '__proto__', 'targets'].map((section) => [
      section,
      fc.array(fc.tuple(someKey, tree), { maxLength: 6 }).map((pairs) => Object.fromEntries(pairs)),
    ]),
  ),
  { requiredKeys: [] },
);

/** YAML syntax with a meaning. */
const piece = fc.constantFrom(
  '&a ',
  '*a',
  '*b',
  '<<: ',
  '!!js/function "x"',
  '!!binary aGk=',
  '!!set {a}',
  '!!timestamp 2020-01-01',
  '!x ',
  '|\n  ',
  '>-\n',
  '? ',
  '- ',
  '[',
  '{',
  '}',
  ']',
  '---\n',
  '...\n',
  '%YAML 1.1\n---\n',
  '# ',
  '\uFEFF',
  '\r\n',
  '\u0000',
  '\t',
  '"',
  "'",
  '{a: b}: ',
  '__proto__: ',
  'constructor: ',
  '\u001b[2J',
  '\u202e',
  ': ',
  ',',
  '\\ud800',
  '"\\ud800"',
  '\n',
  '  ',
  '0x1',
  '1e999',
  '.nan',
  '~',
);
const edit = fc.tuple(fc.nat(REAL.length), fc.nat(12), fc.oneof(piece, fc.string({ maxLength: 6 })));

describe('a settings file', () => {
  it('of any text ends with a message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        async (text) => {
          expectTold(await planned(text));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of any bytes ends with a message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => expectTold(await planned(bytes))),
      { numRuns: 60 },
    );
  });

  it('of any tree ends with a message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(tree, sections), async (value) => {
        const ran = await planned(JSON.stringify(value), '--json');
        expectTold(ran);
        expectOneDocument(ran);
      }),
      { numRuns: 150 },
    );
  });

  it('that was valid before it was edited ends with a message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const text = edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), REAL);
        // A cut may leave half of the secret or move it elsewhere; then the person has revealed it.
        expectTold(await planned(text));
      }),
      { numRuns: 300 },
    );
  });
});

const laughs = (indent: string) =>
  [
    `${indent}a: &a [x, x, x, x, x, x, x, x, x]`,
    ...[...'bcdefghi'].map(
      (name, at) => `${indent}${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`,
    ),
  ].join('\n');

const cases: [string, string][] = [
  ['a mapping as a key, with a secret in it', `halo:\n  ? {clientSecret: ${CANARY}}\n  : x\n`],
  ['such a key at the top', `? {clientSecret: ${CANARY}}\n: x\n`],
  ['a secret behind an equals sign', `halo:\n  clientSecret=${CANARY}: x\n`],
  ['a secret without a blank before it', `halo:\n  url: https://a.example\n  clientSecret:${CANARY}\n`],
  ['a secret that is there twice', `halo:\n  clientSecret: ${CANARY}\n  clientSecret: ${CANARY}\n`],
  ['a secret as an alias', `halo:\n  clientSecret: *${CANARY}\n`],
  ['a secret under a key that is misspelt', `halo:\n  clientSecrt: ${CANARY}\n`],
  ['a secret in the place of a section', `ilert: ${CANARY}\n`],
  ['an anchor that holds itself', 'halo: &a\n  url: *a\n'],
  ['a key that is its own mapping', 'halo: &a\n  ? *a\n  : b\n'],
  ['aliases of aliases', laughs('')],
  ['aliases of aliases in a section', `halo:\n${laughs('  ')}`],
  [
    '99 aliases of half a megabyte',
    `halo:\n  url: &a ${'x'.repeat(500_000)}\n${'  k: *a\n'.repeat(1)}${Array.from({ length: 98 }, (_, at) => `  k${at}: *a\n`).join('')}`,
  ],
  ['300,000 brackets', '['.repeat(300_000)],
  ['2000 levels of JSON', `{"halo":{"url":${'['.repeat(2000)}${']'.repeat(2000)}}}`],
  ['60,000 keys of a section', `halo:\n${Array.from({ length: 60_000 }, (_, at) => `  a${at}: 1`).join('\n')}`],
  ['60,000 sections', Array.from({ length: 60_000 }, (_, at) => `a${at}: 1`).join('\n')],
  ['150,000 errors', '"'.repeat(300_000)],
  ['a name of 800,000 characters', `alertSource:\n  name: ${'x'.repeat(800_000)}\n`],
  ['a key of 800,000 characters', `alertSource:\n  "${'x'.repeat(800_000)}": 1\n`],
  ['2 MB', `# ${'x'.repeat(2_000_000)}`],
  ['code to be run', `halo:\n  clientSecret: !!js/function '${CANARY}'\n`],
  [
    'what YAML 1.1 has',
    '%YAML 1.1\n---\nhalo: &h\n  clientSecret: !!binary aGk=\nalertSource:\n  <<: *h\n  name: !!set {a}\n',
  ],
  ['a NUL in every path', 'halo:\n  payload: "a\\0b"\n  clientSecret: "file:a\\0b"\n'],
  ['keys that steer the terminal', '"a\\e[2J\\u202e": 1\nhalo:\n  url: "\\e[2J\\nError: forged"\n'],
];

describe('a settings file is refused within seconds, with a message, without the secret, if it has', () => {
  it.each(cases)('%s', async (_, text) => {
    const warnings: unknown[] = [];
    const onWarning = (warning: Error) => warnings.push(warning.message);
    process.on('warning', onWarning);
    const before = process.cpuUsage();
    const ran = await planned(text);
    const { user, system } = process.cpuUsage(before);
    process.off('warning', onWarning);
    expect(ran.exitCode).toBe(2);
    expectTold(ran);
    expect(ran.stderr).not.toMatch(/^Error: forged/m);
    // Of processor time, in microseconds: a busy machine takes longer.
    expect(user + system).toBeLessThan(8_000_000);
    expect(warnings).toEqual([]);
  });
});

it('a reference to a property of every object is none', async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'settings.yaml'),
    'halo:\n  clientSecret: env:__proto__\nilert:\n  apiToken: env:constructor\n',
  );
  const { exitCode, stderr } = await run(['plan', '--config', 'settings.yaml'], { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('halo.clientSecret in settings.yaml, line 2 refers to a variable whose name does not start');
  for (const name of ['__proto__', 'constructor']) expect(stderr).not.toContain(name);
});
