import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, runAt } from '../../support/tenants.ts';

/** The tenant's original runbook: it posts to a chat. */
const THEIRS = ['--runbook-name', 'Tell the chat'];
const SECOND = ['--name', 'Other', '--integration-name', 'I2'];

const idOf = ({ halo }: Sandbox, name: string) => halo.state.webhooks.find((row) => row.name === name)?.id;

describe("somebody else's runbook that has the name in the settings", () => {
  it.each([['plan'], ['apply']])('is not taken over: %s ends with exit 2 and its id', async (command) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const { exitCode, stderr } = await runAt(sandbox, [command, ...THEIRS]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`(ID ${idOf(sandbox, 'Tell the chat')})`)]);
    expect(stderr).toContain('--runbook-name');
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is not removed', async () => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    expect((await runAt(sandbox, ['destroy', '--yes', ...THEIRS])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is used when --adopt names it', async () => {
    const sandbox = await sandboxOfTest();
    const adopt = ['--adopt', `runbook:${idOf(sandbox, 'Tell the chat')}`];
    const { stdout } = await runAt(sandbox, ['plan', ...THEIRS, ...adopt]);
    expect(stdout).toContain('~ runbook "Tell the chat"');
  });
});

describe('the runbook of another integration with ilert', () => {
  it('keeps its destination: a second integration needs its own method and runbook', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = configurationOf(sandbox);
    const names = [...SECOND, '--method-name', 'M2', '--runbook-name', 'R2'];
    await applied(sandbox, '--payload', 'full', ...names);
    const first = await runAt(sandbox, ['plan', '--exit-code']);
    expect([first.exitCode, first.stdout]).toEqual([0, expect.stringContaining('No changes')]);
    expect((await runAt(sandbox, ['destroy', '--yes', ...names])).exitCode).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('is renamed where the settings name its runbook and its method, and other things around them', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { stdout } = await runAt(sandbox, ['plan', ...SECOND]);
    expect(stdout).toContain('Plan: 0 to create, 3 to update, 3 unchanged.');
  });

  it('is ours if this profile created it, whatever the method is called now', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    expect((await runAt(sandbox, ['apply'], { cwd })).exitCode).toBe(0);
    const { stdout } = await runAt(sandbox, ['plan', '--method-name', 'Send'], { cwd });
    expect(stdout).toContain('~ runbook "ilert runbook"');
  });
});

describe('a team whose tickets alone become alerts', () => {
  it('must exist: no ticket would match an unknown name', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runAt(sandbox, ['apply', '--only-team', '1st Line Suport']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('HaloITSM has no team "1st Line Suport" (--only-team).'),
    ]);
    expect(stderr).toContain('1st Line Support');
    expect(sandbox.writes()).toBe(0);
  });

  it('is accepted if the key may not list the teams', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.forbid.add('Team');
    await applied(sandbox, '--only-team', 'Network');
  });
});

describe('a row that answers 404 and still exists', () => {
  it('is not reported as removed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    sandbox.intercept = ({ method, path }) =>
      method === 'DELETE' && path.startsWith('/api/alert-sources/')
        ? { kind: 'respond', status: 404, body: { status: 404, message: 'Not found', code: 'NOT_FOUND' } }
        : undefined;
    const { exitCode, stdout } = await runAt(sandbox, ['destroy', '--yes']);
    expect([exitCode, stdout]).toEqual([1, expect.not.stringContaining('alert source')]);
  });

  it('is named if it is listed but cannot be read, instead of blaming the address', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const source = sandbox.ilert.state.alertSources.find(({ name }) => name === 'HaloITSM');
    sandbox.intercept = ({ method, path }) =>
      method === 'GET' && path === `/api/alert-sources/${source?.id}`
        ? { kind: 'respond', status: 404, body: { status: 404, message: 'Not found', code: 'NOT_FOUND' } }
        : undefined;
    const { exitCode, stderr } = await runAt(sandbox, ['plan']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("The alert source is listed but can't be read")]);
    expect(stderr).not.toContain('--ilert-endpoint');
  });
});

describe('a sign-in with status 200 and no token', () => {
  it.each([{}, { access_token: null }, { error: 'invalid_client', error_description: 'bad' }, []])(
    '%j',
    async (body) => {
      const sandbox = await sandboxOfTest();
      sandbox.intercept = ({ path }) => (path === '/auth/token' ? { kind: 'respond', status: 200, body } : undefined);
      const { exitCode, stderr } = await runAt(sandbox, ['plan']);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/is missing or not in the expected form( \(“bad”.*\))?\./);
      expect(stderr).not.toMatch(/Invalid input|undefined/);
    },
  );
});
