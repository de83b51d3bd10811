import { describe, expect, it } from 'vitest';
import type { Origin, RawValue } from '../../../src/config/raw-value.ts';
import { resolveSettings } from '../../../src/config/resolve.ts';
import type { FieldKey } from '../../../src/config/settings.ts';
import { fieldOf } from '../../../src/config/settings.ts';
import { readVariable } from '../../../src/config/variables.ts';

const payload = (text: string) => ({ 'halo.payload': { name: 'own.json', text } });
const RECOMMENDED = '{"ticket": {"id": <<ticket^id>>, "priority": {"name": <<ticket^priority^name>>}}}';

function resolved(values: Partial<Record<FieldKey, unknown>>, origin: Origin = { from: 'flag' }) {
  const all = { ...payload(RECOMMENDED), ...values };
  const raw = Object.entries(all).map(
    ([key, value]) => [key as FieldKey, { value, origin } satisfies RawValue] as const,
  );
  const { settings, problems } = resolveSettings(new Map(raw), []);
  return { settings, problems: problems.map(({ message }) => message) };
}

const UNKEEPABLE = '--priority-from-halo: entry "__proto__" can\'t be set: no entry can have that name.';

describe('alert priorities by name', () => {
  it.each<[string, unknown, Record<string, string>]>([
    ['as flags', ['Critical=high', 'Low = LOW'], { Critical: 'high', Low: 'low' }],
    ['with an equals sign in a name', ['P=1=high'], { 'P=1': 'high' }],
    ['as a map', { Critical: 'HIGH' }, { Critical: 'high' }],
    ['none, by its word', ['none'], {}],
    ['none, as an empty map', {}, {}],
  ])('are read: %s', (_, given, expected) => {
    const { settings, problems } = resolved({ 'alertSource.priorityFromHalo': given });
    expect([problems, settings['alertSource.priorityFromHalo']]).toEqual([[], expected]);
  });

  it.each<[unknown, string]>([
    [['Critical'], '--priority-from-halo: entry 1, "Critical", must be NAME=high|low.'],
    [['=high'], '--priority-from-halo: entry 1, "=high", must be NAME=high|low.'],
    [['Critical=urgent'], '--priority-from-halo: entry "Critical" must be high or low.'],
    [['Critical=high', 'Critical=low'], '--priority-from-halo: entry "Critical" is there twice.'],
    [['Low=low', '__proto__=high'], UNKEEPABLE],
    [JSON.parse('{ "Low": "low", "__proto__": "high" }'), UNKEEPABLE],
    [{ Critical: 1 }, '--priority-from-halo: entry "Critical" must be high or low.'],
  ])('are refused where they are no map: %j', (given, message) => {
    expect(resolved({ 'alertSource.priorityFromHalo': given }).problems).toEqual([message]);
  });

  it('of a variable are separated by commas', () => {
    const env = { ILERT_PRIORITY_FROM_HALO: 'Critical=high, Low=low' };
    expect(readVariable(fieldOf('alertSource.priorityFromHalo'), env)).toMatchObject({
      value: ['Critical=high', 'Low=low'],
    });
  });

  it.each([
    ['Crit, "very" {{ x }}=high, P=1=low', ['Crit, "very" {{ x }}=high', 'P=1=low']],
    ['"Crit, very=high"', ['Crit, very=high']],
  ])('of a variable may contain commas in their names: %s', (text, value) => {
    expect(readVariable(fieldOf('alertSource.priorityFromHalo'), { ILERT_PRIORITY_FROM_HALO: text })).toMatchObject({
      value,
    });
  });

  it('of a variable that are none are refused by what they are', () => {
    const read = readVariable(fieldOf('alertSource.priorityFromHalo'), { ILERT_PRIORITY_FROM_HALO: 'Critical,Low' });
    const value = read && 'value' in read ? read.value : undefined;
    expect(resolved({ 'alertSource.priorityFromHalo': value }).problems).toEqual([
      '--priority-from-halo: entry 1, "Critical,Low", must be NAME=high|low.',
    ]);
  });
});

it.each([['Critical=0'], ['Critical=6'], ['Critical=high'], ['Critical=1.5']])(
  'the severity %s is refused',
  (given) => {
    expect(resolved({ 'alertSource.severityFromHalo': [given] }).problems).toEqual([
      '--severity-from-halo: entry "Critical" must be 1 to 5.',
    ]);
  },
);

describe('a payload that does not send the name of the priority', () => {
  it.each([
    ['is refused with a mapping', '{"ticket": {"id": <<ticket^id>>}}', 1],
    ['is refused if it sends the ID alone', '{"ticket": {"id": <<ticket^id>>, "priority": <<ticket^priority_id>>}}', 1],
    ['passes where it sends the whole ticket', '{"ticket": <<ticket>>}', 0],
    ['passes where it sends the whole priority', '{"ticket": {"id": 1, "priority": <<ticket^priority>>}}', 0],
    ['passes where a custom field may be the priority', '{"ticket": {"id": 1, "priority": <<ticket^CFmine>>}}', 0],
    ['is refused if the priority is a text', '{"ticket": {"id": 1, "priority": "<<ticket^priority^name!>>"}}', 1],
    ['is refused if the priority is within a text', '{"ticket": {"id": 1, "priority": "P: <<ticket^priority!>>"}}', 1],
    ['is refused if the priority is an unknown text', '{"ticket": {"id": 1, "priority": "<<ticket^CFmine>>"}}', 1],
    ['is refused if the name is an object', '{"ticket": {"id": 1, "priority": {"name": {"a": 1}}}}', 1],
    ['is refused if the name is a whole object', '{"ticket": {"priority": {"name": <<ticket^priority>>}}}', 1],
  ])('%s', (_, text, count) => {
    const { problems } = resolved({ ...payload(text), 'alertSource.priorityFromHalo': { Critical: 'high' } });
    const found = problems.filter((message) => message.includes('does not send the name of the priority'));
    expect(found).toHaveLength(count);
    if (count > 0)
      expect(found[0]).toContain('payload own.json does not send the name of the priority as ticket.priority.name');
  });

  it('needs no mapping, and none to remove one', () => {
    const text = '{"ticket": {"id": <<ticket^id>>}}';
    expect(resolved({ ...payload(text), 'alertSource.priorityFromHalo': {} }).problems).toEqual([]);
  });
});

it('a mapping beside a template of the same field is refused', () => {
  const priorityTemplate = { value: '{{ ticket.site_name }}', mappings: { HQ: 'high' } };
  const { problems } = resolved({
    'alertSource.priorityFromHalo': { Critical: 'high' },
    'alertSource.priorityTemplate': priorityTemplate,
  });
  expect(problems).toEqual([expect.stringContaining('set the same template of the alert source')]);
});

it('the link to the ticket is refused as the eleventh of those in the settings, and needs the URL of Halo', () => {
  const links = Array.from({ length: 10 }, () => ({ text: 'Wiki', href: 'https://wiki.example' }));
  const url = { 'halo.url': 'https://acme.haloitsm.com' };
  const of = (values: Partial<Record<FieldKey, unknown>>) =>
    resolved({ 'alertSource.ticketLink': true, ...values }).problems;
  expect(of({ ...url, 'alertSource.linkTemplates': links })).toEqual([
    expect.stringContaining('ilert takes at most 10'),
  ]);
  expect(of({ ...url, 'alertSource.linkTemplates': links.slice(1) })).toEqual([]);
  expect(of({})).toEqual([expect.stringContaining('needs the URL of HaloITSM')]);
});
