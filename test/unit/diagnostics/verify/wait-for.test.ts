import { describe, expect, it } from 'vitest';
import { broken, fixedByApply } from '../../../../src/diagnostics/finding.ts';
import { noAlertFinding } from '../../../../src/diagnostics/verify/alert-findings.ts';
import type { Verification } from '../../../../src/diagnostics/verify/verification.ts';
import { waitFor, watch } from '../../../../src/diagnostics/verify/wait-for.ts';

const OTHER = broken('alert-not-created', 'alert', 'late', 'wait');
const FINDING = broken('run-failed', 'run', 'why', 'what to do');

/** Each pause takes ten seconds. */
function waiting(wait: number) {
  let time = 0;
  const said: string[] = [];
  const shown: string[] = [];
  const verification = {
    plan: { formatVersion: 1, product: 'HaloITSM', changes: [] },
    wait,
    live: {},
    now: () => time,
    pause: async () => {
      time += 10_000;
    },
    show: (text: string) => shown.push(text),
    stillWaiting: (text: string) => said.push(text),
  } as unknown as Verification;
  return { verification, said, shown, passed: () => time };
}

const never = async () => undefined;
const why = async () => FINDING;

describe('waiting for an alert', () => {
  it('ends as soon as one exists', async () => {
    const { verification, passed } = waiting(180_000);
    let polls = 0;
    const poll = async () => (++polls === 3 ? 'alert' : undefined);
    expect(await waitFor(verification, poll, { doing: 'Waiting', onTimeout: why })).toBe('alert');
    expect(passed()).toBe(20_000);
  });

  it('ends with a reason after a last poll when the time is over', async () => {
    const { verification, passed, said, shown } = waiting(60_000);
    await expect(waitFor(verification, never, { doing: 'Waiting', onTimeout: why })).rejects.toMatchObject({
      finding: FINDING,
    });
    expect(passed()).toBe(60_000);
    expect(said).toEqual(['Still waiting (20 of 60 s)', 'Still waiting (40 of 60 s)']);
    expect(shown.slice(0, 2)).toEqual(['Waiting… 0 of 60 s', 'Waiting… 10 of 60 s']);
  });

  it('ends early if a run has failed', async () => {
    const { verification, passed } = waiting(180_000);
    await expect(
      waitFor(verification, never, { doing: 'Waiting', onTimeout: async () => OTHER, failure: why }),
    ).rejects.toMatchObject({
      finding: FINDING,
    });
    expect(passed()).toBeLessThan(180_000);
  });

  it('does not recommend apply if it would change nothing', async () => {
    const { verification } = waiting(0);
    const forApply = async () => fixedByApply('broken', 'flow-chart-dead-end', 'steps', 'why');
    await expect(waitFor(verification, never, { doing: 'Waiting', onTimeout: forApply })).rejects.toMatchObject({
      finding: { fixableByApply: false, hint: expect.stringContaining("apply won't help") },
    });
  });
});

describe('no alert although ilert accepted the event', () => {
  it.each([
    ['ONE_OPEN_ALERT_ALLOWED', /an open alert took it/],
    ['INTELLIGENT_GROUPING', /an open alert took it/],
    ['ONE_ALERT_PER_EMAIL', /^No alert after 60 s/],
    // Its name contains "OPEN", but it does not group.
    ['OPEN_RESOLVE_ON_EXTRACTION', /^No alert after 60 s/],
  ])('is explained by grouping only if the alert source groups: %s', (alertCreation, message) => {
    const { verification } = waiting(60_000);
    const live = { 'alert-source': { id: 1, alertCreation } };
    expect(noAlertFinding({ ...verification, live }).message).toMatch(message);
  });
});

describe('watching for what is not to come', () => {
  it('ends without it when the time is over', async () => {
    const { verification, passed } = waiting(180_000);
    expect(await watch(verification, 'Waiting', 30_000, never)).toBeUndefined();
    expect(passed()).toBe(30_000);
  });

  it('looks once at least, however short the time is', async () => {
    const { verification } = waiting(180_000);
    expect(await watch(verification, 'Waiting', 0, async () => 'alert')).toBe('alert');
  });

  it('ends as soon as it comes', async () => {
    const { verification, passed } = waiting(180_000);
    expect(await watch(verification, 'Waiting', 30_000, async () => 'alert')).toBe('alert');
    expect(passed()).toBe(0);
  });
});
