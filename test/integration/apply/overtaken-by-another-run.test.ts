import { describe, expect, it } from 'vitest';
import type { WebhookRow } from '../../../sandbox/halo/rows.ts';
import type { AlertSourceRow } from '../../../sandbox/ilert/rows.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { countsIn } from '../../support/tenants.ts';
import { allHaveRead, allOf, happening, lineOf, runAs } from './runs-at-once.ts';

describe('an apply that another run has overtaken', () => {
  /** Lets `one` create everything after `two` has read and before it writes, and something happen in between. */
  async function overtaken(between: (sandbox: Sandbox) => void = () => undefined, argv: readonly string[] = []) {
    const sandbox = await sandboxOfTest();
    const { happen, happened } = happening();
    sandbox.intercept = allOf(allHaveRead(2), (request) =>
      lineOf(request).startsWith('two CREATE') ? happened : undefined,
    );
    const one = runAs('one', sandbox, ['apply']);
    one.then(() => between(sandbox)).finally(happen);
    const [, two] = await Promise.all([one, runAs('two', sandbox, ['apply', ...argv])]);
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(two.exitCode).toBe(0);
    return two.stdout.split('\n');
  }

  it('says that another run has done it, and what exists', async () => {
    const [head, first] = await overtaken();
    expect(head).toBe('Already done by a concurrent run. Everything is up to date.');
    expect(first).toMatch(/^ {2}alert source "HaloITSM" \(ID \d+\)$/);
  });

  it('counts what the other run has made as kept, and says why', async () => {
    const { counts, changes } = JSON.parse((await overtaken(undefined, ['--json'])).join('\n')) as {
      counts: unknown;
      changes: { action: string; id?: unknown; because?: string }[];
    };
    expect(counts).toEqual({ create: 0, update: 0, delete: 0, keep: 6 });
    expect(changes).toEqual(
      changes.map(() =>
        expect.objectContaining({ action: 'keep', id: expect.anything(), because: 'already done by a concurrent run' }),
      ),
    );
  });

  it('says the same in Markdown', async () => {
    expect((await overtaken(undefined, ['--format', 'markdown'])).join('\n')).toContain(
      'already done by a concurrent run',
    );
  });

  it('does not report success when the alert source was switched off in ilert meanwhile', async () => {
    const lines = await overtaken(({ ilert }) => {
      const source = ilert.state.alertSources.at(-1);
      if (source) source.active = false;
    });
    expect(lines[0]).toBe('Already done by a concurrent run.');
    expect(lines).toContainEqual(expect.stringContaining('Problem: The alert source'));
  });
});

it('an apply that has found an integration that its run gives up leaves it to the run that goes on', async () => {
  const sandbox = await sandboxOfTest();
  const found = sandbox.halo.state.addIntegration('ilert integration', {
    resourcebaseurl: sandbox.ilert.url,
    authorizationtype: 0,
  });
  let other: Promise<unknown> | undefined;
  sandbox.intercept = async (request) => {
    if (other || lineOf(request) !== 'one CREATE /api/CustomIntegrationMethod') return undefined;
    const { integrations } = sandbox.halo.state;
    integrations.splice(integrations.indexOf(found), 1);
    other = runAs('two', sandbox, ['apply']);
    await other;
    return undefined;
  };
  const { exitCode, stderr } = await runAs('one', sandbox, ['apply']);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
});

it('an apply that leaves its runbook to another run keeps the alert source that its own method posts to', async () => {
  const sandbox = await sandboxOfTest();
  const { ilert, halo } = sandbox;
  let rival: AlertSourceRow | undefined;
  let theirs: WebhookRow | undefined;
  let looks = 0;
  sandbox.intercept = (request) => {
    const line = lineOf(request);
    if (line === 'one CREATE /api/alert-sources') rival = ilert.state.addAlertSource('HaloITSM');
    if (line === 'one CREATE /api/Webhook' && !theirs) {
      const [{ steps }] = request.body as [Pick<WebhookRow, 'steps'>];
      theirs = halo.state.addRunbook('ilert runbook', { steps });
      halo.state.addBinding(theirs, 3, 'New Ticket Logged');
      halo.state.addBinding(theirs, 76, 'Ticket Status Changed');
    }
    // The run that created the other alert source gives it up once this one has seen it.
    if (theirs && rival && line === 'one GET /api/alert-sources') {
      looks += 1;
      if (looks === 2) ilert.state.alertSources.splice(ilert.state.alertSources.indexOf(rival), 1);
    }
    return undefined;
  };
  const { exitCode, stderr } = await runAs('one', sandbox, ['apply']);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Removed alert source')]);
  expect(looks).toBeGreaterThanOrEqual(2);
  expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
});
