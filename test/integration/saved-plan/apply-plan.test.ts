import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { onWindows } from '../../support/system.ts';
import {
  applied,
  configurationOf,
  countsIn,
  expectNothingPending,
  runAt,
  storedIn,
  writesIn,
} from '../../support/tenants.ts';
import { expectRefused, saved } from './saved.ts';

const ONE_OF_EACH = [1, 1, 1, 1, 1, 1];

describe('a saved plan', () => {
  it('is carried out as it was reviewed, without a terminal and without --yes', async () => {
    const sandbox = await sandboxOfTest();
    const { planned, apply, document } = await saved(sandbox);
    expect(planned.exitCode).toBe(0);
    expect(planned.stdout).toContain('Plan: 6 to create');
    expect(planned.stderr).toContain(
      'Plan saved to plan.json. To apply exactly this plan: ilert-haloitsm apply --plan plan.json',
    );
    expect(document()).toMatchObject({
      formatVersion: 1,
      kind: 'ilert-haloitsm-plan',
      all: false,
      plans: [{ pending: true }],
    });
    const { exitCode, stdout } = await apply();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Done: 6 created');
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
    await expectNothingPending(sandbox);
  });

  it.each([
    ['text', 'stderr'],
    ['markdown', 'stdout'],
  ] as const)('of which a part was done says how to continue, and that works: %s', async (format, stream) => {
    const sandbox = await sandboxOfTest();
    const { apply, folder } = await saved(sandbox);
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook' ? { kind: 'respond', status: 400, body: 'Locked.' } : undefined;
    const failed = await apply(['--format', format]);
    sandbox.intercept = undefined;
    expect(failed.exitCode).toBe(1);
    const said = failed[stream].replace(/\s+/g, ' ');
    expect(said).toContain('To continue, make a new one with');
    expect(said).toContain('ilert-haloitsm plan --out FILE');
    expect(said).not.toMatch(/[Rr]un the (same )?command again/);
    await runAt(sandbox, ['plan', '--out', 'new.json'], { cwd: folder });
    expect((await runAt(sandbox, ['apply', '--plan', 'new.json'], { cwd: folder })).exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual(ONE_OF_EACH);
  });

  it('of which nothing was done yet is applied by the same command', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = await saved(sandbox);
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path.startsWith('/api/') ? { kind: 'respond', status: 400, body: {} } : undefined;
    expect((await apply()).stderr).toContain('run the command again');
    sandbox.intercept = undefined;
    expect((await apply()).exitCode).toBe(0);
  });

  it('gives the same documents as plan and apply do without a file', async () => {
    const sandbox = await sandboxOfTest();
    const { planned, apply } = await saved(sandbox, ['--json']);
    const withoutFile = await runAt(sandbox, ['plan', '--json']);
    expect(JSON.parse(planned.stdout)).toEqual(JSON.parse(withoutFile.stdout));
    expect(JSON.parse((await apply()).stdout)).toMatchObject({ command: 'apply', ok: true, counts: { create: 6 } });
  });

  it('still ends with 4 where changes are pending and --exit-code asks for that', async () => {
    const sandbox = await sandboxOfTest();
    expect((await saved(sandbox, ['--exit-code'])).planned.exitCode).toBe(4);
    await applied(sandbox);
    expect((await saved(sandbox, ['--exit-code'])).planned.exitCode).toBe(0);
  });

  it('without changes is applied any number of times, and does nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { apply, document } = await saved(sandbox);
    expect(document().plans[0]?.pending).toBe(false);
    const before = writesIn(sandbox).length;
    expect((await apply()).exitCode).toBe(0);
    expect((await apply()).stdout).toContain('No changes. Everything is up to date.');
    expect(writesIn(sandbox)).toHaveLength(before);
  });

  // Windows has no POSIX shell to ask.
  it.skipIf(onWindows)(
    'is carried out by the very command that plan prints, whatever flags the plan was made with',
    async () => {
      const sandbox = await sandboxOfTest();
      const flags = [
        ...['--name', 'Desk\'s "tickets"', '--priority', 'low', '--grouping', 'window', '--grouping-window', '5m'],
        ...['--severity', '3', '--team', 'Operations', '--team', 'Service Desk', '--only-priority', 'Critical'],
        ...['--integration-name', 'one $(x)', '--payload', 'full', '--halo-scope', 'all', '--closed-event'],
      ];
      const { folder, planned } = await saved(sandbox, [...flags, '--profile', 'second']);
      const [, line = ''] = /To apply exactly this plan: ilert-haloitsm ([\s\S]*?)\n$/.exec(planned.stderr) ?? [];
      const words = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
        .split('\0')
        .slice(0, -1);
      const { exitCode, stderr } = await runAt(sandbox, words, { cwd: folder });
      expect({ exitCode, errors: stderr.match(/Error:.*/g) }).toEqual({ exitCode: 0, errors: null });
    },
  );

  it('may be made with credentials that can only read', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = await saved(sandbox, ['--halo-scope', 'all:standard']);
    expect((await apply([])).exitCode).toBe(0);
  });

  it('for ilert alone is carried out for ilert alone, without HaloITSM credentials', async () => {
    const sandbox = await sandboxOfTest();
    const { ILERT_ENDPOINT, ILERT_API_TOKEN, ILERT_ESCALATION_POLICY } = pointedAt(sandbox);
    const folder = temporaryFolder();
    const env = { ILERT_ENDPOINT, ILERT_API_TOKEN, ILERT_ESCALATION_POLICY };
    expect((await run(['plan', '--only', 'ilert', '--out', 'plan.json'], { cwd: folder, env })).exitCode).toBe(0);
    const { exitCode } = await run(['apply', '--plan', 'plan.json'], { cwd: folder, env });
    expect(exitCode).toBe(0);
    expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('can be looked at once more as requests, with nothing sent', async () => {
    const sandbox = await sandboxOfTest();
    const { apply } = await saved(sandbox);
    const { exitCode, stdout } = await apply(['--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('POST');
    expect(writesIn(sandbox)).toEqual([]);
    await applied(sandbox);
    expect((await apply(['--dry-run'])).exitCode).toBe(1);
  });

  it('has a payload of odd characters, names that look like marks, and filters by name', async () => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    const payload = '{\r\n  "summary": <<ticket^summary>>,\n  "$secret": "\\u0000 😀 \\\\ \u2028 </details>"\n}';
    writeFileSync(join(folder, 'ticket.json'), payload);
    const argv = ['--payload', 'ticket.json', '--name', '$secret {"$unknown":"x"}', '--only-priority', 'Critical'];
    const run = (line: string[]) => runAt(sandbox, [...line, ...argv], { cwd: folder });
    expect((await run(['plan', '--out', 'plan.json'])).stderr).not.toContain('Error:');
    const { exitCode, stderr } = await run(['apply', '--plan', 'plan.json']);
    expect({ exitCode, errors: stderr.match(/Error:.*/g) }).toEqual({ exitCode: 0, errors: null });
    const again = await run(['plan', '--exit-code']);
    expect(again.exitCode).toBe(0);
  });
});

describe('the file', () => {
  it('has no secret in it, also where keys were entered as names and addresses', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integration, method, source } = storedIn(sandbox);
    const url = `${sandbox.ilert.url}${method.path}`;
    expect(url).toContain(source.integrationKey);
    Object.assign(integration, { resourcebaseurl: url });
    Object.assign(method, { resource: url, requestbody: `{"key": "${url}"}` });
    const { text, planned } = await saved(sandbox, ['--halo-scope', 'all']);
    expect(planned.stdout).toContain('to update');
    const key = url.slice(url.lastIndexOf('/') + 1);
    const { isIn } = createRedactor([key, sandbox.ilert.token, sandbox.halo.clientSecret]);
    expect(isIn(text())).toBe(false);
    expect(text()).toContain('$secret');
    expect(text()).not.toContain(sandbox.halo.clientId);
  });

  it.skipIf(onWindows)('is for its owner alone, and leaves nothing beside it', async () => {
    const { folder } = await saved(await sandboxOfTest());
    expect(statSync(join(folder, 'plan.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual(['plan.json']);
  });

  it('replaces an earlier plan and an empty file', async () => {
    const sandbox = await sandboxOfTest();
    const { folder, text } = await saved(sandbox);
    const first = text();
    await runAt(sandbox, ['plan', '--out', 'plan.json'], { cwd: folder });
    expect(text()).not.toBe(first);
    writeFileSync(join(folder, 'empty'), '');
    expect((await runAt(sandbox, ['plan', '--out', 'empty'], { cwd: folder })).exitCode).toBe(0);
    expect(readFileSync(join(folder, 'empty'), 'utf8')).toContain('ilert-haloitsm-plan');
  });

  // Windows has neither devices nor links that everyone may create.
  const OF_POSIX: [string, string][] = onWindows
    ? []
    : [
        ['a device', '/dev/null'],
        ['standard output', '/dev/stdout'],
        ['a link to something else', 'link'],
        ['a link to a saved plan', 'link-to-plan'],
        ['a link to nothing', 'link-to-nothing'],
      ];
  it.each<[string, string]>([
    ['a settings file', 'settings.yaml'],
    ['the JSON of a plan', 'plan-result.json'],
    ['a folder', 'folder'],
    ['a file in a folder that does not exist', 'missing/plan.json'],
    ['an empty name', ''],
    ['standard output', '-'],
    ['what would be used as the settings file from then on', 'ilert-haloitsm.json'],
    ...OF_POSIX,
  ])('is never %s: exit 2, and nothing is read', async (_, out) => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.yaml'), 'alertSource: {}\n');
    writeFileSync(join(folder, 'plan-result.json'), '{"formatVersion": 1, "command": "plan"}');
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'plan.json'), '{"kind": "ilert-haloitsm-plan"}');
    if (!onWindows) {
      symlinkSync('settings.yaml', join(folder, 'link'));
      symlinkSync('plan.json', join(folder, 'link-to-plan'));
      symlinkSync('missing.json', join(folder, 'link-to-nothing'));
    }
    const { exitCode, stderr } = await runAt(sandbox, ['plan', '--out', out], { cwd: folder });
    expect({ exitCode, requests: sandbox.requests.length }).toEqual({ exitCode: 2, requests: 0 });
    expect(stderr).toMatch(/ive --out another name\./);
    expect(readFileSync(join(folder, 'settings.yaml'), 'utf8')).toBe('alertSource: {}\n');
  });

  it.each<[string, string, RegExp]>([
    [
      'something else',
      'alertSource: {}',
      /plan\.json is not a saved plan\.\s+Save one with "ilert-haloitsm plan --out FILE"/,
    ],
    ['the JSON of a plan', '{"formatVersion": 1, "command": "plan"}', /is not a saved plan/],
    ['empty', '', /is not a saved plan/],
    [
      'of a later format, whatever else is in it',
      '{"formatVersion": 2, "kind": "ilert-haloitsm-plan", "toolVersion": "9.0.0"}',
      /plan\.json was saved in format 2 by version 9\.0\.0; this version, \d\S+, reads format 1\.\n/,
    ],
    [
      'of an earlier format',
      '{"formatVersion": 0, "kind": "ilert-haloitsm-plan", "toolVersion": "0.0.1"}',
      /plan\.json was saved in format 0 by version 0\.0\.1; this version, \d\S+, reads format 1\.\n/,
    ],
    [
      'nested without end',
      `{"formatVersion": 1, "kind": "ilert-haloitsm-plan", "plans": ${'['.repeat(99_999)}${']'.repeat(99_999)}}`,
      /is a damaged saved plan: it is nested too deeply\./,
    ],
    ['of 20 MB and more', ' '.repeat(20_000_001), /plan\.json can't be read: it is larger than 20 MB\./],
    ['incomplete', '{"formatVersion": 1, "kind": "ilert-haloitsm-plan"}', /is a damaged saved plan: toolVersion/],
  ])('that is %s is not applied: exit 2', async (_, text, message) => {
    const sandbox = await sandboxOfTest();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plan.json'), text);
    const ran = await runAt(sandbox, ['apply', '--plan', 'plan.json', '--json'], { cwd: folder });
    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toMatch(message);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'plan-unreadable' } });
    expect(sandbox.requests).toEqual([]);
  });

  it('that does not exist is not applied: exit 2', async () => {
    const { exitCode, stderr } = await runAt(await sandboxOfTest(), ['apply', '--plan', 'plan.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("The saved plan plan.json can't be read: no such file or directory.");
  });
});

test.each<[string, string[]]>([
  ['--offline cannot be used with --plan', ['apply', '--plan', 'plan.json', '--dry-run', '--offline']],
  ['--only cannot be used with --plan', ['apply', '--plan', 'plan.json', '--only', 'ilert']],
  ['--out cannot be used with --offline', ['plan', '--out', 'other.json', '--offline']],
  ['--all, --target and --resume cannot be used with --plan', ['apply', '--plan', 'plan.json', '--all']],
  ['--all, --target and --resume cannot be used with --plan', ['apply', '--plan', 'plan.json', '--target', 'acme']],
])('%s: exit 2', async (message, argv) => {
  const sandbox = await sandboxOfTest();
  const { folder } = await saved(sandbox);
  const before = sandbox.requests.length;
  const { exitCode, stderr } = await runAt(sandbox, argv, { cwd: folder });
  expect({ exitCode, requests: sandbox.requests.length - before }).toEqual({ exitCode: 2, requests: 0 });
  expect(stderr).toContain(message);
});

/** Saves a plan with an update, an unchanged resource and someone else's that does the same; returns what existed. */
async function savedUpdate() {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { method, runbook } = storedIn(sandbox);
  const id = '0d5a2b6e-0000-4000-8000-000000000001';
  sandbox.halo.state.webhooks.push({ ...structuredClone(runbook), id, name: 'Copy' });
  const [binding] = sandbox.halo.state.bindings.filter(({ webhook_id }) => webhook_id === runbook.id);
  if (binding) sandbox.halo.state.bindings.push({ ...structuredClone(binding), id: 987_654, webhook_id: id });
  const before = configurationOf(sandbox);
  Object.assign(method, { requestbody: '{}' });
  return { sandbox, before, ...(await saved(sandbox)) };
}

describe('an edited plan is refused, since somebody may have read what was edited', () => {
  it('whatever it says it does, which is never done', async () => {
    const { sandbox, before, edit, text, apply } = await savedUpdate();
    const original = text();
    const edits: [string, (text: string) => string][] = [
      ['another body', (text) => text.replace('<<ticket^summary>>', 'evil')],
      ['another path', (text) => text.replace('"path": "/CustomIntegrationMethod"', '"path": "/Users"')],
      ['another action', (text) => text.replace('"action": "update"', '"action": "keep"')],
      ['another ID', (text) => text.replace(/"id": \d+/g, '"id": 999999')],
    ];
    for (const [what, change] of edits) {
      edit(() => change(original));
      expect(text(), what).not.toBe(original);
      await expectRefused(sandbox, apply);
    }
    edit(() => original);
    expect((await apply()).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('in each of its parts, but for when it was made and what hides its secrets', async () => {
    const { sandbox, edit, text, apply } = await savedUpdate();
    const original = text();
    const document: unknown = JSON.parse(original);
    const writes = writesIn(sandbox).length;
    for (const path of leavesOf(document).filter(([first = '']) => !['createdAt', 'salt'].includes(first))) {
      edit(() => JSON.stringify(changedAt(document, path)));
      const { exitCode } = await apply(['--dry-run', '--quiet']);
      expect({ path, refused: exitCode === 1 || exitCode === 2 }).toEqual({ path, refused: true });
    }
    edit(() => original);
    expect((await apply(['--dry-run', '--quiet'])).exitCode).toBe(0);
    expect(writesIn(sandbox)).toHaveLength(writes);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['a name that no plan has', (text) => text.replace('"salt"', '"note": "safe", "salt"'), /Unrecognized key: "note"/],
    [
      'such a name further inside',
      (text) => text.replace('"pending"', '"counts": {}, "pending"'),
      /plans\.0 is not valid \(Unrecognized key: "counts"\)/,
    ],
    [
      'a name twice',
      (text) => text.replace('"pending"', '"pending": false, "pending"'),
      /"pending" in line \d+ is there twice/,
    ],
    [
      'a name twice, written otherwise',
      (text) => text.replace('"pending"', '"p\\u0065nding": false, "pending"'),
      /"pending" in line \d+ is there twice/,
    ],
    [
      'a name that programs drop',
      (text) => text.replace('"references": {', '"references": {"__proto__": {"policy": 1},'),
      /the name "__proto__" in line \d+ is not allowed/,
    ],
  ])('where it has %s', async (_, change, message) => {
    const sandbox = await sandboxOfTest();
    const { edit, apply } = await saved(sandbox);
    edit(change);
    const { exitCode, stderr } = await apply();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(writesIn(sandbox)).toEqual([]);
  });

  it('but not where only its layout is another', async () => {
    const { edit, apply } = await saved(await sandboxOfTest());
    edit((text) => `${JSON.stringify(JSON.parse(text))}\r\n\r\n`);
    expect((await apply()).exitCode).toBe(0);
  });
});

type Path = readonly string[];

/** Returns the paths of all values that contain no others. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...path, name]));
}

/** Replaces the value there by another one of its kind. */
function changedAt(value: unknown, [name, ...inside]: Path): unknown {
  if (name === undefined)
    return typeof value === 'string' ? `${value}x` : typeof value === 'number' ? value + 1 : value === false;
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === name ? changedAt(part, inside) : part));
  const fields = Object.entries(value ?? {});
  return Object.fromEntries(fields.map(([each, part]) => [each, each === name ? changedAt(part, inside) : part]));
}
