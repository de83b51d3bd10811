import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { isList } from '../../../src/config/field.ts';
import { fields } from '../../../src/config/settings.ts';
import { commandToPlan, forThisRun } from '../../../src/runtime/next-command.ts';
import { fc } from '../../support/property.ts';
import { onWindows } from '../../support/system.ts';

const read = async (words: readonly string[]) => {
  const invocation = await parseCommandLine(words, { version: '1', out: () => undefined });
  if (!invocation) throw new TypeError('only a text was asked for');
  return invocation;
};

const LINUX = { platform: 'linux', packageRoot: '/usr/lib/node_modules/ilert-haloitsm' } as const;

async function hintFor(line: readonly string[], hint: string, platform: NodeJS.Platform = 'linux') {
  return forThisRun(hint, { options: (await read(line)).options, system: { ...LINUX, platform } });
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom("it's", '$(touch x)', '--all', 'a,b', '$&', 'one\ntwo', '', '\\', '{{ ticket.id }}', '"<<x>>"'),
);

/** A flag for each setting that has one, with any values. */
const typedFlags = fc.record(
  Object.fromEntries(
    fields.flatMap(({ flag, kind }): [string, fc.Arbitrary<readonly string[]>][] => {
      if (flag === undefined) return [];
      const values = fc.array(anyText, { minLength: 1, maxLength: isList(kind) ? 3 : 1 });
      return [[flag, kind === 'boolean' ? fc.constant([]) : values]];
    }),
  ),
  { requiredKeys: [] },
);

// Windows has no POSIX shell to ask.
it.skipIf(onWindows)(
  'a command in a hint, given to a shell, has the flags of this run, whatever they are',
  async () => {
    const others = fc.subarray([
      ['--config', "a 'b'.yaml"],
      ['--profile', 'second'],
      ['--secrets-stdin'],
      ['--adopt', 'runbook:7'],
      ['--adopt', '8'],
    ]);
    await fc.assert(
      fc.asyncProperty(typedFlags, others, async (flags, more) => {
        const typed = Object.entries(flags).flatMap(([flag, values]) =>
          values === undefined || values.length === 0
            ? [`--${flag}`]
            : values.flatMap((value) => [`--${flag}`, value.replaceAll('\0', '')]),
        );
        const ran = await read(['plan', ...typed, ...more.flat()]);
        const line = forThisRun('ilert-haloitsm apply', { options: ran.options, system: LINUX });
        const script = `printf '%s\\0' ${line.slice('ilert-haloitsm '.length)}`;
        const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
        const again = await read(words);
        const { acceptedTargets: _, ...options } = again.options;
        expect(ran.options).toMatchObject(options);
        expect(again.input.flags).toEqual(ran.input.flags);
      }),
      { numRuns: 60 },
    );
  },
);

it('each command in a hint has the flags, and nothing else does', async () => {
  const hint = 'Run "ilert-haloitsm plan", then "ilert-haloitsm apply". See: ilert-haloitsm schema';
  expect(await hintFor(['status', '--team', 'Ops', '--team', 'Night shift'], hint)).toBe(
    `Run "ilert-haloitsm plan --team Ops --team 'Night shift'", then "ilert-haloitsm apply --team Ops --team 'Night shift'". See: ilert-haloitsm schema`,
  );
});

it.each([
  { only: 'ilert' as const, all: true, targets: ['a', 'b'], chosen: { all: true, target: [] } },
  { only: 'ilert' as const, all: false, targets: ['b', 'c'], chosen: { all: false, target: ['b', 'c'] } },
  { only: undefined, all: false, targets: [], chosen: { all: false, target: [] } },
])('the command for a new plan is for the same service and targets: $chosen', async ({ chosen, ...plan }) => {
  const ran = await read(['apply', '--config', 'fleet.yaml', '--target', 'x', '--severity', '2', '--plan', 'p.json']);
  const line = commandToPlan({ ...plan, file: 'FILE' }, { options: ran.options, system: LINUX });
  const again = await read(line.split(' ').slice(1));
  expect(again.command.name).toBe('plan');
  expect(again.input.options).toMatchObject({ only: plan.only, out: 'FILE' });
  expect(again.selection).toMatchObject(chosen);
  expect(again.options).toMatchObject({ config: 'fleet.yaml', flags: ran.options.flags });
});

it('what says only how a run is shown is not repeated', async () => {
  expect(await hintFor(['plan', '--json', '--quiet', '--no-color', '--timeout', '5'], 'ilert-haloitsm apply')).toBe(
    'ilert-haloitsm apply',
  );
});

it('values are quoted as the shell of the platform wants it', async () => {
  expect(await hintFor(['plan', '--name', "it's"], 'ilert-haloitsm apply', 'win32')).toBe(
    "ilert-haloitsm apply --name 'it''s'",
  );
});

it('a command that removes everything repeats what finds it alone', async () => {
  const line = [
    'apply',
    '--halo-url',
    'https://acme.haloitsm.com',
    '--name',
    'Acme',
    '--ticket-link',
    '--severity',
    '2',
  ];
  const more = ['--priority-from-halo', 'Critical=high', '--notify-on-failure', 'Hanna Halo', '--adopt', 'runbook:7'];
  const hint = await hintFor([...line, ...more], 'Run "ilert-haloitsm apply" or "ilert-haloitsm destroy".');
  expect(hint).toMatch(/"ilert-haloitsm apply [^"]*--ticket-link [^"]*--notify-on-failure 'Hanna Halo'/);
  expect(hint).toContain(
    `"ilert-haloitsm destroy --name Acme --halo-url https://acme.haloitsm.com --adopt runbook:7".`,
  );
});

it.each([
  ['/root/.npm/_npx/0f2b/node_modules/ilert-haloitsm', 'npx ilert-haloitsm apply'],
  ['C:\\Users\\Ada\\AppData\\Local\\npm-cache\\_npx\\0f2b\\node_modules\\ilert-haloitsm', 'npx ilert-haloitsm apply'],
  ['/usr/lib/node_modules/ilert-haloitsm', 'ilert-haloitsm apply'],
  ['/srv/_npx-tools/ilert-haloitsm', 'ilert-haloitsm apply'],
])('a command in a hint can be run as this one was: from %s', async (packageRoot, command) => {
  const { options } = await read(['status']);
  expect(forThisRun('Run: ilert-haloitsm apply', { options, system: { ...LINUX, packageRoot } })).toBe(
    `Run: ${command}`,
  );
});
