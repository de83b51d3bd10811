import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pollClock } from '../../support/alert-polls.ts';
import { type RunOverrides, run, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { ilertOnly } from '../export/exported.ts';
import { eventsAt } from './verified.ts';

const BY_HAND = 'HaloITSM was not tested. To test it as well, log a ticket in HaloITSM and close it again.';

/** Runs the program with ilert's variables alone. */
function runIlert(sandbox: Sandbox, argv: readonly string[], overrides: RunOverrides = {}) {
  const env = { ...ilertOnly(sandbox), ILERT_ESCALATION_POLICY: 'Default', ...overrides.env };
  return run(argv, { now: pollClock(sandbox), ...overrides, env });
}

async function withIlertSetUp() {
  const sandbox = await sandboxOfTest();
  expect((await runIlert(sandbox, ['apply', '--only', 'ilert'])).exitCode).toBe(0);
  return sandbox;
}

function requestsToHalo({ requests }: Sandbox) {
  return requests.filter(({ service }) => service === 'halo');
}

describe('verify without access to the API of HaloITSM', () => {
  it.each([
    ['with --only ilert', ['--only', 'ilert'], {}],
    ['with no API application given', [], {}],
    ['with the URL of HaloITSM alone', [], { HALO_URL: 'https://acme.haloitsm.com' }],
  ])('posts the event as HaloITSM would, and says that HaloITSM was not tested: %s', async (_, argv, env) => {
    const sandbox = await withIlertSetUp();
    const { exitCode, stdout } = await runIlert(sandbox, ['verify', '--yes', ...argv], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("ilert's side works");
    expect(stdout).toContain(BY_HAND);
    expect(eventsAt(sandbox)).toHaveLength(2);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
    expect(requestsToHalo(sandbox)).toEqual([]);
  });

  it('says so in JSON', async () => {
    const sandbox = await withIlertSetUp();
    const { stdout } = await runIlert(sandbox, ['verify', '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, only: 'ilert', alertId: expect.stringMatching(/^\d+$/) });
  });

  it('sends the payload of the settings, filled in', async () => {
    const sandbox = await withIlertSetUp();
    const cwd = temporaryFolder();
    const payload =
      '{ "ticket": { "id": <<ticket^id>>, "summary": <<ticket^summary>>, "status": { "name": <<ticket^status^name>> }, "mine": 1 } }';
    writeFileSync(join(cwd, 'own.json'), payload);
    const { exitCode } = await runIlert(sandbox, ['verify', '--yes', '--payload', 'own.json'], { cwd });
    expect(exitCode).toBe(0);
    expect(eventsAt(sandbox)[0]?.body).toMatchObject({ ticket: { mine: 1 } });
  });

  it('creates no alert with --no-alert', async () => {
    const sandbox = await withIlertSetUp();
    const { exitCode, stdout } = await runIlert(sandbox, ['verify', '--no-alert']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('No alert was created');
    expect(stdout).toContain(BY_HAND);
    expect(eventsAt(sandbox)).toEqual([]);
  });

  it('says what is wrong where the alert source is missing', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runIlert(sandbox, ['verify', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The alert source "HaloITSM" is missing.');
    expect(eventsAt(sandbox)).toEqual([]);
  });

  it.each([{ HALO_CLIENT_ID: 'some-id' }, { HALO_CLIENT_SECRET: 'some-secret' }])(
    'is not assumed where only one of client ID and secret is set: %o',
    async (env) => {
      const sandbox = await withIlertSetUp();
      const { exitCode, stderr } = await runIlert(sandbox, ['verify', '--yes'], { env });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('HALO_URL');
      expect(eventsAt(sandbox)).toEqual([]);
    },
  );

  it('cannot be combined with --through-halo', async () => {
    const sandbox = await withIlertSetUp();
    expect((await runIlert(sandbox, ['verify', '--yes', '--through-halo'])).stderr).toContain('HALO_CLIENT_ID');
    const both = await runIlert(sandbox, ['verify', '--yes', '--through-halo', '--only', 'ilert']);
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain('--through-halo and --only ilert cannot be used together.');
    expect(eventsAt(sandbox)).toEqual([]);
  });
});
