import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { CliError } from '../../../src/errors/cli-error.ts';
import { flag, type OptionTable, type OptionValues } from '../../../src/runtime/options.ts';

async function read(...argv: string[]) {
  let printed = '';
  try {
    const invocation = await parseCommandLine(argv, { version: '1.2.3', out: (text) => (printed += text) });
    return { invocation, printed };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { refused: error.message, hint: error.hint, exitCode: error.exitCode, printed };
  }
}

const COMMANDS = ['plan', 'apply', 'destroy', 'schema', 'sandbox'];

test.each(['apply', 'destroy', 'verify', 'setup'])('%s takes -y for --yes', async (command) => {
  for (const argv of [
    [command, '-y'],
    [command, '--yes'],
  ])
    expect(await read(...argv)).toMatchObject({ invocation: { command: { name: command }, options: { yes: true } } });
});

test('the value of a choice may be in any case', async () => {
  expect(await read('sandbox', '--product', 'HaloPSA')).toMatchObject({
    invocation: { input: { options: { product: 'halopsa' } } },
  });
  expect(await read('completion', 'Bash')).toMatchObject({ invocation: { input: { argument: 'bash' } } });
});

test('--json is --format json, in any case; two different formats are refused', async () => {
  for (const argv of [['--json'], ['--format', 'json'], ['--format=JSON'], ['--json', '--format', 'json']])
    expect(await read('plan', ...argv)).toMatchObject({
      invocation: { wanted: { format: 'json' }, options: { document: true } },
    });
  expect(await read('plan')).toMatchObject({
    invocation: { wanted: { format: 'text' }, options: { document: false } },
  });
  expect(await read('plan', '--json', '--format', 'text')).toMatchObject({
    exitCode: 2,
    refused: '--json and --format text cannot be used together.',
    hint: 'Omit one of them.',
  });
  expect(await read('schema', '--format', 'xml')).toMatchObject({
    exitCode: 2,
    refused: '--format is "xml", but must be one of text, json.',
  });
});

describe('an invalid command line ends with 2, suggests something similar, and prints nothing', () => {
  const all = 'See: ilert-haloitsm --help';
  const help = (command: string) => `See: ilert-haloitsm ${command} --help`;
  const unknown = 'Unknown option --tem.';
  it.each([
    ['an unknown flag', ['apply', '--tem', 'Ops'], unknown, `Did you mean --team? ${help('apply')}`],
    ['one before the command', ['--tem', 'apply'], unknown, `Did you mean --team? ${help('apply')}`],
    ['one like no other', ['apply', '--xyzzy'], 'Unknown option --xyzzy.', help('apply')],
    ['one of another command', ['apply', '--demo'], 'Unknown option --demo.', expect.stringContaining(help('apply'))],
    ['one with the alias of a command', ['doctor', '--xyzzy'], 'Unknown option --xyzzy.', help('status')],
    ['one without a command', ['--xyzzy'], 'Unknown option --xyzzy.', help('setup')],
    ['an unknown command', ['aply'], 'Unknown command "aply".', `Did you mean apply? ${all}`],
    ['an unknown command before one', ['xyzzy', 'plan'], 'Unknown command "xyzzy".', all],
    ['no value', ['apply', '--team'], '--team needs a value: --team <NAME|ID>.', help('apply')],
    [
      'a value of a setting that takes none',
      ['apply', '--closed-event=false'],
      '--closed-event takes no value.',
      'Use it without a value, or omit it.',
    ],
    ['a value of an option that takes none', ['plan', '--quiet=no'], '--quiet takes no value.', expect.any(String)],
    ['a word too many', ['apply', 'now'], 'Too many arguments for apply: expected 0, got 1.', help('apply')],
    [
      'a part of a second',
      ['apply', '--timeout', '0.5'],
      '--timeout is "0.5", but must be a whole number from 1 to 86400.',
      help('apply'),
    ],
    ['a port out of range', ['sandbox', '--halo-port', '70000'], expect.stringContaining('from 0'), help('sandbox')],
    [
      'a profile of other characters',
      ['apply', '--profile', 'a b'],
      '--profile is "a b", but must contain only letters, digits, - and _, and not be "constructor", "prototype" or "__proto__".',
      help('apply'),
    ],
    [
      'a profile that no saved file can have',
      ['apply', '--profile', 'prototype'],
      expect.stringContaining('--profile is "prototype", but must'),
      help('apply'),
    ],
    [
      'no choice of an argument',
      ['completion', 'dos'],
      '<shell> is "dos", but must be one of bash, zsh, fish, powershell.',
      help('completion'),
    ],
    ['no argument', ['completion'], 'Missing argument: shell.', help('completion')],
    ['help for an unknown command', ['help', 'aply'], 'Unknown command "aply".', `Did you mean apply? ${all}`],
    ['help for one like no other', ['help', 'xyzzy'], 'Unknown command "xyzzy".', all],
    [
      'an unknown kind in --adopt',
      ['apply', '--adopt', 'foo:1'],
      expect.stringMatching(
        /^--adopt is "foo:1", but must be an ID, or one of these kinds .*: escalation-policy, alert-source, /,
      ),
      help('apply'),
    ],
  ])('%s', async (_, argv, refused, hint) => {
    expect(await read(...argv)).toEqual({ refused, hint, exitCode: 2, printed: '' });
  });

  it('every wrong value of a line is reported', async () => {
    const argv = ['status', '--parallel', 'x', '--timeout', 'y', '--profile', 'a b', '--profile', 'c', '--bogus'];
    const error: unknown = await parseCommandLine(argv, { version: '0', out: () => undefined }).catch((each) => each);
    const problems = error instanceof CliError ? error.problems : [];
    expect(problems.map(({ code, message }) => [code, message])).toEqual(
      [
        '--parallel is "x", but must be a whole number from 1 to 64.',
        '--timeout is "y", but must be a whole number from 1 to 86400.',
        '--profile is "a b", but must contain only letters, digits, - and _, and not be "constructor", "prototype" or "__proto__".',
        '--profile was set twice.',
        'Unknown option --bogus.',
      ].map((message) => ['command-line-invalid', message]),
    );
  });

  it.each([
    ['apply', '--api-token', 'Set ILERT_API_TOKEN instead.'],
    ['apply', '--ilert-api-token=x', 'Set ILERT_API_TOKEN instead.'],
    ['plan', '--token', 'Set ILERT_API_TOKEN instead.'],
    ['plan', '--client-secret', 'Set HALO_CLIENT_SECRET instead.'],
    ['plan', '--halo-client-secret', 'Set HALO_CLIENT_SECRET instead.'],
    ['apply', '--source-name', 'Did you mean --name?'],
    ['apply', '--alert-source-name', 'Did you mean --name?'],
    ['apply', '--policy', 'Did you mean --escalation-policy?'],
    ['apply', '--client-id', 'Did you mean --halo-client-id?'],
    ['plan', '--dry-run', 'plan sets up nothing, so it needs no --dry-run. To see every request, use apply --dry-run.'],
  ])('%s %s tells what to use instead', async (command, flag, hint) => {
    expect((await read(command, flag)).hint).toContain(hint);
  });

  it('a secret after an unknown flag is not repeated', async () => {
    const answer = await read('apply', '--ilert-api-token=il1api-secret');
    expect(answer).toMatchObject({ exitCode: 2, refused: 'Unknown option --ilert-api-token.' });
    expect(JSON.stringify(answer)).not.toContain('il1api-secret');
  });
});

describe('help and version are printed without settings', () => {
  it.each([[['--version']], [['-V']]])('%j', async (argv) => {
    expect(await read(...argv)).toEqual({ invocation: undefined, printed: '1.2.3\n' });
  });

  it.each([[['--help']], [['-h']], [['help']]])('%j names every command and the exit codes', async (argv) => {
    const { invocation, printed } = await read(...argv);
    expect(invocation).toBeUndefined();
    for (const command of COMMANDS) expect(printed).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(printed).toContain('4    changes pending');
  });

  it.each(COMMANDS)('%s --help, and help for it, tells its flags', async (command) => {
    const { invocation, printed } = await read(command, '--help');
    expect(invocation).toBeUndefined();
    expect(printed).toMatch(new RegExp(`^Usage: ilert-haloitsm ${command} `));
    for (const flag of ['--json', '--quiet', '--verbose', '--no-color']) expect(printed).toContain(flag);
    expect((await read('help', command)).printed).toBe(printed);
  });

  it('help takes precedence over everything else on the line', async () => {
    expect((await read('apply', '--team', 'Ops', '--help')).invocation).toBeUndefined();
  });
});

describe('a command line means', () => {
  const options = {
    document: false,
    yes: false,
    quiet: false,
    verbose: false,
    color: true,
    profile: 'default',
    timeout: 30_000,
    noConfig: false,
    secretsStdin: false,
    adopt: [],
  };
  it.each<[string[], object]>([
    [['apply'], { command: { name: 'apply' }, input: { flags: {} }, options }],
    [['plan', '--json'], { command: { name: 'plan' }, options: { ...options, document: true } }],
    [['plan', '--exit-code', '--offline'], { input: { options: { exitCode: true, offline: true } } }],
    [['apply', '--dry-run', '--yes'], { options: { ...options, yes: true }, input: { options: { dryRun: true } } }],
    [
      ['destroy', '--quiet', '--verbose'],
      { command: { name: 'destroy' }, options: { ...options, quiet: true, verbose: true } },
    ],
    [['apply', '--no-color'], { options: { ...options, color: false } }],
    [['apply', '--timeout', '5'], { options: { ...options, timeout: 5_000 } }],
    [['apply', '--config', 'a.yaml', '--profile', 'eu'], { options: { ...options, config: 'a.yaml', profile: 'eu' } }],
    [['apply', '--no-config'], { options: { ...options, noConfig: true } }],
    [['apply', '--secrets-stdin'], { options: { ...options, secretsStdin: true } }],
    [['apply', '--adopt', '1', '--adopt', 'runbook:2'], { options: { ...options, adopt: ['1', 'runbook:2'] } }],
    [
      ['apply', '--name', 'Halo', '--severity=2'],
      { input: { flags: { 'alertSource.name': 'Halo', 'alertSource.severity': '2' } } },
    ],
    [
      ['apply', '--team', 'Ops, EMEA', '--team', '12'],
      { input: { flags: { 'alertSource.teams': ['Ops, EMEA', '12'] } } },
    ],
    [['apply', '--name', '--odd'], { input: { flags: { 'alertSource.name': '--odd' } } }],
    [['apply', '--grouping-window', '5m'], { input: { flags: { 'alertSource.groupingWindow': '5m' } } }],
    [['schema'], { command: { name: 'schema' }, input: { flags: {} } }],
    [
      ['sandbox', '--demo', '--ilert-port', '4010'],
      { command: { name: 'sandbox' }, input: { options: { demo: true, ilertPort: 4010 } } },
    ],
  ])('%j', async (argv, invocation) => {
    expect((await read(...argv)).invocation).toMatchObject(invocation);
  });
});

test('the values of options have the types of their table', () => {
  const table = {
    demo: flag('--demo', ''),
    port: { kind: 'integer', flags: '--port <N>', about: '', range: [0, 9], default: 1 },
    wait: { kind: 'integer', flags: '--wait <N>', about: '', range: [0, 9] },
    product: { kind: 'choice', flags: '--product <P>', about: '', choices: ['one', 'two'], default: 'one' },
    file: { kind: 'text', flags: '--file <F>', about: '' },
    targets: { kind: 'list', flags: '--target <T>', about: '' },
  } as const satisfies OptionTable;
  expectTypeOf<OptionValues<typeof table>>().toEqualTypeOf<{
    readonly demo: boolean;
    readonly port: number;
    readonly wait: number | undefined;
    readonly product: 'one' | 'two';
    readonly file: string | undefined;
    readonly targets: readonly string[];
  }>();
});

test('parsing is independent of earlier command lines', async () => {
  await read('apply', '--team', 'Ops', '--adopt', '1');
  expect((await read('apply', '--team', 'EU')).invocation).toMatchObject({
    input: { flags: { 'alertSource.teams': ['EU'] } },
    options: { adopt: [] },
  });
});
