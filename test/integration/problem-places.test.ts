import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

test.each([
  ['an escalation policy that does not exist', 'alertSource:\n  escalationPolicy: Defalt\n', 'name-unknown', 2],
  ['a team that does not exist', 'alertSource:\n  name: Desk\n  teams: [Nobody]\n', 'name-unknown', 3],
  ['a ticket type that does not exist', 'halo:\n  onlyTicketType: Nothing\n', 'name-unknown', 2],
])('%s is reported with the line of the settings file that names it', async (_, yaml, code, line) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 's.yaml'), yaml);
  const { ILERT_ESCALATION_POLICY: policy = '', ...env } = pointedAt(await sandboxOfTest());
  const own = yaml.includes('escalationPolicy') ? env : { ...env, ILERT_ESCALATION_POLICY: policy };
  const { stdout } = await run(['plan', '--json', '--config', 's.yaml'], { cwd, env: own });
  expect(JSON.parse(stdout).error.problems).toMatchObject([{ code, file: 's.yaml', line }]);
});

test('a secret in another setting is reported with its line', async () => {
  const cwd = temporaryFolder();
  const { ILERT_API_TOKEN: secret = '', ...env } = pointedAt(await sandboxOfTest());
  writeFileSync(join(cwd, 's.yaml'), `alertSource:\n  name: ${secret}\n`);
  const { stdout } = await run(['plan', '--json', '--config', 's.yaml'], {
    cwd,
    env: { ...env, ILERT_API_TOKEN: secret },
  });
  expect(JSON.parse(stdout).error.problems).toMatchObject([{ file: 's.yaml', line: 2 }]);
  expect(stdout).not.toContain(secret);
});

test.each([
  ['a URL at which nothing answers', 'HALO_URL', 'halo:\n  tenant: sandbox\n  url: http://127.0.0.1:1\n', 3],
  ['an endpoint at which nothing answers', 'ILERT_ENDPOINT', undefined, undefined],
  ['a tenant that does not exist', 'HALO_TENANT', 'halo:\n  tenant: other\n', 2],
])('%s is reported with its line, if it is in the settings file', async (_, variable, yaml, line) => {
  const cwd = temporaryFolder();
  const env = { ...pointedAt(await sandboxOfTest()), [variable]: yaml === undefined ? 'http://127.0.0.1:1' : '' };
  writeFileSync(join(cwd, 's.yaml'), yaml ?? 'alertSource:\n  name: Desk\n');
  const { stdout } = await run(['plan', '--json', '--config', 's.yaml'], { cwd, env });
  const { file, line: found } = JSON.parse(stdout).error;
  expect([file, found]).toEqual(line === undefined ? [undefined, undefined] : ['s.yaml', line]);
});
