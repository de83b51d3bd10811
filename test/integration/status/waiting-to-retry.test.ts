import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { alertPolls } from '../../support/alert-polls.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { serviceDesk } from '../../support/service-desk.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';
import { verified } from '../verify/verified.ts';

/** Creates a provisioned sandbox whose ilert answers every ticket with a status. */
async function sandboxWhereIlertAnswers(status: number, haloRetries = { attempts: 2, milliseconds: 60_000 }) {
  const sandbox = await sandboxOfTest({ haloRetries });
  await applied(sandbox);
  sandbox.intercept = ({ path }) => (path.startsWith('/api/v1/events/') ? { kind: 'respond', status } : undefined);
  return sandbox;
}

/** Makes Halo's next attempt now. */
async function retried({ halo }: Sandbox) {
  halo.retryNow();
  await halo.state.idle();
}

async function statusOf(sandbox: Sandbox) {
  const { exitCode, stdout } = await runAt(sandbox, ['status', '--json']);
  return { exitCode, ...JSON.parse(stdout) };
}

const IN_WORDS = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/;

describe('a ticket logged while ilert is down', () => {
  it("becomes an alert after Halo's retry; until then status reports that it waits", async () => {
    const sandbox = await sandboxWhereIlertAnswers(503);
    const ticket = await serviceDesk(sandbox).log('Mail is down');
    expect(sandbox.ilert.state.alerts).toEqual([]);

    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      new RegExp(
        `^Last run +less than a minute ago, ticket ${ticket}, waiting to retry, next attempt at ${IN_WORDS.source} \\(2 attempts left\\)\n`,
        'm',
      ),
    );
    expect(stdout).toMatch(
      new RegExp(
        `Ticket ${ticket} has not reached ilert yet\\. The next attempt is at ${IN_WORDS.source} \\(2 attempts left\\)\\. Last attempt: ilert failed with HTTP 503\\.`,
      ),
    );
    expect(stdout).toMatch(/Waiting to retry: a ticket has not reached ilert yet, and will be sent again\.\n$/);
    expect(await statusOf(sandbox)).toMatchObject({
      state: 'drifted',
      runs: [{ ticketId: `${ticket}`, state: 'waiting-to-retry', retry: { attemptsLeft: 2 } }],
      findings: [{ severity: 'pending', component: 'delivery' }],
    });

    sandbox.intercept = undefined;
    await retried(sandbox);
    expect(sandbox.ilert.state.alerts).toMatchObject([{ summary: 'Mail is down', status: 'PENDING' }]);
    expect(await statusOf(sandbox)).toMatchObject({ exitCode: 0, state: 'healthy', runs: [{ state: 'done' }] });
  });

  it('is reported even if earlier and later tickets have arrived', async () => {
    const sandbox = await sandboxWhereIlertAnswers(503);
    const { intercept } = sandbox;
    const desk = serviceDesk(sandbox);
    sandbox.intercept = undefined;
    await desk.log('Before');
    sandbox.intercept = intercept;
    const lost = [await desk.log('Mail is down'), await desk.log('Web is down')];
    sandbox.intercept = undefined;
    await desk.log('After');
    const { exitCode, findings } = await statusOf(sandbox);
    expect(exitCode).toBe(4);
    expect(findings).toMatchObject([{ severity: 'pending' }]);
    expect(findings[0].message).toContain(`2 tickets have not reached ilert yet: ${lost.toReversed().join(', ')}.`);
  });

  it('is lost once Halo has made its last attempt', async () => {
    const sandbox = await sandboxWhereIlertAnswers(503);
    await serviceDesk(sandbox).log('Mail is down');
    for (let attempt = 0; attempt < 2; attempt += 1) await retried(sandbox);
    const health = await statusOf(sandbox);
    expect(health).toMatchObject({ exitCode: 1, state: 'broken', runs: [{ state: 'failed' }] });
    expect(health.findings).toMatchObject([{ severity: 'broken', message: 'ilert failed with HTTP 503.' }]);
  });

  it('is lost at once if a retry would fail again', async () => {
    const sandbox = await sandboxWhereIlertAnswers(400);
    await serviceDesk(sandbox).log('Mail is down');
    expect(await statusOf(sandbox)).toMatchObject({ exitCode: 1, runs: [{ state: 'waiting-to-retry' }] });
  });
});

describe('status explains', () => {
  it('an Error step that Halo does not retry; apply repairs it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const error = storedIn(sandbox).runbook.steps[2];
    Object.assign(error ?? {}, { auto_action: 1 });
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain(
      'the step "Error" ends with "Failed" instead of "Failed (retry from the start)". If ilert cannot be reached, the run is not retried and the alert is lost.',
    );
    await applied(sandbox);
    expect(storedIn(sandbox).runbook.steps[2]?.auto_action).toBe(2);
  });

  it('that Halo has disabled the runbook, and after how many failures; apply enables it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    Object.assign(storedIn(sandbox).runbook, { disabled: true, auto_disable_attempts: 5 });
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'The runbook "ilert runbook" is disabled: HaloITSM disabled it, as it does after 5 failed runs.',
    );
    await applied(sandbox);
    expect(storedIn(sandbox).runbook.disabled).toBe(false);
    await serviceDesk(sandbox).log('Mail is down');
    expect(sandbox.ilert.state.alerts).toHaveLength(1);
  });

  it('that ilert asks to finish the setup of the alert source; apply finishes it', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.setupStatus = 'CREATED';
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('ilert still shows "Finish setup" for the alert source "HaloITSM".');
    await applied(sandbox);
    expect(storedIn(sandbox).source.setupStatus).toBe('FINISHED');
  });
});

describe('verify --through-halo, while ilert is down', () => {
  it("waits for Halo's retry, reports it once, and succeeds", async () => {
    const sandbox = await sandboxWhereIlertAnswers(503);
    const down = sandbox.intercept;
    sandbox.intercept = async (request) => {
      if (alertPolls(sandbox) < 8) return down?.(request);
      sandbox.intercept = undefined;
      await retried(sandbox);
      return undefined;
    };
    const { exitCode, stderr, proof } = await verified(sandbox, ['--yes', '--through-halo']);
    expect([exitCode, proof.ok]).toEqual([0, true]);
    expect(stderr.match(/has not reached ilert yet\. The next attempt is at/g)).toHaveLength(1);
    expect(sandbox.halo.state.tickets).toEqual([]);
  });

  it('reports that the result is not known yet, if the wait ends before the retry', async () => {
    const sandbox = await sandboxWhereIlertAnswers(503);
    const { exitCode, stderr, proof } = await verified(sandbox, ['--yes', '--through-halo', '--wait', '60']);
    expect(exitCode).toBe(1);
    expect(proof.finding).toMatchObject({ component: 'delivery', severity: 'pending' });
    expect(proof.finding?.message).toMatch(
      /^The result is not known yet\. Ticket \d+ has not reached ilert yet\. The next attempt is at .* UTC \(2 attempts left\)\./,
    );
    expect(proof.finding?.hint).toContain('--wait');
    expect(stderr).not.toContain('Failed at');
  });

  it('stops at once if a retry would fail the same way', async () => {
    const sandbox = await sandboxWhereIlertAnswers(400);
    const { exitCode, proof } = await verified(sandbox, ['--yes', '--through-halo']);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ component: 'payload', severity: 'broken' }),
    ]);
    expect(alertPolls(sandbox)).toBeLessThan(10);
  });

  it("stops when Halo's last attempt has failed", async () => {
    const sandbox = await sandboxWhereIlertAnswers(503, { attempts: 0, milliseconds: 60_000 });
    const { exitCode, proof } = await verified(sandbox, ['--yes', '--through-halo']);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ component: 'delivery', severity: 'broken' }),
    ]);
  });
});
