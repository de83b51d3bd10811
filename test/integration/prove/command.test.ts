import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';

describe('before anything is created, prove', () => {
  it('says what it creates and whom it may notify', async () => {
    const sandbox = await sandboxOfTest();
    const { stderr } = await run(['prove', '--yes', '--fact', 'closing', '--fact', 'alert-key'], {
      env: pointedAt(sandbox),
    });
    expect(stderr).toContain('2 experiments, at most ');
    expect(stderr).toContain('They log 1 ticket and delete it.');
    expect(stderr).toContain('for the escalation policy "Default", which notifies Ada Admin.');
  });

  it('asks for --yes in scripts, and sends nothing without it', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['prove'], { env: pointedAt(sandbox) });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Non-interactive runs need --yes')]);
    expect(sandbox.requests).toEqual([]);
  });

  it('refuses a fact that does not exist, and names the experiments', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['prove', '--yes', '--fact', 'events-on-close'], {
      env: pointedAt(sandbox),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('No experiment shows "events-on-close".');
    expect(stderr).toMatch(/event-on-close.*\n?.*closing/s);
    expect(sandbox.requests).toEqual([]);
  });

  it('refuses to begin while an earlier run is not cleaned up', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    sandbox.intercept = ({ method, path }) =>
      method === 'DELETE' && path.startsWith('/api/alert-sources') ? { kind: 'respond', status: 403 } : undefined;
    const first = await proved(sandbox, ['alert-key'], { cwd });
    expect(first.exitCode).toBe(1);
    expect(leftByProve(sandbox)).toHaveLength(1);
    const again = await run(['prove', '--yes'], { env: pointedAt(sandbox), cwd });
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('prove --clean-up')]);

    sandbox.intercept = undefined;
    expect((await run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox), cwd })).exitCode).toBe(0);
    expect(leftByProve(sandbox)).toEqual([]);
    expect((await proved(sandbox, ['alert-key'], { cwd })).exitCode).toBe(0);
  });
});

describe('an experiment that cannot run', () => {
  it.each([
    ['the agent may not log tickets', 'Tickets', 'A permission is missing (HTTP 403).'],
    ['the agent may not create runbooks', 'Webhook', 'A permission is missing (HTTP 403).'],
  ])('is reported as not observed if %s, and the others continue', async (_, route, reason) => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add(route);
    const { answers, sentences, exitCode } = await proved(sandbox, ['closing', 'alert-key']);
    expect(answers).toMatchObject({ 'event-on-close': 'not observed', 'ilert-alert-key': 'confirmed' });
    expect(sentences['event-on-close']).toBe(reason);
    expect(exitCode).toBe(0);
  });

  it('is reported as not observed if the tenant requires more of a ticket', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.requiredTicketFields = ['category_1'];
    const { answers, sentences, stderr } = await proved(sandbox, ['closing', 'alert-key']);
    expect(answers).toMatchObject({ 'event-on-close': 'not observed', 'ilert-alert-key': 'confirmed' });
    expect(sentences['event-on-close']).toContain('HTTP 400');
    // Halo's own words are for the terminal only.
    expect(stderr).toContain('category_1');
  });
});

describe('Ctrl-C', () => {
  it('ends the experiments, and everything is removed all the same', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const cwd = temporaryFolder();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/api/Notification') interrupt();
      return undefined;
    };
    const { exitCode, answers } = await proved(sandbox, ['closing', 'runbook-lists'], {
      cwd,
      onStart: (send) => {
        interrupt = send;
      },
    });
    expect(exitCode).toBe(130);
    expect(Object.values(answers)).not.toContain('contradicted');
    expect(leftByProve(sandbox)).toEqual([]);
    expect(configurationOf(sandbox)).toEqual(before);
    expect(readdirSync(join(cwd, '.saved', 'prove'))).toEqual([]);
  });
});

describe('prove --clean-up', () => {
  it('removes nothing but what has the name of a run, and needs --yes in scripts', async () => {
    const sandbox = await sandboxOfTest();
    const { halo, ilert } = sandbox;
    halo.state.addIntegration('ilert-haloitsm prove');
    halo.state.addTicket('ilert-haloitsm prove 1234');
    ilert.state.addAlertSource('About ilert-haloitsm prove 0a1b2c3d: source');
    const before = configurationOf(sandbox);
    const integration = halo.state.addIntegration('ilert-haloitsm prove 0a1b2c3d: lists');
    halo.state.addMethod(integration, 'ilert-haloitsm prove 0a1b2c3d: read');
    const refused = await run(['prove', '--clean-up'], { env: pointedAt(sandbox) });
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('custom integration "ilert-haloitsm prove 0a1b2c3d: lists"'),
    ]);
    const { exitCode, stdout } = await run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox) });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('method "ilert-haloitsm prove 0a1b2c3d: read"')]);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it.each([
    ['--fact', 'closing'],
    ['--record', 'account.json'],
    ['--ticket-type', '3'],
    ['--client', '12'],
    ['--host', 'acme.haloitsm.com'],
  ])('refuses %s, which is for experiments', async (...option) => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await run(['prove', '--clean-up', '--yes', ...option], { env: pointedAt(sandbox) });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`takes no ${option[0]}.`)]);
    expect(sandbox.requests).toEqual([]);
  });

  it('does not need an escalation policy', async () => {
    const sandbox = await sandboxOfTest();
    const { ILERT_ESCALATION_POLICY: _, ...env } = pointedAt(sandbox);
    const { exitCode, stdout } = await run(['prove', '--clean-up'], { env });
    expect([exitCode, stdout]).toEqual([0, 'Nothing to clean up.\n']);
  });
});

describe('prove --record', () => {
  it('writes a recording without names, keys and hosts of the accounts', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const { exitCode, stderr } = await proved(sandbox, ['binding-list'], { cwd }, '--record', 'account.json');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('The recording is in account.json.')]);
    const text = readFileSync(join(cwd, 'account.json'), 'utf8');
    const recording = JSON.parse(text) as { producedWith: string; exchanges: readonly object[] };
    expect(recording.producedWith).toBe('simulators');
    expect(recording.exchanges.length).toBeGreaterThan(10);
    const { ilert, halo } = sandbox;
    for (const own of [ilert.token, halo.clientSecret, new URL(halo.url).host, 'Ada Admin', 'Operations'])
      expect(text).not.toContain(own);
  });

  it('never overwrites a file that is not a recording, and creates nothing then', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'notes.txt'), 'mine');
    const argv = ['prove', '--yes', '--record', 'notes.txt'];
    const { exitCode, stderr } = await run(argv, { env: pointedAt(sandbox), cwd });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('notes.txt already exists')]);
    expect(sandbox.requests).toEqual([]);
    expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('reports what it has shown even if the recording cannot be written at the end', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    sandbox.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/api/Webhook') mkdirSync(join(cwd, 'account.json'), { recursive: true });
      return undefined;
    };
    const result = await proved(sandbox, ['binding-list'], { cwd }, '--record', 'account.json');
    expect(result.answers['binding-list']).toBe('confirmed');
    expect([result.exitCode, result.stderr]).toEqual([1, expect.stringContaining("The recording can't be written")]);
    expect(leftByProve(sandbox)).toEqual([]);
  });
});

it('prove runs for one target of a settings file', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const { HALO_URL, ILERT_ESCALATION_POLICY, ...env } = pointedAt(sandbox);
  const target = { halo: { url: HALO_URL }, alertSource: { escalationPolicy: ILERT_ESCALATION_POLICY } };
  writeFileSync(join(cwd, 'ilert-haloitsm.yaml'), JSON.stringify({ targets: { trial: target } }));
  const argv = ['prove', '--yes', '--fact', 'binding-list'];
  expect((await run(argv, { env, cwd })).stderr).toContain('--target trial');
  const { exitCode, stdout } = await run([...argv, '--target', 'trial'], { env, cwd });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('binding-list')]);
});
