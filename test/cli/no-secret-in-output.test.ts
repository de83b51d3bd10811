import { expect, test } from 'vitest';
import type { Interception, SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { API_TOKEN, CLIENT_SECRET, expectNoSecret, secretsOf } from './secrets.ts';

/** A whole story: every command, with its variants. */
const STORY = [
  ['schema'],
  ['plan', '--offline'],
  ['plan'],
  ['apply', '--dry-run', '--offline'],
  ['apply', '--dry-run'],
  ['apply'],
  ['plan'],
  ['apply', '--severity', '2'],
  ['apply', '--dry-run', '--name', 'Other'],
  ['destroy', '--dry-run'],
  ['destroy'],
  ['destroy', '--yes'],
];
const FLAGS = [[], ['--json'], ['--verbose'], ['--json', '--verbose']];

const sandboxWithSecrets = () => sandboxOfTest({ ilertToken: API_TOKEN, haloClientSecret: CLIENT_SECRET });

test.each(FLAGS)('no command tells or saves a secret when all goes well %j', async (...flags) => {
  const sandbox = await sandboxWithSecrets();
  const cwd = temporaryFolder();
  for (const argv of STORY) {
    const ran = await run([...argv, ...flags], { env: pointedAt(sandbox), cwd });
    expect(ran.stderr).not.toContain('This is a bug');
    expectNoSecret(ran, cwd, secretsOf(sandbox));
  }
  expect(secretsOf(sandbox).length).toBeGreaterThan(4);
});

test('of the integration key, the first 8 characters are shown', async () => {
  const sandbox = await sandboxWithSecrets();
  const { stdout } = await run(['apply'], { env: pointedAt(sandbox) });
  const key = sandbox.ilert.state.alertSources.at(-1)?.integrationKey ?? '';
  expect(stdout).toContain(`/haloitsm/${key.slice(0, 8)}…`);
});

const isWrite = ({ method, path }: SandboxRequest) => method !== 'GET' && path !== '/auth/token';

/** Repeats all that a server knows of a request, like a careless one; `padding` moves where long texts are cut. */
function echo({ headers, body }: SandboxRequest, padding = 0): string {
  const form = body && typeof body === 'object' ? new URLSearchParams(body as Record<string, string>) : '';
  const url = /il1hai\w+/.exec(JSON.stringify(body))?.[0] ?? '';
  return `${'x'.repeat(padding)}${headers.authorization} ${url} ${form} ${JSON.stringify(body)}`;
}

const answers: [string, (request: SandboxRequest) => Interception][] = [
  [
    'repeats what it was sent, with 400',
    (request) => ({ kind: 'respond', status: 400, body: { message: echo(request) } }),
  ],
  [
    'repeats what it was sent, with 401',
    (request) => ({ kind: 'respond', status: 401, body: { error_description: echo(request) } }),
  ],
  [
    'repeats what it was sent, with 403',
    (request) => ({ kind: 'respond', status: 403, body: JSON.stringify(echo(request)) }),
  ],
  [
    'repeats what it was sent, with 500',
    (request) => ({ kind: 'respond', status: 500, body: { message: echo(request) } }),
  ],
  [
    'sends on to where the secret is in the address',
    (request) => ({
      kind: 'respond',
      status: 302,
      headers: { location: `https://x.example/${encodeURIComponent(echo(request))}` },
    }),
  ],
  ['repeats it in a web page', (request) => ({ kind: 'respond', status: 200, body: `<p>${echo(request)}</p>` })],
  [
    'repeats it in an answer of another shape',
    (request) => ({ kind: 'respond', status: 200, body: { [echo(request)]: echo(request) } }),
  ],
  ['resets the connection', () => ({ kind: 'reset' })],
];

const places: [string, (request: SandboxRequest) => boolean][] = [
  ['ilert', ({ service }) => service === 'ilert'],
  ['HaloITSM', ({ service, path }) => service === 'halo' && !path.startsWith('/auth')],
  ["HaloITSM's sign-in", ({ path }) => path === '/auth/token'],
  ['ilert, at a change,', (request) => request.service === 'ilert' && isWrite(request)],
  ['HaloITSM, at a change,', (request) => request.service === 'halo' && isWrite(request)],
  ['HaloITSM, asked to make the method,', ({ method, path }) => method === 'POST' && path.endsWith('Method')],
];

test.each(places.flatMap(([where, at]) => answers.map(([what, answer]) => [where, what, at, answer] as const)))(
  'no secret is told or saved when %s %s',
  async (_where, _what, at, answer) => {
    for (const flags of [[], ['--json', '--verbose']]) {
      const sandbox = await sandboxWithSecrets();
      const cwd = temporaryFolder();
      sandbox.intercept = (request) => (at(request) ? answer(request) : undefined);
      const ran = await run(['apply', ...flags], { env: pointedAt(sandbox), cwd });
      expect(ran.exitCode).not.toBe(0);
      expectNoSecret(ran, cwd, secretsOf(sandbox));
      const removed = await run(['destroy', '--yes', ...flags], { env: pointedAt(sandbox), cwd });
      expectNoSecret(removed, cwd, secretsOf(sandbox));
    }
  },
);

test('no part of a secret remains where a long response is truncated', async () => {
  const sandbox = await sandboxWithSecrets();
  const cwd = temporaryFolder();
  for (let padding = 180; padding < 320; padding += 4) {
    sandbox.intercept = (request) =>
      request.path === '/auth/token' || request.service === 'ilert'
        ? { kind: 'respond', status: 400, body: { message: echo(request, padding) } }
        : undefined;
    const ran = await run(['plan'], { env: pointedAt(sandbox), cwd });
    expect(ran.exitCode).not.toBe(0);
    expectNoSecret(ran, cwd, secretsOf(sandbox));
  }
});

test('no secret remains when a server repeats it as JSON in its message, however often it is escaped', async () => {
  const sandbox = await sandboxWithSecrets();
  const cwd = temporaryFolder();
  sandbox.intercept = ({ path, body }) =>
    path === '/auth/token' ? { kind: 'respond', status: 400, body: { error: JSON.stringify(body) } } : undefined;
  for (const flags of FLAGS) {
    const ran = await run(['plan', ...flags], { env: pointedAt(sandbox), cwd });
    expect(ran.exitCode).toBe(3);
    expect(ran.stdout + ran.stderr).toContain('client_secret');
    expectNoSecret(ran, cwd, secretsOf(sandbox));
  }
});
