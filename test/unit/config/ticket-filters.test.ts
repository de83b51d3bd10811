import { describe, expect, it, test } from 'vitest';
import { fieldOf } from '../../../src/config/settings.ts';
import { FILTER_SETTINGS, MAX_COMBINATIONS } from '../../../src/config/ticket-filters.ts';
import { MAX_BINDINGS } from '../../../src/providers/halo/event-bindings.ts';
import { fc } from '../../support/property.ts';
import { settingsOf, type TestSources } from './settings-of.ts';

const PRIORITY = 'halo.onlyPriority';
const inFile = (value: string): TestSources => ({
  config: 's.yaml',
  files: { 's.yaml': `halo:\n  onlyPriority: ${value}\n` },
});
const byFlag = (...values: string[]): TestSources => ({ flags: { [PRIORITY]: values } });
const byVariable = (value: string): TestSources => ({ env: { HALO_ONLY_PRIORITY: value } });

describe('a filter is given', () => {
  it.each<[string, TestSources, readonly string[]]>([
    ['once, by flag', byFlag('1'), ['1']],
    ['several times, by flag, with a comma in a name', byFlag('Critical', 'High, or so'), ['Critical', 'High, or so']],
    ['twice the same: that is once', byFlag('High', ' High ', '1', '1'), ['High', '1']],
    ['by variable', byVariable('Critical'), ['Critical']],
    ['several times, by variable', byVariable('Critical, "High",3'), ['Critical', 'High', '3']],
    ['as a number in the file', inFile('1'), ['1']],
    ['as the number 0 in the file', inFile('0'), ['0']],
    ['as a text in the file', inFile('Critical'), ['Critical']],
    ['as a text with a comma in the file', inFile('"Low, later"'), ['Low, later']],
    ['as a list in the file', inFile('[Critical, 2, "2"]'), ['Critical', '2']],
  ])('%s', async (_, given, values) => {
    const { settings, messages } = await settingsOf(given);
    expect(messages).toEqual([]);
    expect(settings[PRIORITY]).toEqual(values);
  });
});

describe('a filter is removed', () => {
  it.each<[string, TestSources]>([
    ['by flag', byFlag('any')],
    ['by flag, in capitals', byFlag('ANY')],
    ['by flag, said twice', byFlag('any', 'Any')],
    ['by variable', byVariable('any')],
    ['in the file', inFile('any')],
    ['in the file, as a list', inFile('[any]')],
    ['in the file, by null', inFile('null')],
    ['in the file, by nothing', inFile('')],
  ])('%s', async (_, given) => {
    const { settings, messages, origins } = await settingsOf(given);
    expect(messages).toEqual([]);
    expect(settings[PRIORITY]).toEqual([]);
    expect(origins.has(PRIORITY)).toBe(true);
  });

  it.each<[string, TestSources]>([
    ['nothing is given', {}],
    ['the variable is empty', byVariable('')],
    ['the variable has no entries', byVariable(' , ')],
  ])('but not where %s: then it is not set', async (_, given) => {
    expect((await settingsOf(given)).settings[PRIORITY]).toBeUndefined();
  });
});

describe('a filter is refused', () => {
  const EMPTY = 'it must not be empty: to remove the filter, use any.';
  it.each<[string, TestSources, string]>([
    [
      'any beside a value',
      byFlag('any', '1'),
      '--only-priority is ["any","1"]: it must not combine "any" with other values.',
    ],
    ['any beside a value, in the file', inFile('[High, ANY]'), 'it must not combine "any" with other values.'],
    ['an empty list', inFile('[]'), `onlyPriority in s.yaml, line 2 is []: ${EMPTY}`],
    ['an empty text', inFile('""'), `is "": ${EMPTY}`],
    ['an empty flag', byFlag(''), '--only-priority: entry 1 must be a name or an ID.'],
    ['a list with an empty text', inFile('[1, "  "]'), ': entry 2 must be a name or an ID.'],
    ['a negative number', inFile('-1'), 'it must be a name or an ID.'],
    ['a fraction', inFile('1.5'), 'it must be a name or an ID.'],
    ['a list in a list', inFile('[[1]]'), ': entry 1 must be a name or an ID.'],
    ['an object', inFile('{ is: 1 }'), 'it must be a name or an ID.'],
    ['true', inFile('true'), 'it must be a name or an ID.'],
    ['a placeholder', inFile(`'\${PRIORITY}'`), 'which was not replaced with a value.'],
  ])('with %s', async (_, given, message) => {
    expect((await settingsOf(given)).messages).toEqual([expect.stringContaining(message)]);
  });
});

describe('the values of a filter', () => {
  const file = inFile('[1, 2]');
  it.each<[string, TestSources, readonly string[]]>([
    ['of a flag replace those of the variable and the file', { ...file, ...byVariable('3'), ...byFlag('4') }, ['4']],
    ['of a variable replace those of the file', { ...file, ...byVariable('3') }, ['3']],
    ['of the file are removed by a flag', { ...file, ...byFlag('any') }, []],
  ])('%s', async (_, given, values) => {
    expect((await settingsOf(given)).settings[PRIORITY]).toEqual(values);
  });

  const shared = 'halo:\n  onlyPriority: [1, 2]\n  closedEvent: true\ntargets:\n';
  it.each([
    ['replaced', 'onlyPriority: [3]', ['3']],
    ['removed', 'onlyPriority: null', []],
    ['kept', 'closedEvent: true', ['1', '2']],
  ])('that all targets share are %s by a target', async (_, own, values) => {
    const files = { 's.yaml': `${shared}  one:\n    halo:\n      ${own}\n` };
    expect((await settingsOf({ config: 's.yaml', files, target: 'one' })).settings[PRIORITY]).toEqual(values);
  });
});

test('any of a list of teams is none: that is how it is emptied', async () => {
  for (const given of [{ flags: { 'alertSource.teams': ['None'] } }, { env: { ILERT_TEAMS: 'none' } }] as const)
    expect((await settingsOf(given)).settings['alertSource.teams']).toEqual([]);
  const file = { config: 's.yaml', files: { 's.yaml': 'alertSource:\n  teams: []\n  services: [none]\n' } };
  expect((await settingsOf(file)).settings).toMatchObject({ 'alertSource.teams': [], 'alertSource.services': [] });
  expect((await settingsOf({ flags: { 'alertSource.teams': ['none', 'Ops'] } })).messages).toEqual([
    '--team is ["none","Ops"]: it must not combine "none" with other values.',
  ]);
});

test('an event may be bound as often as there are places for it', () => {
  expect(MAX_COMBINATIONS).toBe(MAX_BINDINGS);
});

describe('filters of many values', () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
  const all = Object.values(FILTER_SETTINGS);

  it('make at most 20 bindings of each event, whichever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(21)), async (counts) => {
        const flags = Object.fromEntries(all.map((key, index) => [key, values(counts[index] ?? 0)] as const));
        const given = Object.fromEntries(Object.entries(flags).filter(([, { length }]) => length > 0));
        const product = counts.reduce((before, count) => before * Math.max(1, count), 1);
        const { problems } = await settingsOf({ flags: given });
        expect(problems).toHaveLength(product > 20 ? 1 : 0);
        for (const { message, hint } of problems) {
          expect(message).toContain(`make ${product} combinations for each event`);
          for (const [index, key] of all.entries()) {
            const isNamed = `${hint}`.includes(`--${fieldOf(key).flag}`);
            expect([key, isNamed]).toEqual([key, (counts[index] ?? 0) > 1]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('say which ones to shorten', async () => {
    const flags = { 'halo.onlyTicketType': values(3), 'halo.onlyTeam': values(7), 'halo.onlyPriority': ['1'] };
    expect((await settingsOf({ flags })).problems).toEqual([
      {
        code: 'setting-invalid',
        message:
          '--only-ticket-type (3 values) and --only-team (7 values) make 21 combinations for each event; at most 20 are possible.',
        hint: 'Shorten --only-ticket-type or --only-team.',
      },
    ]);
    const { messages } = await settingsOf({ flags: { 'halo.onlyTeam': values(21) } });
    expect(messages).toEqual([
      '--only-team (21 values) makes 21 combinations for each event; at most 20 are possible.',
    ]);
  });
});

describe('the event "Closed" is asked for', () => {
  const file = (value: string) => ({ config: 's.yaml', files: { 's.yaml': `halo:\n  closedEvent: ${value}\n` } });
  it.each<[string, TestSources, boolean | undefined]>([
    ['by flag', { flags: { 'halo.closedEvent': true } }, true],
    ['by variable', { env: { HALO_CLOSED_EVENT: 'True' } }, true],
    ['by variable, as 1', { env: { HALO_CLOSED_EVENT: '1' } }, true],
    ['by variable, as yes', { env: { HALO_CLOSED_EVENT: '"yes"' } }, true],
    ['not, by variable', { env: { HALO_CLOSED_EVENT: 'false' }, ...file('true') }, false],
    ['not, by variable, as 0', { env: { HALO_CLOSED_EVENT: '0' } }, false],
    ['not, by variable, as no', { env: { HALO_CLOSED_EVENT: 'NO' } }, false],
    ['not, by an empty variable', { env: { HALO_CLOSED_EVENT: '' } }, undefined],
    ['in the file', file('true'), true],
    ['not, in the file', file('false'), false],
    ['by a flag, against the file', { flags: { 'halo.closedEvent': true }, ...file('false') }, true],
    ['by nothing', {}, undefined],
  ])('%s', async (_, given, value) => {
    const { settings, messages } = await settingsOf(given);
    expect(messages).toEqual([]);
    expect(settings['halo.closedEvent']).toBe(value);
  });

  it.each<[TestSources, string]>([
    [{ env: { HALO_CLOSED_EVENT: 'maybe' } }, 'HALO_CLOSED_EVENT is "maybe": it must be true or false.'],
    [file('"true"'), 'halo.closedEvent in s.yaml, line 2 is "true": it must be true or false.'],
    [file('1'), 'halo.closedEvent in s.yaml, line 2 is 1: it must be true or false.'],
    [file('[true]'), 'halo.closedEvent in s.yaml, line 2 is [true]: it must be true or false.'],
  ])('only by true or false: %j', async (given, message) => {
    expect((await settingsOf(given)).messages).toEqual([message]);
  });
});
