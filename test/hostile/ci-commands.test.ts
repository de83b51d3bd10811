import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandIn, DEFAULT_COMMAND } from '../../src/cli/registry.ts';
import { formatsOf } from '../../src/reporters/formats.ts';
import { COMMANDS, commandsIn } from '../support/ci-commands.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { fc } from '../support/property.ts';
import { inSandbox, sandboxOfTest } from '../support/sandbox.ts';
import { meddledWith } from './meddler.ts';

/** Every command that reads, in each of its formats. */
const LINES = ['plan', 'status', 'apply --dry-run', 'destroy', 'verify --no-alert', 'export files'].flatMap((line) => {
  const argv = line.split(' ');
  const command = commandIn(argv) ?? DEFAULT_COMMAND;
  return [['--verbose'], ...formatsOf(command).map((format) => ['--format', format])].map((flags) => [
    ...argv,
    ...flags,
  ]);
});
const ACTIONS = { GITHUB_ACTIONS: 'true', CI: 'true' };

/** Appends commands for a CI system to some texts of a value, or replaces them with commands. */
function poisoned(value: unknown, keys: RegExp, command: string): unknown {
  if (Array.isArray(value)) return value.map((each) => poisoned(each, keys, command));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (typeof each === 'string' && keys.test(key))
        return [key, key === 'name' ? `${each}${command}` : `${each}\n${command}`];
      return [key, poisoned(each, keys, command)];
    }),
  );
}

/** The fields of the services' answers that get them. */
const FIELDS = [
  /^name$/,
  /^requestbody$/,
  /^(?!id$|.*key|.*url|token|.*path).*/i,
  /message|error|response|description|summary/i,
];

test('no text of a service is printed as a command to a CI system', { timeout: 300_000 }, async () => {
  const field = fc.constantFrom(...FIELDS);
  await fc.assert(
    fc.asyncProperty(field, fc.constantFrom(...COMMANDS), fc.constantFrom(...LINES), async (keys, command, argv) => {
      await inSandbox(async (sandbox) => {
        await run(['apply'], { env: pointedAt(sandbox) });
        const meddled = await meddledWith(sandbox);
        meddled.meddle = ({ body }) => {
          try {
            return { body: JSON.stringify(poisoned(JSON.parse(body), keys, command)) };
          } catch {
            return { body };
          }
        };
        const { stdout, stderr } = await run(argv, { env: { ...meddled.env, ...ACTIONS }, cwd: temporaryFolder() });
        await meddled.close();
        expect(commandsIn(stdout)).toEqual([]);
        expect(
          commandsIn(stderr).filter((line) => !/^::(error|warning|notice) title=ilert-haloitsm/.test(line)),
        ).toEqual([]);
      });
    }),
    { numRuns: 60 },
  );
});

test.each(COMMANDS)('no text of a settings file or a command line is printed as a command: %j', async (command) => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const name = command.replace(/\s+/g, ' ');
  const files = {
    'name.json': { alertSource: { name } },
    'key.json': { [command]: {}, halo: { [command]: 1 } },
    'value.json': { alertSource: { grouping: command, teams: [command] }, halo: { payload: command, url: command } },
    'target.json': { targets: { [command]: {} } },
    'payload.json': { halo: { payload: 'body.json' } },
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(cwd, file), JSON.stringify(content, null, 1));
  writeFileSync(join(cwd, 'body.json'), `{"id": <<ticket^id>>,\n${command}\n}`);
  writeFileSync(join(cwd, 'broken.json'), `{"halo":\n${command}\n`);
  const lines = [...Object.keys(files), 'broken.json'].map((file) => ['plan', '--config', file]);
  for (const argv of [...lines, ['plan', '--name', command], [command], ['plan', command], ['plan', `--${command}`]])
    for (const flags of [[], ['--json'], ['--verbose']]) {
      const { stdout, stderr } = await run([...argv, ...flags], { cwd, env: { ...pointedAt(sandbox), ...ACTIONS } });
      expect(commandsIn(stdout)).toEqual([]);
      expect(commandsIn(stderr).filter((line) => !/^::error (file=|title=)/.test(line))).toEqual([]);
    }
});
