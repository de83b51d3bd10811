import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, runAt, storedIn } from '../../support/tenants.ts';
import { openAlertsIn, verified } from './verified.ts';

const WAYS = [
  ['directly', ['--yes']],
  ['through Halo', ['--yes', '--through-halo']],
] as const;
const template = (textTemplate: string) => ({ textTemplate });
const REST = '"status": {"name": <<ticket^status^name>>}, "summary": <<ticket^summary>>';

/** Applies a custom payload; returns what `apply` printed, and how to run with it. */
async function appliedWith(sandbox: Sandbox, payload: string) {
  const file = join(temporaryFolder(), 'own.json');
  writeFileSync(file, payload);
  const env = { HALO_PAYLOAD: file };
  const { exitCode, stderr } = await runAt(sandbox, ['apply'], { env });
  expect(exitCode, stderr).toBe(0);
  return { env, stderr };
}

describe.each(WAYS)('verify %s', (_, argv) => {
  it('names the payload when the alert does not have the ticket id as its key', async () => {
    const sandbox = await sandboxOfTest();
    const { env, stderr } = await appliedWith(sandbox, `{"ticket": {"id": 1, ${REST}}}`);
    expect(stderr).toContain('Note: ticket.id in the payload is always 1, so ilert treats all tickets as the same');
    const { exitCode, proof } = await verified(sandbox, argv, { env });
    expect([exitCode, proof.finding?.component]).toEqual([1, 'payload']);
    expect(proof.finding?.message).toMatch(
      /^The alert's key is 1, but the ticket's ID is \d+: closing the ticket would not resolve the alert\.$/,
    );
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it('names the alert source when its template gives the alert another key', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.alertKeyTemplate = template('halo');
    const { exitCode, proof } = await verified(sandbox, argv);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({
        code: 'alert-key-mismatch',
        component: 'alert-source',
        message: expect.stringMatching(/^The alert's key is halo, but the ticket's ID is \d+/),
        hint: 'Check the alert key template of the alert source in ilert: the key must contain the ID of the ticket.',
      }),
    ]);
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it('reports an alert without a summary', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).source.summaryTemplate = template(' ');
    const { exitCode, proof } = await verified(sandbox, argv);
    expect([exitCode, proof.finding]).toEqual([
      1,
      expect.objectContaining({ code: 'alert-without-summary', message: 'The alert has no summary.' }),
    ]);
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it('reports that the alert is not resolved when the payload has a constant status', async () => {
    const sandbox = await sandboxOfTest();
    const payload = '{"ticket": {"id": <<ticket^id>>, "status": {"name": "New"}, "summary": <<ticket^summary>>}}';
    const { env, stderr } = await appliedWith(sandbox, payload);
    expect(stderr).toContain('Note: the ticket status in the payload is always "New"');
    const { exitCode, proof, stderr: notes } = await verified(sandbox, argv, { env });
    expect([exitCode, proof.finding?.component]).toEqual([1, 'resolution']);
    expect(notes).toContain('Note: the ticket status in the payload is always "New"');
    expect(openAlertsIn(sandbox)).toEqual([]);
  });

  it.each([
    ['a number in quotes', `{"ticket": {"id": "<<ticket^id>>", ${REST}}}`],
    ['an id with a prefix', `{"ticket": {"id": "HaloITSM-<<ticket^id>>", ${REST}}}`],
    [
      "links with the tenant's address, and custom fields",
      `{"url": "<<halo_url>>/ticket?id=<<ticket^id>>", "asset": <<CFassetTag>>, "users": "<<ticket^CFaffectedUsers>>", "ticket": {"id": <<ticket^id>>, ${REST}}}`,
    ],
  ])('passes with %s', async (_, payload) => {
    const sandbox = await sandboxOfTest();
    const { env } = await appliedWith(sandbox, payload);
    const { exitCode, stderr } = await verified(sandbox, argv, { env });
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
  });
});

it('status repeats the risks of the payload', async () => {
  const sandbox = await sandboxOfTest();
  const { env } = await appliedWith(sandbox, `{"ticket": {"id": 1, ${REST}}}`);
  const { exitCode, stderr } = await runAt(sandbox, ['status'], { env });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Note: ticket.id in the payload is always 1');
});
