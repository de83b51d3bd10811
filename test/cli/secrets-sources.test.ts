import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { runBuilt } from './built-command.ts';
import { API_TOKEN, CLIENT_SECRET, expectNoSecret, secretsOf } from './secrets.ts';
import { terminal } from './terminal.ts';

const NAMES = ['ILERT_API_TOKEN', 'HALO_CLIENT_SECRET'];

/** Creates a sandbox with known secrets, and returns its variables without them. */
async function withoutSecrets() {
  const sandbox = await sandboxOfTest({ ilertToken: API_TOKEN, haloClientSecret: CLIENT_SECRET });
  const env = Object.fromEntries(Object.entries(pointedAt(sandbox)).filter(([name]) => !NAMES.includes(name)));
  return { sandbox, env, cwd: temporaryFolder() };
}

test('secrets are read from the files that ILERT_API_TOKEN_FILE and HALO_CLIENT_SECRET_FILE name', async () => {
  const { sandbox, env, cwd } = await withoutSecrets();
  const files = [join(cwd, 'token'), join(cwd, 'secret')];
  writeFileSync(join(cwd, 'token'), `${API_TOKEN}\n`);
  writeFileSync(join(cwd, 'secret'), `${CLIENT_SECRET}\r\n`);
  const named = { ILERT_API_TOKEN_FILE: 'token', HALO_CLIENT_SECRET_FILE: join(cwd, 'secret') };
  const ran = await run(['apply', '--verbose'], { env: { ...env, ...named }, cwd });
  expect(ran.exitCode).toBe(0);
  expect(ran.stderr).toContain('setting ilert.apiToken: from ILERT_API_TOKEN_FILE');
  expectNoSecret(ran, cwd, secretsOf(sandbox), files);
});

test('secrets are read from the references of a settings file, and printed nowhere', async () => {
  const { sandbox, env, cwd } = await withoutSecrets();
  writeFileSync(join(cwd, 'secret'), CLIENT_SECRET);
  writeFileSync(
    join(cwd, 'settings.yaml'),
    'ilert:\n  apiToken: env:ILERT_MY_TOKEN\nhalo:\n  clientSecret: file:secret\n',
  );
  const ran = await run(['apply', '--config', 'settings.yaml', '--verbose'], {
    env: { ...env, ILERT_MY_TOKEN: API_TOKEN },
    cwd,
  });
  expect(ran.exitCode).toBe(0);
  expectNoSecret(ran, cwd, secretsOf(sandbox), [join(cwd, 'secret')]);
});

test('--secrets-stdin reads NAME=value lines, in-process and as the built command', async () => {
  const { sandbox, env, cwd } = await withoutSecrets();
  const input = `# secrets\nILERT_API_TOKEN=${API_TOKEN}\n\nHALO_CLIENT_SECRET=${CLIENT_SECRET}\n`;
  const ran = await run(['apply', '--secrets-stdin', '--verbose'], { env, cwd, input });
  expect(ran.exitCode).toBe(0);
  expectNoSecret(ran, cwd, secretsOf(sandbox));

  const built = await runBuilt(['plan', '--secrets-stdin', '--verbose'], { env, cwd, input });
  expect(built.exitCode).toBe(0);
  expect(built.stdout).toContain('No changes');
  expectNoSecret({ ...built, exitCode: 0 }, cwd, secretsOf(sandbox));
});

test.each([
  ['a wrong name', `ILERT_TOKEN=${API_TOKEN}\n`],
  ['no name', `${API_TOKEN}\n`],
  ['a space in the value', `ILERT_API_TOKEN=${API_TOKEN} ${CLIENT_SECRET}\n`],
])('a line of --secrets-stdin with %s ends with 2 and is not repeated', async (_, input) => {
  const { sandbox, env, cwd } = await withoutSecrets();
  for (const flags of [[], ['--json', '--verbose']]) {
    const ran = await run(['plan', '--secrets-stdin', ...flags], { env, cwd, input });
    expect(ran.exitCode).toBe(2);
    expectNoSecret(ran, cwd, secretsOf(sandbox));
  }
});

test.each([
  ['plain', `"${API_TOKEN.replaceAll('"', '\\"')}"`],
  ['quoted', `'${API_TOKEN}'`],
  ['starting with *', `*${API_TOKEN.replaceAll(/\W/g, '')}`],
  ['starting with &', `&${API_TOKEN.replaceAll(/\W/g, '')} x`],
  ['starting with !', `!${API_TOKEN.replaceAll(/\W/g, '')} x`],
  ['starting with @', `@${API_TOKEN.replaceAll(/\W/g, '')}`],
  ['in a list', `[${API_TOKEN.replaceAll(/\W/g, '')}]`],
])('a plain-text secret in a settings file (%s) is refused and not repeated', async (_, written) => {
  const { env, cwd } = await withoutSecrets();
  const file = join(cwd, 'settings.yaml');
  writeFileSync(file, `ilert:\n  apiToken: ${written}\n`);
  for (const flags of [[], ['--json'], ['--verbose']]) {
    const ran = await run(['plan', '--config', 'settings.yaml', ...flags], { env, cwd });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('settings.yaml');
    expect(ran.stderr).not.toContain('This is a bug');
    expectNoSecret(ran, cwd, [API_TOKEN, API_TOKEN.replaceAll(/\W/g, '')], [file]);
  }
});

test.each(['ILERT_API_TOKEN', 'HALO_CLIENT_SECRET'])(
  'a line break in %s is refused before it is sent, and not repeated',
  async (name) => {
    const { sandbox, env, cwd } = await withoutSecrets();
    const secrets = { ILERT_API_TOKEN: API_TOKEN, HALO_CLIENT_SECRET: CLIENT_SECRET };
    const ran = await run(['plan', '--verbose'], {
      env: { ...env, ...secrets, [name]: `${API_TOKEN}\n${CLIENT_SECRET}` },
      cwd,
    });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain(`${name} contains whitespace or characters`);
    expect(sandbox.requests).toEqual([]);
    expectNoSecret(ran, cwd, secretsOf(sandbox));
  },
);

test.each([
  ['nothing', '', 'nothing came within 60 s'],
  ['a secret', `ILERT_API_TOKEN=${API_TOKEN}\n`, 'nothing more came within 60 s'],
])('--secrets-stdin ends with 2 where standard input holds %s and stays open', async (_, input, message) => {
  const stdin = new PassThrough();
  stdin.write(input);
  const { exitCode, stderr } = await run(['plan', '--secrets-stdin'], { stdin });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`Standard input is still open, and ${message}.`)]);
  expect(stderr).not.toContain(API_TOKEN);
});

test('--secrets-stdin on a terminal ends with 2 and says what to do instead of waiting', async () => {
  const person = terminal();
  const { exitCode } = await run(['plan', '--secrets-stdin'], person.host);
  expect(exitCode).toBe(2);
  expect(person.shown()).toContain('standard input is a terminal');
});
