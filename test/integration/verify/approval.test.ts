import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { interruptedError } from '../../../src/errors/cli-error.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, storedIn } from '../../support/tenants.ts';
import { BACK, CTRL_C, type Script, scriptedPrompter } from '../../wizard/scripted-prompter.ts';
import { eventsAt, verified } from './verified.ts';

/** Someone at a terminal who answers. */
async function answering(answer: Script[string], ...argv: string[]) {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  return answeringAt(sandbox, answer, ...argv);
}

async function answeringAt(sandbox: Sandbox, answer: Script[string], ...argv: string[]) {
  const prompter = scriptedPrompter({ confirm: answer }, interruptedError);
  let stderr = '';
  const { exitCode } = await run(['verify', ...argv], {
    env: { ...pointedAt(sandbox), TERM: 'dumb' },
    stdin: Object.assign((async function* nothing() {})(), { isTTY: true }),
    stderr: { isTTY: true, columns: 80, rows: 30, write: (text) => (stderr += text) },
    openPrompter: async () => prompter,
  });
  return { sandbox, exitCode, stderr: stderr.replace(/\s+/g, ' '), asked: prompter.asked, faults: prompter.faults() };
}

describe('verify asks before it may page someone', () => {
  it('and shows who may be paged; yes continues', async () => {
    const { sandbox, exitCode, stderr, asked } = await answering(true);
    expect(stderr).toContain(
      'This creates a real alert and may page someone. Escalation policy: Default; notifies Ada Admin.',
    );
    expect(asked).toMatchObject([{ id: 'confirm', offered: false }]);
    expect([exitCode, eventsAt(sandbox).length]).toEqual([0, 2]);
  });

  it('and says how many tickets are logged in HaloITSM, what becomes of them, and that it may send e-mails', async () => {
    const { stderr } = await answering(true, '--through-halo');
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'This logs one test ticket in HaloITSM, and closes and deletes it. HaloITSM may send its own e-mails about it.',
    );
    expect((await answering(true, '--through-halo', '--quiet')).stderr).toContain('This logs one test ticket');
    const direct = await answering(true);
    expect(direct.stderr).not.toContain('This logs');
  });

  it('and says whom HaloITSM notifies if the runbook fails, where a ticket is to start it', async () => {
    const sandbox = await sandboxOfTest();
    const hanna = ['--notify-on-failure', 'Hanna Halo'];
    await applied(sandbox, ...hanna);
    const told = 'If the runbook fails, HaloITSM is set to notify Hanna Halo (ID 2).';
    expect((await answeringAt(sandbox, true, '--through-halo', ...hanna)).stderr).toContain(told);
    expect((await answeringAt(sandbox, true, ...hanna)).stderr).not.toContain('If the runbook fails');
  });

  it.each<[string, Script[string]]>([
    ['no', false],
    ['back', BACK],
    ['Ctrl-C', CTRL_C],
  ])('and sends nothing after %s: exit 130', async (_, answer) => {
    const { sandbox, exitCode } = await answering(answer, '--through-halo');
    expect([exitCode, eventsAt(sandbox), sandbox.halo.state.tickets]).toEqual([130, [], []]);
  });

  it('but not with --no-alert', async () => {
    const { exitCode, asked } = await answering(true, '--no-alert');
    expect([exitCode, asked]).toEqual([0, []]);
  });

  it.each([
    ['without a terminal', []],
    ['with --json', ['--json']],
  ])('and without a terminal, %s, ends with 2 before any request', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = sandbox.requests.length;
    const { exitCode, stderr } = await run(['verify', ...argv], { env: pointedAt(sandbox) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Non-interactive runs need --yes');
    expect(stderr).toContain('--no-alert');
    expect(sandbox.requests).toHaveLength(before);
  });
});

describe('verify --no-alert', () => {
  it('runs all checks without sending an event, and says that no one was paged', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const writes = sandbox.writes();
    const { exitCode, proof } = await verified(sandbox, ['--no-alert']);
    expect(exitCode).toBe(0);
    expect(proof.steps.map(({ step }) => step)).toEqual([
      'Configuration is complete',
      'The payload produces valid JSON',
      'The integration key used by HaloITSM is valid',
    ]);
    expect([eventsAt(sandbox), sandbox.writes(), sandbox.ilert.state.alerts]).toEqual([[], writes, []]);
    expect(sandbox.requests.map(({ path }) => path)).toContain(
      `/api/alert-sources/${storedIn(sandbox).source.integrationKey}`,
    );
  });

  it('finds a key that ilert does not know', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integrationKey } = storedIn(sandbox).source;
    sandbox.intercept = ({ path }) =>
      path.endsWith(integrationKey) ? { kind: 'respond', status: 404, body: {} } : undefined;
    const { exitCode, proof } = await verified(sandbox, ['--no-alert']);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'delivery']);
    expect(proof.finding?.message).toContain('no alert source with the integration key');
  });

  it('finds a payload that a quote in a ticket would break', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { method } = storedIn(sandbox);
    method.requestbody = '{"ticket": {"id": <<ticket^id>>, "summary": "<<ticket^summary!>>"}}';
    const { exitCode, proof, stderr } = await verified(sandbox, ['--no-alert']);
    expect([exitCode, proof.finding?.component]).toEqual([1, 'payload']);
    expect(stderr).not.toContain('This is a bug');
  });
});

describe('what verify prints', () => {
  it.each([
    ['directly', ['--yes']],
    ['through Halo', ['--yes', '--through-halo']],
    ['quietly', ['--no-alert']],
  ])('holds no secret, %s', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integrationKey } = storedIn(sandbox).source;
    const tokens = () => [...sandbox.halo.state.tokens.keys()];
    const secrets = [integrationKey, sandbox.ilert.token, sandbox.halo.clientSecret];
    const good = await verified(sandbox, [...argv, '--verbose']);
    sandbox.intercept = ({ path }) =>
      path.includes(integrationKey)
        ? { kind: 'respond', status: 400, body: { message: `${path} is no good` } }
        : undefined;
    const bad = await verified(sandbox, [...argv, '--verbose']);
    expect([good.exitCode, bad.exitCode]).toEqual([0, 1]);
    for (const secret of [...secrets, ...tokens()])
      expect(`${good.stdout}${good.stderr}${bad.stdout}${bad.stderr}`).not.toContain(secret);
  });

  it('is one document with --json, also where the chain is broken', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    storedIn(sandbox).runbook.active = false;
    const { proof, stdout } = await verified(sandbox);
    expect(proof).toMatchObject({
      formatVersion: 1,
      command: 'verify',
      ok: false,
      findings: [{ component: 'runbook' }],
    });
    expect(JSON.parse(stdout)).toMatchObject({ error: { exitCode: 1 }, steps: [{ state: 'failed' }] });
  });
});
