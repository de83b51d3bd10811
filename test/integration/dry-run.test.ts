import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ResourceKey } from '../../src/providers/integration.ts';
import { resourceOf } from '../../src/providers/resources.ts';
import { run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, configurationOf, runAt, storedIn, writesIn } from '../support/tenants.ts';

interface Printed {
  readonly resource: ResourceKey;
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

async function printedBy(sandbox: Sandbox, ...argv: string[]): Promise<Printed[]> {
  const writes = sandbox.writes();
  const { exitCode, stdout } = await runAt(sandbox, ['apply', '--dry-run', '--json', ...argv]);
  expect(exitCode).toBe(0);
  expect(sandbox.writes()).toBe(writes);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ formatVersion: 1, command: 'apply', ok: true, dryRun: true, offline: false });
  return document.requests;
}

/** Whether a sent body is the printed one, apart from unknown values and the end of a key. */
function isSame(printed: unknown, sent: unknown): boolean {
  if (typeof printed === 'string' && /^\((known after apply|looked up at apply.*)\)$/.test(printed)) return true;
  if (typeof printed === 'string' && printed.endsWith('…')) return String(sent).startsWith(printed.slice(0, -1));
  if (typeof printed !== 'object' || printed === null) return printed === sent;
  if (typeof sent !== 'object' || sent === null) return false;
  const keys = new Set([...Object.keys(printed), ...Object.keys(sent)]);
  return [...keys].every((key) => isSame((printed as never)[key], (sent as never)[key]));
}

/** Expects that exactly what was printed was sent, each request once, and nothing before what it depends on. */
function expectAsPrinted(sandbox: Sandbox, printed: readonly Printed[], alreadyThere = 0): void {
  const sent = writesIn(sandbox)
    .slice(alreadyThere)
    .map(({ service, method, path, body }) => ({ method, url: `${sandbox[service].url}${path}`, body }));
  expect(sent).toHaveLength(printed.length);
  const places = new Map<ResourceKey, number>();
  for (const { resource, method, url, body } of printed) {
    const place = sent.findIndex(
      (one, index) =>
        ![...places.values()].includes(index) && one.method === method && one.url === url && isSame(body, one.body),
    );
    expect(place, `${method} ${url} ${JSON.stringify(body)} among ${JSON.stringify(sent)}`).toBeGreaterThanOrEqual(0);
    for (const needed of resourceOf(resource).dependsOn) expect(places.get(needed) ?? -1).toBeLessThan(place);
    places.set(resource, place);
  }
}

describe('apply --dry-run', () => {
  it('prints the requests that apply then sends, in their order and with their bodies, and writes nothing', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const printed = await printedBy(sandbox);
    expect(configurationOf(sandbox)).toEqual(before);
    expect(printed.map(({ resource }) => resource)).toEqual([
      'alert-source',
      'custom-integration',
      'method',
      'runbook',
      'new-ticket-event',
      'status-changed-event',
    ]);
    await applied(sandbox);
    expectAsPrinted(sandbox, printed);
  });

  it('prints only what is left to do, with all ids that are known', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { method, runbook } = storedIn(sandbox);
    method.path = '/elsewhere';
    runbook.active = false;
    sandbox.halo.state.bindings.pop();
    sandbox.ilert.state.alertSources.at(-1)?.teamIds.push(1);
    const argv = ['--payload', 'full', '--team', 'Service Desk'];
    const printed = await printedBy(sandbox, ...argv);
    expect(JSON.stringify(printed)).not.toContain('known after');
    await applied(sandbox, ...argv);
    expectAsPrinted(sandbox, printed, 6);
  });

  it('prints that nothing is to be done when everything is up to date', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    expect(await printedBy(sandbox)).toEqual([]);
    const { stdout } = await runAt(sandbox, ['apply', '--dry-run']);
    expect(stdout).toBe('No changes. Everything is up to date.\n');
  });

  it('prints method, URL and formatted body of each request as text, and no key', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { source, method } = storedIn(sandbox);
    method.path = '/elsewhere';
    const { stdout } = await runAt(sandbox, ['apply', '--dry-run']);
    expect(stdout).toContain('# 1. update method "send ticket to ilert"\n');
    expect(stdout).toContain(`POST ${sandbox.halo.url}/api/CustomIntegrationMethod\n[\n  {\n    "id": ${method.id},\n`);
    expect(stdout).toContain(`"/api/v1/events/haloitsm/${source.integrationKey.slice(0, 8)}…"`);
    expect(stdout).not.toContain(source.integrationKey);
  });

  it('refuses unknown names, as apply would', async () => {
    const sandbox = await sandboxOfTest();
    expect((await runAt(sandbox, ['apply', '--dry-run', '--team', 'Nobody'])).exitCode).toBe(2);
  });
});

describe('apply --dry-run --offline', () => {
  it('contacts nothing, even with credentials', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode } = await runAt(sandbox, ['apply', '--dry-run', '--offline', '--json', '--team', 'Nobody']);
    expect(exitCode).toBe(0);
    expect(sandbox.requests).toEqual([]);
  });

  it('needs no setting at all, and names what apply will look up', async () => {
    const { exitCode, stdout, stderr } = await run(['apply', '--dry-run', '--offline', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    const { requests, offline } = JSON.parse(stdout);
    expect(offline).toBe(true);
    expect(requests.map(({ url }: Printed) => url)).toEqual([
      'https://api.ilert.com/api/alert-sources',
      ...['CustomIntegration', 'CustomIntegrationMethod', 'Webhook', 'Notification', 'Notification'].map(
        (path) => `https://YOUR-HALO/api/${path}`,
      ),
    ]);
    expect(requests[0].body.escalationPolicy.id).toMatch(/^\(looked up at apply: escalation policy/);
    expect(requests[2].body[0].path).toBe('(known after apply)');
    expect(requests[4].body[0].eventno).toBe('(looked up at apply: event "New Ticket Logged")');
  });

  it.each([
    ['of all tickets', ['--team', 'Operations', '--payload', 'full']],
    ['of a filter', ['--only-team', '2', '--only-priority', 'High']],
  ])('prints the requests that a first apply then sends: %s', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await runAt(sandbox, ['apply', '--dry-run', '--offline', '--json', ...argv]);
    await applied(sandbox, ...argv);
    expectAsPrinted(sandbox, JSON.parse(stdout).requests);
  });

  it('still refuses bad settings', async () => {
    const { exitCode, stderr } = await run(['apply', '--dry-run', '--offline', '--grouping', 'window']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needs a grouping window');
  });
});

describe('--offline without --dry-run', () => {
  it('is refused, so that nobody believes something was set up', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--offline']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--dry-run');
    expect(sandbox.requests).toEqual([]);
  });
});

describe('plan', () => {
  it('writes nothing, and with --exit-code ends with 4 if changes are pending', async () => {
    const sandbox = await sandboxOfTest();
    expect((await runAt(sandbox, ['plan'])).exitCode).toBe(0);
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(4);
    expect((await runAt(sandbox, ['plan', '--offline', '--exit-code'])).exitCode).toBe(4);
    expect(sandbox.writes()).toBe(0);
    await applied(sandbox);
    expect((await runAt(sandbox, ['plan', '--exit-code'])).exitCode).toBe(0);
  });
});
