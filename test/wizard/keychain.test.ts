import { expect, test } from 'vitest';
import type { Keychain } from '../../src/state/keychain.ts';
import { pointedAt, run } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { idsOf, questionOf, straight, walked, without } from './run-wizard.ts';
import { CTRL_C, ENTER, inTurn, type Script } from './scripted-prompter.ts';

/** A system's keychain. @param takes false for one that keeps nothing */
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

test('secrets are offered to the keychain where there is one, and not kept unless the person says so', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const walk = await walked(sandbox, { ...straight(sandbox), keychain: ENTER }, { keychain });
  expect(idsOf(walk).at(-1)).toBe('keychain');
  expect(idsOf(walk).length).toBeLessThanOrEqual(12);
  expect(kept.size).toBe(0);
});

test('without a keychain the question is not asked', async () => {
  const sandbox = await sandboxOfTest();
  expect(idsOf(await walked(sandbox, straight(sandbox)))).not.toContain('keychain');
});

test('kept secrets are offered the next time, where Enter takes them', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { cwd } = await walked(sandbox, { ...straight(sandbox), keychain: true }, { keychain });
  expect([...kept.values()].toSorted()).toEqual([sandbox.ilert.token, sandbox.halo.clientSecret].toSorted());
  const again = await walked(
    sandbox,
    { ...without(straight(sandbox), 'confirm'), 'ilert-key': ENTER, 'halo-client-secret': ENTER },
    { keychain, cwd },
  );
  expect(questionOf(again, 'ilert-key').message).toContain('Enter keeps the one you gave');
  expect(again.stdout).toContain('Nothing to do');
});

test('kept secrets are used by a later apply that has no variables for them', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain();
  const { cwd } = await walked(sandbox, { ...straight(sandbox), keychain: true }, { keychain });
  const { ILERT_API_TOKEN: _, HALO_CLIENT_SECRET: __, ...env } = pointedAt(sandbox);
  const { stdout, exitCode } = await run(['apply'], { keychain, cwd, env });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Nothing to do');
});

test('a kept key that is refused by now is asked for, and the new one is offered to the keychain', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { cwd } = await walked(sandbox, { ...straight(sandbox), keychain: true }, { keychain });
  kept.set('default:ilert.apiToken', 'il1api-expired');
  const script: Script = { ...without(straight(sandbox), 'confirm'), 'halo-client-secret': ENTER, keychain: true };
  const { refused } = await walked(
    sandbox,
    { ...script, 'ilert-key': inTurn(ENTER, sandbox.ilert.token) },
    { keychain, cwd },
  );
  expect(refused).toHaveLength(1);
  expect(kept.get('default:ilert.apiToken')).toBe(sandbox.ilert.token);
});

test('a keychain that does not take them says so, and the run is done all the same', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain(false);
  const { said, stdout } = await walked(sandbox, { ...straight(sandbox), keychain: true }, { keychain });
  expect(said).toContain('nothing was kept');
  expect(stdout).toContain('Done: 6 created');
});

test('Ctrl-C at the keychain keeps nothing, and does not say that nothing was changed', async () => {
  const sandbox = await sandboxOfTest();
  const { kept, keychain } = fakeKeychain();
  const { stdout, stderr } = await walked(sandbox, { ...straight(sandbox), keychain: CTRL_C }, { keychain });
  expect(kept.size).toBe(0);
  expect(stderr).not.toContain('nothing was changed');
  expect(stdout).toMatch(/Done: 6 created[\s\S]*npx ilert-haloitsm destroy/);
});

test('secrets that came from variables are not offered to the keychain', async () => {
  const sandbox = await sandboxOfTest();
  const { keychain } = fakeKeychain();
  const env = { ILERT_API_TOKEN: sandbox.ilert.token, HALO_CLIENT_SECRET: sandbox.halo.clientSecret };
  const script = without(straight(sandbox), 'ilert-key', 'halo-client-secret');
  expect(idsOf(await walked(sandbox, script, { keychain, env }))).not.toContain('keychain');
});
