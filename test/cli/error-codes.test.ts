import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ErrorCode } from '../../src/errors/error-code.ts';
import { pointedAt, type RunOverrides, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

async function errorOf(argv: readonly string[], overrides: RunOverrides = {}) {
  const { stdout } = await run([...argv, '--json'], overrides);
  return JSON.parse(stdout).error as { code: ErrorCode; message: string; problems: { code: ErrorCode }[] };
}

test.each<[ErrorCode, string[]]>([
  ['command-line-invalid', ['apply', '--bogus']],
  ['command-line-invalid', ['aply']],
  ['command-line-invalid', ['apply', '--offline']],
  ['command-line-invalid', ['apply', '--resume']],
  ['command-line-invalid', ['status', '--all', '--report', 'tenant.json', '--config', 'fleet.yaml']],
  ['command-line-invalid', ['apply', '--secrets-stdin']],
  ['setting-missing', ['apply']],
  ['setting-invalid', ['plan', '--offline', '--severity', '9']],
  ['setting-invalid', ['plan', '--offline', '--config', 'nowhere.yaml']],
  ['host-not-allowed', ['plan', '--offline', '--config', 'elsewhere.yaml']],
  ['target-unknown', ['plan', '--offline', '--config', 'fleet.yaml', '--target', 'c', '--target', 'd']],
  ['conflict', ['plan', '--offline', '--config', 'fleet.yaml', '--all', '--halo-url', 'https://one.example.com']],
  ['approval-required', ['destroy', '--config', 'fleet.yaml', '--all']],
  ['input-invalid', ['export', ' ', '--offline']],
  ['file-unwritable', ['export', 'fleet.yaml', '--offline']],
])('%s: %j', async (code, argv) => {
  const cwd = temporaryFolder();
  const halo = (name: string) =>
    `  ${name}: { halo: { url: "https://${name}.example.com", clientSecret: env:HALO_${name} } }`;
  const shared = 'halo: { clientId: id }\nalertSource: { escalationPolicy: Default }';
  writeFileSync(join(cwd, 'fleet.yaml'), `${shared}\ntargets:\n${halo('a')}\n${halo('b')}\n`);
  writeFileSync(join(cwd, 'elsewhere.yaml'), 'ilert: { endpoint: "https://ilert.example.com" }\n');
  const stdin = Object.assign((async function* () {})(), { isTTY: argv.includes('--secrets-stdin') });
  const env = { ILERT_API_TOKEN: 'k', HALO_a: '1', HALO_b: '2' };
  const { code: found, problems } = await errorOf(argv, { cwd, stdin, env });
  expect([found, problems[0]?.code]).toEqual([code, code]);
});

type Intercept = NonNullable<Sandbox['intercept']>;
const answer =
  (status: number, body: unknown = {}): Intercept =>
  ({ path }) =>
    path === '/api/alert-sources' ? { kind: 'respond', status, body } : undefined;

test.each<[ErrorCode, string[], Record<string, string>, Intercept?]>([
  ['name-unknown', ['plan', '--team', 'Nobody'], {}],
  ['rate-limited', ['plan'], {}, answer(429)],
  ['name-unknown', ['plan', '--adopt', '999'], {}],
  ['credentials-refused', ['plan'], { ILERT_API_TOKEN: 'il1api-expired' }],
  ['permission-missing', ['plan'], {}, answer(403)],
  ['api-refused', ['plan'], {}, answer(418)],
  ['api-answer-unusable', ['plan'], {}, answer(200, 'a page')],
  ['api-unreachable', ['plan'], { ILERT_ENDPOINT: 'http://127.0.0.1:1' }],
  ['verification-failed', ['verify', '--no-alert'], {}],
])('%s: %j with %j', async (code, argv, more, intercept) => {
  const sandbox = await sandboxOfTest();
  if (intercept) sandbox.intercept = intercept;
  expect((await errorOf(argv, { env: pointedAt(sandbox, more) })).code).toBe(code);
});

test('name-ambiguous: each of several problems has its own code', async () => {
  const sandbox = await sandboxOfTest();
  const { policies } = sandbox.ilert.state;
  policies.push({ ...(policies[0] as (typeof policies)[number]), id: 4711 });
  const { problems } = await errorOf(['plan', '--team', 'Nobody'], { env: pointedAt(sandbox) });
  expect(problems.map(({ code }) => code).sort()).toEqual(['name-ambiguous', 'name-unknown']);
});

test('interrupted: a run that was stopped', async () => {
  const env = pointedAt(await sandboxOfTest());
  expect((await errorOf(['plan'], { env, onStart: (interrupt) => setImmediate(interrupt) })).code).toBe('interrupted');
});

test('internal-error: a defect', async () => {
  const now = () => {
    throw new TypeError('no clock');
  };
  expect((await errorOf(['plan'], { env: pointedAt(await sandboxOfTest()), now })).code).toBe('internal-error');
});
