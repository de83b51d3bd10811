import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/diagnostics/finding.ts';
import { alertOf } from '../../../../src/diagnostics/verify/alert-of-ticket.ts';
import {
  type Alert,
  noAlertFinding,
  type Verification,
  waitFor,
} from '../../../../src/diagnostics/verify/verification.ts';

const FINDING: Finding = { link: 'run', severity: 'broken', message: 'why', mendedByApply: false };

/** Ten seconds pass with each pause. */
function waiting(wait: number) {
  let time = 0;
  const said: string[] = [];
  const proof = {
    plan: { formatVersion: 1, product: 'HaloITSM', changes: [] },
    wait,
    live: {},
    now: () => time,
    pause: async () => {
      time += 10_000;
    },
    info: (text: string) => said.push(text),
  } as unknown as Verification;
  return { proof, said, passed: () => time };
}

const never = async () => undefined;
const why = async () => FINDING;

describe('waiting for an alert', () => {
  it('ends as soon as there is one', async () => {
    const { proof, passed } = waiting(180_000);
    let looks = 0;
    const look = async () => (++looks === 3 ? 'alert' : undefined);
    expect(await waitFor(proof, look, why)).toBe('alert');
    expect(passed()).toBe(20_000);
  });

  it('ends when the time is over, with why, after a last look', async () => {
    const { proof, passed, said } = waiting(60_000);
    await expect(waitFor(proof, never, why)).rejects.toMatchObject({ finding: FINDING });
    expect(passed()).toBe(60_000);
    expect(said).toEqual(['Still waiting (20 of 60 s)', 'Still waiting (40 of 60 s)']);
  });

  it('ends early where a run has failed', async () => {
    const { proof, passed } = waiting(180_000);
    await expect(waitFor(proof, never, never as never, why)).rejects.toMatchObject({ finding: FINDING });
    expect(passed()).toBeLessThan(180_000);
  });

  it('does not send anybody to apply where apply would change nothing', async () => {
    const { proof } = waiting(0);
    const forApply = async () => ({ ...FINDING, hint: 'Run: ilert-haloitsm apply', mendedByApply: true });
    await expect(waitFor(proof, never, forApply)).rejects.toMatchObject({
      finding: { mendedByApply: false, hint: expect.stringContaining('apply changes nothing') },
    });
  });
});

describe('the alert of a ticket', () => {
  const alert = (id: number, summary: string, alertKey?: string) =>
    ({ id, summary, alertKey, status: 'PENDING' }) as Alert;
  const ticket = { id: 2001, marker: 'Test 42' };

  it.each([
    ['by its key', [alert(1, 'Other', '2000'), alert(2, 'From a template', '2001')]],
    ['by its summary, where ilert takes another key', [alert(1, 'Test 4'), alert(2, 'HaloITSM: Test 42!', 'x')]],
  ])('is known %s', (_, alerts) => {
    expect(alertOf(alerts, ticket)?.id).toBe(2);
  });

  it('is none of the others', () => {
    expect(alertOf([alert(1, 'Other', '20'), alert(2, 'Test 4')], ticket)).toBeUndefined();
  });
});

describe('no alert although ilert took the event', () => {
  it.each([
    ['ONE_OPEN_ALERT_ALLOWED', /an open alert took it in/],
    ['INTELLIGENT_GROUPING', /an open alert took it in/],
    ['ONE_ALERT_PER_EMAIL', /no alert after 60 s/],
    // Its name has "OPEN" in it, and it does not group.
    ['OPEN_RESOLVE_ON_EXTRACTION', /no alert after 60 s/],
  ])('is put down to grouping only where the alert source groups: %s', (alertCreation, message) => {
    const { proof } = waiting(60_000);
    const live = { 'alert-source': { id: 1, alertCreation } };
    expect(noAlertFinding({ ...proof, live }).message).toMatch(message);
  });
});
