import { describe, expect, it } from 'vitest';
import type { RawValue } from '../../src/config/raw-value.ts';
import type { FieldKey } from '../../src/config/settings.ts';
import { Secret } from '../../src/secret/secret.ts';
import { createStyle } from '../../src/ui/style.ts';
import { notInFile, type Outro, renderOutro } from '../../src/wizard/outro.ts';
import { onWindows } from '../support/system.ts';
import { printedCommand } from './printed-command.ts';

const OPTIONS = ["--team 'Night shift'", '--escalation-policy Default', '--halo-url https://acme.haloitsm.com'];
const OUTRO: Outro = {
  product: 'HaloITSM',
  settings: {
    'halo.url': 'https://acme.haloitsm.com',
    'ilert.endpoint': 'https://api.ilert.com',
    'alertSource.name': 'HaloITSM',
    'halo.integrationName': 'ilert integration',
    'halo.runbookName': 'ilert runbook',
  },
  options: [],
  apply: { program: 'npx ilert-haloitsm apply', options: OPTIONS, variables: ['ILERT_API_TOKEN'], off: [] },
  destroy: {
    program: 'npx ilert-haloitsm destroy',
    options: OPTIONS.slice(2),
    variables: ['ILERT_API_TOKEN'],
    off: [],
  },
  isFiltered: false,
  shell: 'posix',
};
const page = (more: Partial<Outro> = {}) => renderOutro({ ...OUTRO, ...more }, createStyle(false));

describe('the outro', () => {
  it('links to the web pages of ilert, not to its API', () => {
    expect(page()).toContain('https://app.ilert.com > Alert sources > HaloITSM');
    expect(page()).not.toContain('api.ilert.com');
  });

  it.each([80, 40])('is no wider than %i columns, but for words that are', (columns) => {
    for (const line of page({ columns }).split('\n')) {
      const isOneWord = line.trim().replace(/ \\$/, '').split(' ').length <= 2;
      expect(line.length <= columns || isOneWord, line).toBe(true);
    }
  });

  // Windows has no POSIX shell to read the line.
  it.skipIf(onWindows)('has a command that is the same when it is copied from a narrow terminal', () => {
    for (const columns of [undefined, 200, 80, 40]) {
      expect(printedCommand(page({ columns }), 'apply')).toEqual([
        'apply',
        '--team',
        'Night shift',
        '--escalation-policy',
        'Default',
        '--halo-url',
        'https://acme.haloitsm.com',
      ]);
      expect(printedCommand(page({ columns }), 'destroy')).toEqual([
        'destroy',
        '--halo-url',
        'https://acme.haloitsm.com',
      ]);
    }
  });

  it('says which ticket to log: with a filter, one that it lets through', () => {
    expect(page()).toContain('Log a ticket in HaloITSM; the alert should appear in ilert within two minutes.');
    expect(page({ isFiltered: true })).toContain(
      'Log a ticket that matches the filter in HaloITSM; the alert should appear in ilert within two minutes.',
    );
  });

  it.each<Outro['shell']>(['posix', 'powershell'])(
    'has no %s command with a secret, which the shell would keep',
    (shell) => {
      expect(page({ shell })).toContain('On a terminal, it asks for ILERT_API_TOKEN; in a script, set this variable.');
      expect(page({ shell })).not.toMatch(/export|\$env/);
    },
  );

  it('uses PowerShell on Windows', () => {
    const text = page({ shell: 'powershell', columns: 60 });
    expect(text).toContain('npx ilert-haloitsm apply `\n');
    expect(text).not.toMatch(/export|\\$/m);
  });

  it.each([
    ['https://ilert.example.com', ['ilert.apiToken', 'ilert.endpoint']],
    ['https://api.ilert.com', ['ilert.apiToken']],
  ])('repeats what a saved settings file does not have: with the endpoint %s, %j', (endpoint, keys) => {
    const typed = (value: unknown): RawValue => ({ value, origin: { from: 'flag' } });
    const values = new Map<FieldKey, RawValue>([
      ['ilert.apiToken', typed(new Secret('il1api-0123456789'))],
      ['ilert.endpoint', typed(endpoint)],
      ['alertSource.name', typed('Desk')],
    ]);
    const settings = { 'ilert.endpoint': endpoint, 'alertSource.name': 'Desk' };
    expect([...notInFile(values, settings).keys()]).toEqual(keys);
  });

  it('is ASCII, whatever the terminal', () => {
    expect(page({ columns: 80 })).toMatch(/^[\n\x20-\x7e]+$/);
  });
});
