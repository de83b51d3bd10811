import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { configurationOf } from '../../support/tenants.ts';
import {
  Event,
  expectOneSet,
  type Names,
  runWith,
  settingsFile,
  succeeded,
  USUAL_NAMES,
  watchAccount,
} from './one-set.ts';

const { newTicket, statusChanged } = Event;
const GUIDE = { [newTicket]: 1, [statusChanged]: 1 };

describe('a profile stands for one set', () => {
  const staging: Names = {
    source: 'Staging',
    integration: 'ilert staging',
    method: 'send it',
    runbook: 'ilert staging',
  };
  const inStaging = { escalationPolicy: 'Staging' };

  /** Creates a machine with two sets: the usual one, and one with other names that the profile "staging" remembers. */
  async function twoSets() {
    const sandbox = await sandboxOfTest();
    sandbox.ilert.state.addPolicy('Staging');
    const home = temporaryFolder();
    const [usual, ofStaging] = [settingsFile(USUAL_NAMES), settingsFile(staging, inStaging)];
    const untouched = watchAccount(sandbox);
    await succeeded(runWith(sandbox, usual, ['apply'], home));
    const second = watchAccount(sandbox);
    await succeeded(runWith(sandbox, ofStaging, ['apply', '--profile', 'staging'], home));
    const before = configurationOf(sandbox);
    const refused = async (config: string, ...argv: string[]) => {
      const { exitCode, stdout, stderr } = await runWith(sandbox, config, argv, home);
      expect([exitCode, configurationOf(sandbox)], stderr).toEqual([2, before]);
      return stdout + stderr;
    };
    return { sandbox, home, usual, ofStaging, untouched, second, refused };
  }

  it.each(['destroy', 'status', 'plan', 'apply', 'verify'])(
    'with other names than it remembers, %s stops and names both sets',
    async (command) => {
      const { usual, refused } = await twoSets();
      const isAsked = command === 'destroy' || command === 'verify';
      const said = await refused(usual, command, ...(isAsked ? ['--yes'] : []), '--profile', 'staging');
      for (const name of [staging.source, USUAL_NAMES.source]) expect(said).toContain(`"${name}"`);
      expect(said).toContain('--name Staging');
    },
  );

  it('the profile that fits the settings is named where this machine has one', async () => {
    const { usual, ofStaging, refused } = await twoSets();
    expect(await refused(usual, 'plan', '--profile', 'staging')).toContain('--profile default');
    expect(await refused(ofStaging, 'plan')).toContain('--profile staging');
  });

  it('the usual profile does not take the names of another set either', async () => {
    const { ofStaging, refused } = await twoSets();
    for (const argv of [['destroy', '--yes'], ['status'], ['apply']]) {
      const said = await refused(ofStaging, ...argv);
      for (const name of [staging.source, USUAL_NAMES.source]) expect(said).toContain(`"${name}"`);
    }
  });

  it('destroy with a profile that does not exist removes nothing, and names those that do', async () => {
    const { usual, refused } = await twoSets();
    const said = await refused(usual, 'destroy', '--yes', '--profile', 'tpyo');
    expect(said).toContain('"tpyo"');
    expect(said).toContain('staging');
  });

  it('with its own names, destroy removes its set and nothing else', async () => {
    const { sandbox, home, usual, ofStaging, untouched, second } = await twoSets();
    await succeeded(runWith(sandbox, ofStaging, ['destroy', '--yes', '--profile', 'staging'], home));
    second.expectNothingLeft();
    await succeeded(runWith(sandbox, usual, ['destroy', '--yes'], home));
    untouched.expectNothingLeft();
  });

  it('one of another account is refused, with both addresses', async () => {
    const { home, usual, sandbox } = await twoSets();
    const elsewhere = await sandboxOfTest();
    const before = configurationOf(elsewhere);
    for (const argv of [['apply'], ['destroy', '--yes'], ['status']]) {
      const { exitCode, stdout, stderr } = await runWith(elsewhere, usual, [...argv, '--profile', 'staging'], home);
      expect([exitCode, configurationOf(elsewhere)], stderr).toEqual([2, before]);
      for (const { halo } of [sandbox, elsewhere]) expect(stdout + stderr).toContain(new URL(halo.url).host);
    }
  });

  it('keeps its memory when a run was refused', async () => {
    const { home, usual, refused } = await twoSets();
    const saved = () => JSON.parse(readFileSync(join(home, '.saved', 'profiles.json'), 'utf8')) as unknown;
    const before = saved();
    await refused(usual, 'apply', '--profile', 'staging');
    await refused(usual, 'destroy', '--yes', '--profile', 'staging');
    expect(saved()).toEqual(before);
  });

  it('is made beside the set of another profile, although nothing but the names differs', async () => {
    const sandbox = await sandboxOfTest();
    const home = temporaryFolder();
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply'], home));
    const second = watchAccount(sandbox);
    await succeeded(runWith(sandbox, settingsFile(staging), ['apply', '--profile', 'staging'], home));
    expectOneSet(second, GUIDE);
    second.expectOthersUntouched();
  });

  it('remembers a set that no longer exists in vain: with other names, another one is made', async () => {
    const { sandbox, home, usual, ofStaging } = await twoSets();
    // Somebody removes it by hand, or from another machine.
    await succeeded(runWith(sandbox, ofStaging, ['destroy', '--yes']));
    await succeeded(runWith(sandbox, usual, ['destroy', '--yes']));
    const fresh = watchAccount(sandbox);
    await succeeded(runWith(sandbox, usual, ['apply', '--profile', 'staging'], home));
    expectOneSet(fresh, GUIDE);
  });
});
