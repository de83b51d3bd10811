import { describe, expect, it, test, vi } from 'vitest';
import type { Field } from '../../../src/config/field.ts';
import type { RawValue } from '../../../src/config/raw-value.ts';
import { CREDENTIALS, TO_APPLY } from '../../../src/config/required-settings.ts';
import { problemOf, resolveSettings } from '../../../src/config/resolve.ts';
import { type FieldKey, fieldOf, fields, keysOf, type SettingsField } from '../../../src/config/settings.ts';
import { NO_FILE } from '../../../src/config/settings-file.ts';
import { pipelineSettingsOf } from '../../../src/pipelines/pipeline-settings.ts';
import { FOR_ALL_TICKETS } from '../../../src/providers/references.ts';
import { settingsToFind } from '../../../src/runtime/live-settings-to-write.ts';
import { createSecretMask, savedForm } from '../../../src/saved-plan/save.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { reproduceCommand } from '../../../src/wizard/reproduce-command.ts';

/** Settings that somebody may add one day, each only by its entry in the table. */
const { added } = vi.hoisted(() => ({
  added: [
    { key: 'halo.proxyUrl', kind: 'https-url', role: 'sign-in', receivesSecrets: true, flag: 'halo-proxy', about: 'x' },
    { key: 'ilert.loginUrl', kind: 'https-url', role: 'sign-in', receivesSecrets: true, flag: 'login-url', about: 'x' },
    { key: 'halo.otherSecret', kind: 'secret', role: 'sign-in', about: 'x' },
    { key: 'alertSource.color', kind: 'text', role: 'content', flag: 'color', about: 'x' },
  ],
}));
// Slow tests have their own modules; the other tests must not see this one.
vi.mock('../../../src/config/halo-settings.ts', async (original) => {
  const { haloSettings } = await original<{ haloSettings: readonly object[] }>();
  return { haloSettings: [...haloSettings, ...added] };
});

const entry = (key: string): SettingsField => {
  const found = fields.find((field) => String(field.key) === key);
  if (!found) throw new Error(`no setting ${key}`);
  return found;
};
const [proxy, , secret, color] = added.map(({ key }) => entry(key));
const inFile = (value: unknown): RawValue => ({ value, origin: { from: 'file', path: 's.yaml', line: 1 } });
const evil = inFile('https://evil.example');

function valuesOf(key: FieldKey | undefined, value: unknown): ReadonlyMap<FieldKey, RawValue> {
  if (key === undefined) throw new Error('no key');
  return new Map([
    ['halo.url', inFile('https://acme.haloitsm.com')],
    [key, inFile(value)],
  ]);
}

describe('a new address that receives secrets', () => {
  it('of Halo is refused outside of HALO_ALLOWED_HOSTS', () => {
    const allowedHosts = { entries: [{ host: 'acme.haloitsm.com', isAnyBelow: false, port: undefined }] };
    expect(problemOf(entry('halo.proxyUrl'), evil, { allowedHosts })).toMatchObject({ code: 'host-not-allowed' });
  });

  it('of ilert is refused in a settings file, unless it is one of ilert', () => {
    expect(problemOf(entry('ilert.loginUrl'), evil)).toMatchObject({ code: 'host-not-allowed' });
    expect(problemOf(entry('ilert.loginUrl'), inFile('https://login.ilert.com'))).toBeUndefined();
  });

  it('is among the hosts that a pipeline allows', () => {
    const shared = valuesOf(proxy?.key, 'https://proxy.example.com');
    expect(pipelineSettingsOf({ ...NO_FILE, shared }).haloHosts).toEqual(['acme.haloitsm.com', 'proxy.example.com']);
  });
});

test('a new secret is one that a pipeline needs, and refers to no variable of another', () => {
  expect(pipelineSettingsOf(NO_FILE).secrets).toContain('HALO_OTHER_SECRET');
  expect(problemOf(entry('halo.otherSecret'), inFile('env:ILERT_API_TOKEN'))?.message).toContain('ilert.apiToken');
  expect(problemOf(fieldOf('halo.clientSecret'), inFile('env:HALO_OTHER_SECRET'))?.message).toContain(secret?.key);
});

describe.each([
  ['to sign in', proxy, true],
  ['of what is set up', color, false],
] as const)('a new setting %s', (_, field, isToSignIn) => {
  const value = 'https://a.example';
  const { settings } = resolveSettings(valuesOf(field?.key, value), []);

  it(`is ${isToSignIn ? 'not ' : ''}compared in a saved plan`, () => {
    const references = { filters: FOR_ALL_TICKETS, names: new Map() };
    const plan = { changes: [], duplicates: [], product: 'HaloITSM' };
    const planned = { plan, settings, origins: new Map(), references };
    const saved = savedForm(planned as never, undefined, createSecretMask('salt', createRedactor()));
    expect(Object.keys(saved.settings).includes(String(field?.key))).toBe(!isToSignIn);
  });

  it(`is ${isToSignIn ? '' : 'not '}used to find what is set up, and to remove it`, () => {
    const given = valuesOf(field?.key, value);
    const found = settingsToFind({ given, origins: new Map(), settings, notes: [], problems: [] });
    expect(Object.keys(found.settings).includes(String(field?.key))).toBe(isToSignIn);
    const answered = new Map([...given].map(([key, raw]) => [key, { ...raw, origin: { from: 'prompt' } }] as const));
    const { options } = reproduceCommand('destroy', answered, [], 'posix');
    expect(options.includes(`--${field?.flag} ${value}`)).toBe(isToSignIn);
  });
});

test('every address is said to receive secrets or not: all that exist do', () => {
  const addresses = (fields as readonly Field[]).filter(({ kind }) => /-url$|-endpoint$/.test(kind));
  expect(addresses.filter(({ receivesSecrets }) => !receivesSecrets)).toEqual([]);
});

test('every account is in the accounts of a saved plan, which leaves it out of the settings', () => {
  expect([...keysOf('account')].toSorted()).toEqual(['halo.tenant', 'halo.url', 'ilert.endpoint']);
});

test('what signing in and applying require', () => {
  expect(CREDENTIALS).toEqual(['ilert.apiToken', 'halo.url', 'halo.clientId', 'halo.clientSecret']);
  expect([...TO_APPLY].toSorted()).toEqual([...CREDENTIALS, 'alertSource.escalationPolicy'].toSorted());
});
