import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Keychain } from '../../src/state/keychain.ts';
import { pointedAt, run } from '../support/cli.ts';
import { loopback } from '../support/loopback.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, without } from './run-wizard.ts';
import { CTRL_C, ENTER, inTurn, type Script } from './scripted-prompter.ts';

/** A system keychain. @param takes false for one that stores nothing */
function fakeKeychain(takes = true) {
  const kept = new Map<string, string>();
  const keychain: Keychain = {
    read: async (name) => kept.get(name),
    async write(name, secret) {
      if (takes) kept.set(name, secret);
      return takes;
    },
  };
  return { kept, keychain: async () => keychain };
}

test('with a keychain, saving the secrets is offered, and declined by default', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), keychain: ENTER }, { keychain });
  expect(idsOf(wizard).at(-1)).toBe('keychain');
  // It adds to the 12 that set everything up.
  expect(idsOf(wizard).filter((id) => id !== 'keychain').length).toBeLessThanOrEqual(12);
  expect(kept.size).toBe(0);
});

test('without a keychain the question is not asked', async () => {
  const sandbox = await sandboxOfTest();
  expect(idsOf(await completeWizard(sandbox, defaultAnswers(sandbox)))).not.toContain('keychain');
});

test('saved secrets are used in the next run with Enter', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), keychain: 'Save' }, { keychain });
  expect([...kept.values()].toSorted()).toEqual([sandbox.ilert.token, sandbox.halo.clientSecret].toSorted());
  const again = await completeWizard(
    sandbox,
    { ...without(defaultAnswers(sandbox), 'confirm'), 'ilert-key': ENTER, 'halo-client-secret': ENTER },
    { keychain, cwd },
  );
  expect(questionOf(again, 'ilert-key').message).toContain('Enter keeps the current one');
  expect(again.stdout).toContain('No changes');
});

test('saved secrets are used by a later apply without variables', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), keychain: 'Save' }, { keychain });
  const { ILERT_API_TOKEN: _, HALO_CLIENT_SECRET: __, ...env } = pointedAt(sandbox);
  const { stdout, exitCode } = await run(['apply'], { keychain, cwd, env });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('No changes');
});

describe('a settings file does not send a saved secret to another place than it was saved for', () => {
  async function saved() {
    const sandbox = await sandboxOfTest();
    const { keychain } = fakeKeychain();
    const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), keychain: 'Save' }, { keychain });
    const {
      ILERT_API_TOKEN: _,
      HALO_CLIENT_SECRET: __,
      ILERT_ENDPOINT: ___,
      HALO_URL: url = '',
      ...env
    } = pointedAt(sandbox);
    const planned = (yaml: string, more: Record<string, string> = {}) => {
      writeFileSync(join(cwd, 's.yaml'), yaml);
      return run(['plan', '--config', 's.yaml'], { keychain, cwd, env: { ...env, ...more } });
    };
    return { sandbox, url, planned, ilert: `ilert: { endpoint: "${sandbox.ilert.url}" }\n` };
  }

  it.each([
    ['the URL', (attacker: string) => `halo: { url: "${attacker}" }\n`],
    [
      'the authorisation server',
      (attacker: string, url: string) => `halo: { url: "${url}", authUrl: "${attacker}" }\n`,
    ],
  ])('by %s', async (_, halo) => {
    const { sandbox, url, planned, ilert } = await saved();
    const attacker = await loopback(() => ({ body: { auth_url: '/auth', access_token: 'x' } }));
    const before = sandbox.requests.length;
    const { exitCode, stderr } = await planned(`${ilert}${halo(attacker.origin, url)}`);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Missing client secret')]);
    expect(stderr).toMatch(/keychain is not used: it was saved for other accounts than halo\.\w+ in s\.yaml, line 2\./);
    expect([attacker.received, sandbox.requests.length]).toEqual([[], before]);
  });

  it('but to the same place, however that is written', async () => {
    const { url, planned, ilert } = await saved();
    const { exitCode, stderr } = await planned(`${ilert}halo: { url: "${url}/api/" }\n`);
    expect(exitCode, stderr).toBe(0);
  });
});

test('a saved key that is rejected is asked for, and saving the new one is offered', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { cwd } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), keychain: 'Save' }, { keychain });
  kept.set('default:ilert.apiToken', 'il1api-expired');
  const script: Script = {
    ...without(defaultAnswers(sandbox), 'confirm'),
    'halo-client-secret': ENTER,
    keychain: 'Save',
  };
  const { refused } = await completeWizard(
    sandbox,
    { ...script, 'ilert-key': inTurn(ENTER, sandbox.ilert.token) },
    { keychain, cwd },
  );
  expect(refused).toHaveLength(1);
  expect(kept.get('default:ilert.apiToken')).toBe(sandbox.ilert.token);
});

test('a keychain that fails is reported, and the run succeeds', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain(false);
  const { shown, stdout } = await completeWizard(
    sandbox,
    { ...defaultAnswers(sandbox), keychain: 'Save' },
    { keychain },
  );
  expect(shown).toContain('could not be saved in the keychain');
  expect(stdout).toContain('Done: 6 created');
});

test('Ctrl-C at the keychain saves nothing, and does not report that nothing was changed', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { stdout, stderr } = await completeWizard(
    sandbox,
    { ...defaultAnswers(sandbox), keychain: CTRL_C },
    { keychain },
  );
  expect(kept.size).toBe(0);
  expect(stderr).not.toContain('nothing was changed');
  expect(stdout).toMatch(/Done: 6 created[\s\S]*npx ilert-haloitsm destroy/);
});

test('saving secrets from variables is not offered', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain();
  const env = { ILERT_API_TOKEN: sandbox.ilert.token, HALO_CLIENT_SECRET: sandbox.halo.clientSecret };
  const script = without(defaultAnswers(sandbox), 'ilert-key', 'halo-client-secret');
  expect(idsOf(await completeWizard(sandbox, script, { keychain, env }))).not.toContain('keychain');
});
