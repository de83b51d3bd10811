import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { anySettings } from '../../support/settings.ts';
import { applied, expectNothingPending, runAt, storedIn } from '../../support/tenants.ts';
import { exported } from '../export/exported.ts';

const HANNA = ['--notify-on-failure', 'Hanna Halo'] as const;
const TO_HANNA = { notify_on_failure: true, notify_on_failure_tech: 2 };
const TO_INGO = { notify_on_failure: true, notify_on_failure_tech: 3 };
const TO_NOBODY = { notify_on_failure: false, notify_on_failure_tech: -1 };

/** Adds the agents of a large company: so many that the list has several pages. */
function hireMany({ halo }: Sandbox, seed: (index: number) => object = () => ({})): void {
  for (let index = 0; index < 240; index += 1)
    halo.state.agents.push({ id: 100 + index, name: `Agent ${index}`, email: null, isdisabled: false, ...seed(index) });
}

/** Returns every request with a body that was sent to Halo. */
function sentToHalo({ requests }: Sandbox): string[] {
  return requests.flatMap(({ service, body }) => (service === 'halo' && body ? [JSON.stringify(body)] : []));
}

describe('an agent whom HaloITSM is to notify if the runbook fails', () => {
  it('is set for a new runbook, and shown in the plan by name and ID, as not yet confirmed', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await runAt(sandbox, ['plan', ...HANNA]);
    expect(stdout).toMatch(/Failure notification {3}Hanna Halo \(ID 2\)$/m);
    expect(stdout).toMatch(/^Not yet confirmed on a live tenant: Failure notification\.$/m);
    expect(stdout).not.toContain('notify_on_failure');
    await applied(sandbox, ...HANNA);
    expect(storedIn(sandbox).runbook).toMatchObject(TO_HANNA);
    await expectNothingPending(sandbox, ...HANNA);
  });

  it('is set for a runbook that is there by its two fields alone, and the plan says who was notified before', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { runbook } = storedIn(sandbox);
    const steps = structuredClone(runbook.steps);
    const { stdout } = await runAt(sandbox, ['plan', ...HANNA]);
    expect(stdout).toContain('Nobody → Hanna Halo');
    const before = sentToHalo(sandbox).length;
    await applied(sandbox, ...HANNA);
    expect(runbook).toMatchObject({ ...TO_HANNA, steps });
    expect(
      sentToHalo(sandbox)
        .slice(before)
        .filter((body) => body.includes('notify')),
    ).toEqual([JSON.stringify([{ id: runbook.id, ...TO_HANNA }])]);
    const { stdout: toIngo } = await runAt(sandbox, ['plan', '--notify-on-failure', 'ingo@example.com']);
    expect(toIngo).toContain('Hanna Halo (ID 2) → Ingo Integration (ID 3)');
  });

  it.each([
    ['name', 'Ingo Integration'],
    ['e-mail address in any case', 'INGO@example.com'],
    ['ID', '3'],
  ])('is found by %s', async (_, word) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--notify-on-failure', word);
    expect(storedIn(sandbox).runbook).toMatchObject(TO_INGO);
  });

  it('is found on the last page of a long list, whatever the rows of others look like', async () => {
    const sandbox = await sandboxOfTest({ others: true });
    hireMany(sandbox);
    sandbox.halo.state.lists = { ...sandbox.halo.state.lists, usualPage: 50 };
    await applied(sandbox, '--notify-on-failure', 'Agent 239');
    expect(storedIn(sandbox).runbook.notify_on_failure_tech).toBe(339);
  });

  it('is the active one of two with the same name', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.agents.push({ id: 9, name: 'Fanny Former', email: null, isdisabled: false });
    await applied(sandbox, '--notify-on-failure', 'Fanny Former');
    expect(storedIn(sandbox).runbook.notify_on_failure_tech).toBe(9);
  });
});

describe('an agent who cannot be notified stops the run before anything is written', () => {
  it.each<[string, string, readonly string[], (sandbox: Sandbox) => void]>([
    [
      'an unknown name, with similar ones',
      'Hana Halo',
      ['HaloITSM has no agent "Hana Halo"', '"Hanna Halo"'],
      () => {},
    ],
    ['an unknown e-mail address, with similar ones', 'hana.halo@example.com', ['"hanna.halo@example.com"'], () => {}],
    ['a disabled agent', 'Fanny Former', ['The agent "Fanny Former" (--notify-on-failure) is disabled'], () => {}],
    ['a disabled agent by ID', '4', ['The agent "Fanny Former" (ID 4, --notify-on-failure) is disabled'], () => {}],
    ['another word for no one', 'none', ['use "nobody"'], () => {}],
    [
      'a name of several agents, with their IDs',
      'Hanna Halo',
      ['2 agents are named "Hanna Halo"', 'Use the ID instead: 2, 8.'],
      ({ halo }) => halo.state.agents.push({ id: 8, name: 'Hanna Halo', email: null, isdisabled: false }),
    ],
  ])('%s', async (_, word, messages, prepare) => {
    const sandbox = await sandboxOfTest();
    prepare(sandbox);
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--notify-on-failure', word]);
    for (const message of messages) expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(sandbox.writes()).toBe(0);
  });

  it('agents that the API application may not list: says which permission is missing', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add('Agent');
    const { exitCode, stderr } = await runAt(sandbox, ['apply', ...HANNA]);
    expect(stderr).toContain('HaloITSM does not let the API application list agents');
    expect(stderr).toContain('view agents, or use the ID');
    expect(exitCode).toBe(3);
    expect(sandbox.writes()).toBe(0);
  });

  it('but not one given by ID, where agents may not be listed', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add('Agent');
    await applied(sandbox, '--notify-on-failure', '2');
    expect(storedIn(sandbox).runbook).toMatchObject(TO_HANNA);
  });
});

describe('without the setting', () => {
  it('what an admin has chosen is left as it is, and agents are not read', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    Object.assign(storedIn(sandbox).runbook, { ...TO_INGO, active: false });
    await applied(sandbox);
    expect(storedIn(sandbox).runbook).toMatchObject({ ...TO_INGO, active: true });
    expect(sandbox.requests.some(({ path }) => path === '/api/Agent')).toBe(false);
  });

  it('destroy removes the runbook and does not look for the agent, who may have left', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...HANNA);
    sandbox.halo.state.agents.length = 0;
    const { exitCode } = await runAt(sandbox, ['destroy', '--yes', ...HANNA]);
    expect(exitCode).toBe(0);
    expect(sandbox.halo.state.webhooks.map(({ name }) => name)).not.toContain('ilert runbook');
  });
});

describe('turned off again', () => {
  it.each([
    ['by the flag', ['--notify-on-failure', 'Nobody'], ''],
    ['in the file, by the word', ['--config', 'off.yaml'], 'nobody'],
    ['in the file, by false', ['--config', 'off.yaml'], 'false'],
  ])('%s, nobody is notified', async (_, argv, value) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...HANNA);
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'off.yaml'), `halo:\n  notifyOnFailure: ${value}\n`);
    const { stdout } = await runAt(sandbox, ['plan', ...argv], { cwd });
    expect(stdout).toContain('Hanna Halo (ID 2) → Nobody');
    expect(stdout).not.toMatch(/not yet confirmed/i);
    expect((await runAt(sandbox, ['apply', ...argv], { cwd })).exitCode).toBe(0);
    expect(storedIn(sandbox).runbook).toMatchObject(TO_NOBODY);
  });

  it.each([
    ['no field', {}],
    ['fields that are null', { notify_on_failure: null, notify_on_failure_tech: null }],
    ['an agent, but the notification off', { notify_on_failure: false, notify_on_failure_tech: 2 }],
    ['the notification on, but no agent', { notify_on_failure: true, notify_on_failure_tech: -1 }],
  ])('a runbook with %s notifies nobody as it is', async (_, fields) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    Object.assign(storedIn(sandbox).runbook, fields);
    await expectNothingPending(sandbox, '--notify-on-failure', 'nobody');
  });
});

describe('read back after writing', () => {
  it('a tenant that does not keep it is reported in plain words; the rest is set up', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.contradicted.add('failure-notification');
    const { exitCode, stderr } = await runAt(sandbox, ['apply', ...HANNA]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Failure notification: Nobody instead of Hanna Halo (ID 2)');
    expect(stderr).toContain('Remove the setting to continue without it');
    await expectNothingPending(sandbox);
  });
});

describe('status', () => {
  it('says who is notified if the runbook fails, and reports a change as drift', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...HANNA);
    const healthy = await runAt(sandbox, ['status', ...HANNA]);
    expect(healthy.stdout).toMatch(/If it fails +HaloITSM is set to notify Hanna Halo/);
    expect(healthy.exitCode).toBe(0);
    storedIn(sandbox).runbook.notify_on_failure_tech = 3;
    const drifted = await runAt(sandbox, ['status', ...HANNA]);
    expect(drifted.stdout).toContain('Ingo Integration (ID 3) → Hanna Halo (ID 2)');
    expect(drifted.exitCode).toBe(4);
    const json = await runAt(sandbox, ['status', ...HANNA, '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ failureRecipient: 'Ingo Integration (ID 3)' });
  });

  it.each<[string, string, (sandbox: Sandbox) => void]>([
    ['by name and ID', 'Hanna Halo (ID 2)', () => {}],
    [
      'one who is disabled, as that',
      'Hanna Halo (ID 2, disabled)',
      ({ halo }) => {
        for (const agent of halo.state.agents) if (agent.id === 2) agent.isdisabled = true;
      },
    ],
    [
      'one whose name is the ID of another, or the word for no one, by the ID as well',
      'nobody (ID 2)',
      ({ halo }) => {
        for (const agent of halo.state.agents) if (agent.id === 2) agent.name = 'nobody';
      },
    ],
    ['by ID where agents may not be listed', 'the agent with ID 2', ({ halo }) => halo.state.forbid.add('Agent')],
    [
      'by ID where the list of agents fails',
      'the agent with ID 2',
      (sandbox) => {
        sandbox.intercept = ({ path }) => (path === '/api/Agent' ? { kind: 'respond', status: 400 } : undefined);
      },
    ],
  ])('says whom a runbook notifies without a setting: %s', async (_, who, prepare) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...HANNA);
    prepare(sandbox);
    const { exitCode, stdout } = await runAt(sandbox, ['status']);
    expect(stdout).toContain(`HaloITSM is set to notify ${who}\n`);
    expect(exitCode).toBe(0);
    const json = await runAt(sandbox, ['status', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ failureRecipient: who });
  });

  it('reads no agents where the runbook notifies nobody', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await runAt(sandbox, ['status']);
    expect(stdout).not.toContain('If it fails');
    expect(sandbox.requests.some(({ path }) => path === '/api/Agent')).toBe(false);
  });

  it('warns of a runbook that logs a ticket when it fails, which nothing changes', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    Object.assign(storedIn(sandbox).runbook, { log_ticket_attempts: 3 });
    const { stdout, exitCode } = await runAt(sandbox, ['status']);
    expect(stdout).toContain('is set to log a ticket when it fails. That ticket may start the same runbook again');
    expect(exitCode).toBe(4);
    await applied(sandbox, ...HANNA);
    expect(storedIn(sandbox).runbook.log_ticket_attempts).toBe(3);
  });
});

describe('settings of the runbook that log tickets for failures', () => {
  it('are never part of a request, whatever the settings and the runbook are', async () => {
    const start = [{}, { log_ticket_attempts: 3, failure_tickettype_id: 1 }, TO_INGO, { disabled: true }];
    await fc.assert(
      fc.asyncProperty(
        anySettings,
        fc.constantFrom('Hanna Halo', '3', 'nobody', undefined),
        fc.constantFrom(...start),
        async (settings, notifyOnFailure, fields) => {
          const sandbox = await sandboxOfTest();
          await applied(sandbox);
          Object.assign(storedIn(sandbox).runbook, fields);
          const cwd = temporaryFolder();
          const halo = { ...('halo' in settings ? settings.halo : {}), notifyOnFailure };
          writeFileSync(join(cwd, 's.json'), JSON.stringify({ ...settings, halo }));
          await runAt(sandbox, ['apply', '--config', 's.json'], { cwd });
          await runAt(sandbox, ['destroy', '--yes', '--config', 's.json'], { cwd });
          expect(sentToHalo(sandbox).filter((body) => /log_ticket_attempts|failure_tickettype/.test(body))).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('what already notifies an agent', () => {
  it('is kept by init --from-live as a setting, so that its plan changes nothing', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...HANNA);
    const cwd = temporaryFolder();
    expect((await runAt(sandbox, ['init', 's.yaml', '--from-live'], { cwd })).exitCode).toBe(0);
    expect(parse(readFileSync(join(cwd, 's.yaml'), 'utf8')).halo).toMatchObject({ notifyOnFailure: 'Hanna Halo' });
    storedIn(sandbox).runbook.notify_on_failure_tech = 3;
    const { stdout } = await runAt(sandbox, ['plan', '--config', 's.yaml'], { cwd });
    expect(stdout).toContain('Ingo Integration (ID 3) → Hanna Halo (ID 2)');
    await runAt(sandbox, ['apply', '--config', 's.yaml'], { cwd });
    expect(storedIn(sandbox).runbook).toMatchObject(TO_HANNA);
  });
});

describe('where HaloITSM is not read', () => {
  it('a run for ilert alone does not look for the agent', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--only', 'ilert', ...HANNA);
    expect(sandbox.requests.some(({ path }) => path === '/api/Agent')).toBe(false);
  });

  it('an offline plan names the agent that is to be looked up', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await runAt(sandbox, ['plan', '--offline', ...HANNA]);
    expect(stdout).toMatch(/Failure notification {3}Hanna Halo/);
    expect(sandbox.requests).toEqual([]);
  });

  it('an export has it as a step by hand: the file imports without it', async () => {
    const sandbox = await sandboxOfTest();
    const { files } = await exported(sandbox, '--yes', '--escalation-policy', 'Default', ...HANNA);
    expect(files['runbook.json']).not.toMatch(/notify_on_failure|looked up/);
    expect(files['README.md']).toMatch(/turn on the notification on failure, and choose the agent `Hanna Halo`/);
  });
});

describe('a saved plan', () => {
  it('does not fit once the name stands for another agent', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    await runAt(sandbox, ['plan', '--out', 'plan.json', ...HANNA], { cwd });
    for (const agent of sandbox.halo.state.agents) if (agent.name === 'Hanna Halo') agent.isdisabled = true;
    sandbox.halo.state.agents.push({ id: 8, name: 'Hanna Halo', email: null, isdisabled: false });
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--plan', 'plan.json', ...HANNA], { cwd });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('halo.notifyOnFailure: ID 8 now, ID 2 in the plan.');
    expect(sandbox.writes()).toBe(0);
  });
});
