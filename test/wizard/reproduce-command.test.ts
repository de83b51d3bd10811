import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/program.ts';
import type { Origin, RawValue } from '../../src/config/raw-value.ts';
import { resolveSettings } from '../../src/config/resolve.ts';
import type { FieldKey } from '../../src/config/settings.ts';
import { Secret } from '../../src/secret/secret.ts';
import { quoted } from '../../src/text/shell-word.ts';
import { withAnswers } from '../../src/wizard/answers.ts';
import { reproduceCommand } from '../../src/wizard/reproduce-command.ts';
import { fc } from '../support/property.ts';
import { onWindows } from '../support/system.ts';

const typed = (value: unknown, from: Origin = { from: 'prompt' }): RawValue => ({ value, origin: from });
const given = (values: Partial<Record<FieldKey, RawValue>>) =>
  new Map(Object.entries(values) as [FieldKey, RawValue][]);

/** All kinds of words in names and paths, but without zero bytes, which no command line can contain. */
const anyWord = fc.oneof(
  fc.string({ unit: fc.constantFrom(...`'"\\$\`!&|;<>()[]{}*?~# \n\tab-=%^`), maxLength: 12 }),
  fc.string({ unit: 'grapheme' }),
);

/** Whether the wizard could offer it by name, since a setting would read it unchanged. */
function isName(word: string): boolean {
  const { settings } = resolveSettings(given({ 'halo.onlyTeam': typed([word]) }), [], { isComplete: false });
  return word !== 'none' && settings['halo.onlyTeam']?.[0] === word;
}

describe('a quoted word', () => {
  // Windows has no POSIX shell to ask.
  it.skipIf(onWindows)('is read back by a POSIX shell as the word', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { minLength: 1, maxLength: 40 }), (words) => {
        const line = words.map((word) => quoted(word, 'posix')).join(' ');
        const read = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
        expect(read).toBe(words.map((word) => `${word}\u0000`).join(''));
      }),
      { numRuns: 25 },
    );
  });

  it('is one literal string of PowerShell, whatever is in it', () => {
    fc.assert(
      fc.property(anyWord, (word) => {
        const literal = quoted(word, 'powershell');
        // PowerShell treats typographic quotes as quotes: each has to be doubled, too.
        const inside = /^'((?:[^'\u2018-\u201b]|(['\u2018-\u201b])\2)*)'$/.exec(literal)?.[1];
        const read = inside?.replace(/(['\u2018-\u201b])\1/g, '$1');
        expect(read ?? literal).toBe(word);
        expect(read !== undefined || /^[\w+=:./-]+$/.test(literal)).toBe(true);
      }),
      { examples: [['\u2018'], ["it\u2019s 'x'"]] },
    );
  });

  it('needs no quotes where it is plain', () => {
    expect(quoted('https://acme.haloitsm.com', 'posix')).toBe('https://acme.haloitsm.com');
    expect(quoted('', 'posix')).toBe("''");
  });
});

describe('the reproduce command', () => {
  it('has a flag for each answer and each flag', () => {
    const { options } = reproduceCommand(
      'apply',
      given({
        'alertSource.name': typed('Desk', { from: 'flag' }),
        'alertSource.teams': typed(['Night shift', 'Ops']),
      }),
      ['--profile second'],
      'posix',
    );
    expect(options).toEqual(['--profile second', '--name Desk', "--team 'Night shift'", '--team Ops']);
  });

  it('has a word for an answer that removes a filter or all teams', () => {
    const values = { 'alertSource.teams': [], 'halo.onlyTeam': [], 'halo.onlyPriority': ['1', '2'] };
    const answers = withAnswers(new Map(), { values });
    expect(reproduceCommand('apply', answers, [], 'posix').options).toEqual([
      '--team none',
      '--only-priority 1',
      '--only-priority 2',
      '--only-team any',
    ]);
  });

  // Windows has no POSIX shell to ask.
  it.skipIf(onWindows)('says the same about teams and filters as the answers, whatever they are', async () => {
    const name = anyWord.map((word) => word.trim()).filter(isName);
    const names = fc.uniqueArray(fc.oneof(name, fc.constantFrom('1', 'a,b', '--all', "it's")), { maxLength: 4 });
    const keys = ['alertSource.teams', 'halo.onlyTicketType', 'halo.onlyPriority', 'halo.onlyTeam'] as const;
    const some = fc.record(Object.fromEntries(keys.map((key) => [key, names])), { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(some, async (values) => {
        const answers = withAnswers(new Map(), { values });
        const { options } = reproduceCommand('apply', answers, [], 'posix');
        const line = `printf '%s\\0' ${options.join(' ')}`;
        const words = execFileSync('bash', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1);
        const read = await parseCommandLine(['apply', ...words.filter((word) => word !== '')], {
          version: '',
          out: () => undefined,
        });
        const flags = Object.entries(read?.input.flags ?? {}) as [FieldKey, unknown][];
        const said = resolveSettings(new Map(flags.map(([key, value]) => [key, typed(value, { from: 'flag' })])), [], {
          isComplete: false,
        });
        expect(said.problems).toEqual([]);
        expect(said.settings).toEqual(resolveSettings(answers, [], { isComplete: false }).settings);
        expect(said.settings).toMatchObject(values);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out what variables, files and defaults provide', () => {
    const { options } = reproduceCommand(
      'apply',
      given({
        'halo.url': typed('https://acme.haloitsm.com', { from: 'variable', name: 'HALO_URL' }),
        'alertSource.severity': typed(2, { from: 'file', path: 'x.yaml', line: 3 }),
        'alertSource.name': typed('HaloITSM'),
        'halo.payload': typed({ name: 'recommended', text: '{}' }),
      }),
      [],
      'posix',
    );
    expect(options).toEqual([]);
  });

  it('includes the default of one product where the other is connected', () => {
    const product = typed('halopsa', { from: 'flag' });
    const options = (name: string) =>
      reproduceCommand('apply', given({ 'halo.product': product, 'alertSource.name': typed(name) }), [], 'posix')
        .options;
    expect(options('HaloITSM')).toContain('--name HaloITSM');
    expect(options('HaloPSA')).toEqual(['--product halopsa']);
  });

  it('has payloads by path, and secrets as variables', () => {
    const reproduced = reproduceCommand(
      'apply',
      given({
        'ilert.apiToken': typed(new Secret('top-secret')),
        'halo.clientSecret': typed(new Secret('hidden-too'), { from: 'variable', name: 'HALO_CLIENT_SECRET' }),
        'halo.payload': typed({ name: 'my ticket.json', text: '{}' }),
      }),
      [],
      'posix',
    );
    expect(reproduced).toMatchObject({ options: ["--payload 'my ticket.json'"], variables: ['ILERT_API_TOKEN'] });
    expect(JSON.stringify(reproduced)).not.toContain('secret"');
  });

  it('for destroy has the services and names alone', () => {
    const answers = given({
      'alertSource.name': typed('Desk'),
      'alertSource.teams': typed(['Ops']),
      'halo.url': typed('https://acme.haloitsm.com'),
      'halo.runbookName': typed('tickets'),
      'halo.payload': typed({ name: 'full', text: '{}' }),
    });
    expect(reproduceCommand('destroy', answers, [], 'posix')).toMatchObject({
      program: 'npx ilert-haloitsm destroy',
      options: ['--name Desk', '--halo-url https://acme.haloitsm.com', '--runbook-name tickets'],
    });
  });
});
