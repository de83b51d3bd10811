import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, type RunResult, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';

interface Document {
  readonly formatVersion: number;
  readonly command?: string;
  readonly ok: boolean;
  readonly error?: { readonly exitCode: number; readonly message: string; readonly problems: readonly unknown[] };
  readonly [more: string]: unknown;
}

/** Expects standard output to be a single document. */
function documentOf({ stdout }: RunResult): Document {
  expect(stdout.endsWith('\n')).toBe(true);
  return JSON.parse(stdout) as Document;
}

function actionsIn({ changes }: Document): unknown[] {
  return z
    .array(z.object({ action: z.string() }))
    .parse(changes)
    .map(({ action }) => action);
}

function keysAndTitlesIn(resources: unknown): [string, string][] {
  const listed = z.array(z.object({ resource: z.string(), title: z.string() })).parse(resources);
  return listed.map(({ resource, title }) => [resource, title]);
}

const json = async (sandbox: Sandbox, argv: readonly string[], env: Record<string, string> = {}) =>
  run([...argv, '--json'], { env: pointedAt(sandbox, env) });

test('every command prints one document on success', async () => {
  const sandbox = await sandboxOfTest();
  const story: [string[], string[]][] = [
    [['schema'], ['schema']],
    [
      ['plan', '--offline'],
      ['pending', 'counts', 'changes', 'duplicates'],
    ],
    [['plan'], ['pending', 'counts', 'changes', 'duplicates']],
    [
      ['apply', '--dry-run', '--offline'],
      ['dryRun', 'offline', 'pending', 'counts', 'changes', 'duplicates', 'requests'],
    ],
    [
      ['apply', '--dry-run'],
      ['dryRun', 'offline', 'pending', 'counts', 'changes', 'duplicates', 'requests'],
    ],
    [['apply'], ['counts', 'changes', 'resources', 'unknown', 'integrationUrl', 'findings']],
    [['apply'], ['counts', 'changes', 'resources', 'unknown', 'integrationUrl', 'findings']],
    [
      ['destroy', '--dry-run'],
      ['dryRun', 'offline', 'pending', 'counts', 'changes', 'duplicates', 'requests'],
    ],
    [
      ['destroy', '--yes'],
      ['counts', 'changes', 'left', 'unknown'],
    ],
    [['sandbox', '--demo'], ['steps']],
  ];
  for (const [argv, keys] of story) {
    const ran = await json(sandbox, argv);
    expect(ran.exitCode, ran.stderr).toBe(0);
    const document = documentOf(ran);
    expect(document).toMatchObject({ formatVersion: 1, command: argv[0], ok: true });
    expect(Object.keys(document)).toEqual(['formatVersion', 'command', 'ok', ...keys, 'notes']);
  }
});

test('plan, apply, their dry run and destroy list changes in the same way, those that stay as they are too', async () => {
  const sandbox = await sandboxOfTest();
  await json(sandbox, ['apply']);
  for (const command of [['plan'], ['apply', '--dry-run'], ['apply']]) {
    const document = documentOf(await json(sandbox, command));
    expect([command, document.counts]).toEqual([command, { create: 0, update: 0, delete: 0, keep: 6 }]);
    expect([command, actionsIn(document)]).toEqual([command, Array(6).fill('keep')]);
  }
  for (const command of [
    ['destroy', '--dry-run'],
    ['destroy', '--yes'],
  ]) {
    const document = documentOf(await json(sandbox, command));
    expect([command, document.counts]).toEqual([command, { create: 0, update: 0, delete: 6, keep: 0 }]);
    expect([command, actionsIn(document)]).toEqual([command, Array(6).fill('delete')]);
  }
});

test('a resource has the same key and title in plan, apply and status, and its findings the same key', async () => {
  const sandbox = await sandboxOfTest();
  const planned = keysAndTitlesIn(documentOf(await json(sandbox, ['plan'])).changes);
  expect(planned).toContainEqual(['new-ticket-event', 'event']);
  expect(keysAndTitlesIn(documentOf(await json(sandbox, ['apply'])).resources)).toEqual(planned);
  sandbox.halo.state.bindings.length = 0;
  const status = documentOf(await json(sandbox, ['status']));
  expect(keysAndTitlesIn(status.resources)).toEqual(planned);
  expect(status.findings).toContainEqual(expect.objectContaining({ component: 'new-ticket-event' }));
});

test('pending changes are not a failure: plan --exit-code --json is ok and ends with 4', async () => {
  const ran = await json(await sandboxOfTest(), ['plan', '--exit-code']);
  expect(ran.exitCode).toBe(4);
  expect(documentOf(ran)).toMatchObject({ ok: true, pending: true });
});

test.each([['apply'], ['plan'], ['destroy']])(
  '%s --json prints one document when credentials are refused',
  async (command) => {
    const ran = await json(await sandboxOfTest(), [command], { ILERT_API_TOKEN: 'il1api-expired' });
    expect(ran.exitCode).toBe(3);
    expect(documentOf(ran)).toMatchObject({ formatVersion: 1, command, ok: false, error: { exitCode: 3 } });
    expect(ran.stderr).toContain(documentOf(ran).error?.message);
  },
);

test.each([
  ['an unknown flag', ['plan', '--bogus'], 'plan'],
  ['an argument too many', ['apply', 'now'], 'apply'],
  ['a missing value', ['destroy', '--config'], 'destroy'],
  ['an unknown command', ['aply'], undefined],
] as const)('%s with --json is one document too', async (_, argv, command) => {
  const ran = await run(['--json', ...argv].sort((one) => (one === '--json' ? 1 : 0)));
  expect(ran.exitCode).toBe(2);
  expect(documentOf(ran)).toMatchObject({ formatVersion: 1, ok: false, error: { exitCode: 2 } });
  expect(documentOf(ran).command).toBe(command);
});

test('every missing setting is a problem of its own in the document', async () => {
  const ran = await run(['apply', '--json']);
  expect(ran.exitCode).toBe(2);
  expect(documentOf(ran)).toMatchObject({ command: 'apply', ok: false });
  expect(documentOf(ran).error?.problems).toHaveLength(5);
});

test('a run that failed in the middle is one document with the error and what exists', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method, path }) =>
    method === 'POST' && path === '/api/Notification' ? { kind: 'respond', status: 400, body: 'no' } : undefined;
  const ran = await json(sandbox, ['apply']);
  expect(ran.exitCode).toBe(1);
  const document = documentOf(ran);
  expect(document).toMatchObject({ formatVersion: 1, command: 'apply', ok: false, error: { exitCode: 1 } });
  expect(document.resources).toHaveLength(4);
});

test('destroy --json without --yes prints one document that says so', async () => {
  const sandbox = await sandboxOfTest();
  await json(sandbox, ['apply']);
  const ran = await json(sandbox, ['destroy']);
  expect(ran.exitCode).toBe(2);
  expect(documentOf(ran)).toMatchObject({ command: 'destroy', ok: false });
});

test('with --json the plan and the progress go to standard error', async () => {
  const ran = await json(await sandboxOfTest(), ['apply']);
  expect(ran.stderr).toContain('Plan: 6 to create.');
  expect(ran.stderr).toContain('Created runbook');
});

test('a failure with --verbose keeps standard output one document', async () => {
  const ran = await json(await sandboxOfTest(), ['apply', '--verbose'], { HALO_CLIENT_SECRET: 'wrong-secret' });
  expect(documentOf(ran).ok).toBe(false);
  expect(ran.stderr).toContain('POST ');
  expect(ran.stderr).not.toMatch(/^\s+at /m);
});

test('sandbox --json prints one document when its port is in use', async () => {
  const { ilert } = await sandboxOfTest();
  const ran = await run(['sandbox', '--json', '--ilert-port', new URL(ilert.url).port]);
  expect(ran.exitCode).toBe(2);
  expect(documentOf(ran)).toMatchObject({ formatVersion: 1, command: 'sandbox', ok: false });
});

test('the JSON document holds the notes that standard error shows, also where the run fails and with --quiet', async () => {
  const sandbox = await sandboxOfTest();
  const quoted = pointedAt(sandbox, { HALO_CLIENT_ID: `"${sandbox.halo.clientId}"` });
  const notes = ['HALO_CLIENT_ID: the quotation marks were removed.'];
  for (const [argv, env] of [
    [['plan'], quoted],
    [['plan', '--quiet'], quoted],
    [['plan', '--team', 'Nobody'], quoted],
  ] as const) {
    const ran = await run([...argv, '--json'], { env });
    expect(JSON.parse(ran.stdout)).toMatchObject({ notes });
    if (!(argv as readonly string[]).includes('--quiet')) expect(ran.stderr).toContain(`Note: ${notes[0]}`);
  }
  const without = await run(['plan', '--json'], { env: pointedAt(sandbox) });
  expect(JSON.parse(without.stdout).notes).toEqual([]);
});
