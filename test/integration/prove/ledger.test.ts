import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { pointedAt, run, temporaryFolder } from '../../support/cli.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const OTHER_PROCESS = 4711;

/** Leaves the ledger of a run in the saved state. @param text its content @returns its folder */
function leaveLedger(cwd: string, { halo, ilert }: Sandbox, text?: string): string {
  const folder = join(cwd, '.saved', 'prove');
  mkdirSync(folder, { recursive: true });
  const ledger = {
    mark: 'ilert-haloitsm prove 0a1b2c3d',
    startedAt: '2026-01-01T00:00:00.000Z',
    processId: OTHER_PROCESS,
    halo: halo.url,
    ilert: ilert.url,
    entries: [],
  };
  writeFileSync(join(folder, '0a1b2c3d.json'), text ?? JSON.stringify(ledger));
  return folder;
}

function writesIn({ requests }: Sandbox) {
  return requests.filter(({ write }) => write);
}

describe('if created resources cannot be recorded on this machine', () => {
  it('prove creates nothing, and says what to do', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.saved'), 'a file where the folder should be');
    const { exitCode, stderr } = await run(['prove', '--yes'], { env: pointedAt(sandbox), cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Created resources can't be recorded in");
    expect(stderr).toContain('set ILERT_HALOITSM_HOME to another one');
    expect(writesIn(sandbox)).toEqual([]);
  });

  it('an experiment that is already running creates nothing more, and the report says why', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    const folder = join(cwd, '.saved', 'prove');
    sandbox.intercept = ({ method, path }) => {
      // From now on, the ledger can't be replaced.
      if (method === 'POST' && path === '/api/CustomIntegration') rmSync(folder, { recursive: true, force: true });
      return undefined;
    };
    const { sentences } = await proved(sandbox, ['integration-details'], { cwd });
    expect(Object.values(sentences)).toContain('Created resources could not be recorded on this machine.');
    expect(writesIn(sandbox).filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(leftByProve(sandbox)).toEqual([]);
  });
});

describe('while another run is going on in the same accounts', () => {
  it.each([
    ['prove does not begin', ['prove', '--yes']],
    ['prove --clean-up removes nothing', ['prove', '--clean-up', '--yes']],
  ])('%s', async (_, argv) => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    leaveLedger(cwd, sandbox);
    sandbox.halo.state.addIntegration('ilert-haloitsm prove 0a1b2c3d: lists');
    const { exitCode, stderr } = await run(argv, {
      env: pointedAt(sandbox),
      cwd,
      isRunning: (processId) => processId === OTHER_PROCESS,
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Another run of prove is going on')]);
    expect(leftByProve(sandbox)).toHaveLength(1);
  });

  it('prove begins in other accounts', async () => {
    const [sandbox, other] = [await sandboxOfTest(), await sandboxOfTest()];
    const cwd = temporaryFolder();
    leaveLedger(cwd, other);
    const { exitCode } = await proved(sandbox, ['alert-key'], { cwd, isRunning: () => true });
    expect(exitCode).toBe(0);
  });
});

it('a run that was killed before it created anything is cleaned up by prove --clean-up', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const folder = leaveLedger(cwd, sandbox);
  const refused = await run(['prove', '--yes'], { env: pointedAt(sandbox), cwd });
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('prove --clean-up')]);
  const { exitCode, stdout } = await run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox), cwd });
  expect([exitCode, stdout]).toEqual([0, 'Nothing to clean up.\n']);
  expect(readdirSync(folder)).toEqual([]);
});

it('a damaged ledger keeps prove --clean-up from nothing: it finds the rows by their names', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  leaveLedger(cwd, sandbox, '{"mark": "ilert-haloitsm prove 0a1b');
  sandbox.halo.state.addIntegration('ilert-haloitsm prove 0a1b2c3d: lists');
  const { exitCode } = await run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox), cwd });
  expect(exitCode).toBe(0);
  expect(leftByProve(sandbox)).toEqual([]);
});

it('the report is shown even if the accounts cannot be looked through afterwards', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  let isBroken = false;
  sandbox.intercept = ({ method, path }) => {
    if (method === 'DELETE' && path.startsWith('/api/alert-sources')) isBroken = true;
    return isBroken && path.startsWith('/api/alert-sources') ? { kind: 'respond', status: 403 } : undefined;
  };
  const { exitCode, answers } = await proved(sandbox, ['alert-key'], { cwd });
  expect(answers).toMatchObject({ 'ilert-alert-key': 'confirmed' });
  expect(exitCode).toBe(1);
  sandbox.intercept = undefined;
  expect((await run(['prove', '--clean-up', '--yes'], { env: pointedAt(sandbox), cwd })).exitCode).toBe(0);
  expect(leftByProve(sandbox)).toEqual([]);
});
