import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';
import { eventsAt, openAlertsIn, verified } from './verified.ts';

const UNTIL_RESOLVED = ['--grouping', 'until-resolved'];
const UNTIL_ACCEPTED = ['--grouping', 'until-accepted'];
const WINDOW = ['--grouping', 'window', '--grouping-window', '15m'];
const SIMILARITY = ['--grouping', 'similarity', '--grouping-window', '15m'];

interface OpenAlert {
  readonly status?: 'PENDING' | 'ACCEPTED' | 'RESOLVED';
  /** Minutes since it was created. */
  readonly age?: number;
  readonly summary?: string;
}

/** Creates an integration with alert grouping, and an existing alert. */
async function withAlert(
  grouping: readonly string[],
  { status = 'PENDING', age = 1, summary = 'Mail' }: OpenAlert = {},
) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...grouping);
  const alert = sandbox.ilert.state.addAlert(storedIn(sandbox).source, { summary });
  Object.assign(alert, { status, reportTime: new Date(Date.now() - age * 60_000).toISOString() });
  return { sandbox, alert };
}

const stepsOf = async (sandbox: Sandbox, ...argv: string[]) => {
  const { exitCode, proof, stderr } = await verified(sandbox, ['--yes', ...argv]);
  const check = proof.steps.find(({ step }) => step === 'The test event will not join an open alert');
  return { exitCode, check, proof, stderr };
};

describe('a test event that would be grouped into an open alert is not sent', () => {
  it.each([
    ['until that is resolved', UNTIL_RESOLVED, {}, /until it is resolved/],
    ['until that is resolved, though it is accepted', UNTIL_RESOLVED, { status: 'ACCEPTED' }, /until it is resolved/],
    ['until that is accepted', UNTIL_ACCEPTED, {}, /until it is accepted/],
    ['within a time window', WINDOW, { age: 14 }, /groups the events of a time window/],
    [
      'as it is similar to an earlier test',
      SIMILARITY,
      { summary: 'Test alert from ilert-haloitsm 1' },
      /similar events/,
    ],
  ] as const)('%s', async (_, grouping, open, why) => {
    const { sandbox, alert } = await withAlert(grouping, open);
    for (const way of [[], ['--through-halo']]) {
      const { exitCode, proof, stderr } = await stepsOf(sandbox, ...grouping, ...way);
      expect(exitCode).toBe(1);
      expect(proof.finding).toMatchObject({ code: 'alert-would-be-grouped', message: expect.stringMatching(why) });
      expect(stderr).toContain(
        `Error: Nothing was sent: the test event would be grouped into the open alert ${alert.id}`,
      );
      expect(stderr).toContain('Resolve that alert in ilert');
    }
    expect([eventsAt(sandbox), sandbox.halo.state.tickets, sandbox.ilert.state.alerts.length]).toEqual([[], [], 1]);
  });

  it('and the hint says when the time window ends', async () => {
    const { sandbox, alert } = await withAlert(WINDOW);
    const { proof } = await verified(sandbox, ['--yes', ...WINDOW]);
    const end = new Date(Date.parse(alert.reportTime) + 15 * 60_000).toISOString().slice(11, 16);
    expect(proof.finding?.hint).toContain(`or wait until ${end} UTC, then run verify again`);
  });

  it('and the other checks run with --no-alert', async () => {
    const { sandbox } = await withAlert(UNTIL_RESOLVED);
    const { exitCode, proof } = await verified(sandbox, ['--no-alert', ...UNTIL_RESOLVED]);
    expect([exitCode, proof.steps.length]).toEqual([0, 3]);
  });
});

describe('a test event that opens an alert of its own is sent', () => {
  it.each([
    ['though an alert was accepted', UNTIL_ACCEPTED, { status: 'ACCEPTED' }],
    ['though an alert is older than the time window', WINDOW, { age: 16 }],
    ['though there was an alert', UNTIL_RESOLVED, { status: 'RESOLVED' }],
  ] as const)('%s', async (_, grouping, open) => {
    const { sandbox } = await withAlert(grouping, open);
    const { exitCode, check } = await stepsOf(sandbox, ...grouping);
    expect([exitCode, check]).toMatchObject([0, { state: 'ok' }]);
  });

  it('without alert grouping, whatever is open, and nothing is asked', async () => {
    const { sandbox } = await withAlert(['--grouping', 'none']);
    const { exitCode, check } = await stepsOf(sandbox);
    expect([exitCode, check, openAlertsIn(sandbox).length]).toEqual([0, undefined, 1]);
    expect(sandbox.requests.filter(({ query }) => query.includes('states'))).toEqual([]);
  });
});

describe('where it is not certain, verify says so and goes on', () => {
  it('with similarity and another alert', async () => {
    const { sandbox, alert } = await withAlert(SIMILARITY, { summary: 'Mail is down' });
    const { exitCode, check } = await stepsOf(sandbox, ...SIMILARITY);
    const detail = `the alert source groups similar events of a time window, so the test event may be grouped into the open alert ${alert.id} ("Mail is down")`;
    expect([exitCode, check]).toMatchObject([0, { state: 'skipped', detail }]);
  });

  it('with a way of grouping that ilert has added since', async () => {
    const { sandbox } = await withAlert(['--grouping', 'none']);
    Object.assign(storedIn(sandbox).source, { alertCreation: 'BY_MOON_PHASE' });
    const { exitCode, check } = await stepsOf(sandbox);
    expect([exitCode, check]).toMatchObject([0, { detail: expect.stringContaining('BY_MOON_PHASE') }]);
  });

  it('where the key may not list alerts', async () => {
    const { sandbox } = await withAlert(UNTIL_ACCEPTED, { status: 'ACCEPTED' });
    sandbox.intercept = ({ path, query }) =>
      path === '/api/alerts' && query.has('states') ? { kind: 'respond', status: 403, body: {} } : undefined;
    const { exitCode, check } = await stepsOf(sandbox, ...UNTIL_ACCEPTED);
    expect([exitCode, check]).toMatchObject([0, { detail: expect.stringMatching(/^The open alerts can't be read/) }]);
  });
});

it('tickets that may join the test alert are announced', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...UNTIL_RESOLVED);
  const { stderr } = await runAt(sandbox, ['verify', '--yes', ...UNTIL_RESOLVED]);
  expect(stderr).toContain('Alert grouping is on: tickets that come in meanwhile may join the test alert.');
});
