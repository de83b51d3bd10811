import { describe, expect, it } from 'vitest';
import { EXAMPLES, TO_FILL_IN } from '../../../src/config/example-settings.ts';
import { parseSettingsFile } from '../../../src/config/parse-settings-file.ts';
import type { RawValue } from '../../../src/config/raw-value.ts';
import { resolveSettings } from '../../../src/config/resolve.ts';
import { type FieldKey, fieldOf, fields } from '../../../src/config/settings.ts';
import { settingsAsJson, settingsAsYaml, valuesForFile } from '../../../src/config/write-settings-file.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { fc } from '../../support/property.ts';

const PLACE = { name: 'ilert-haloitsm.yaml' };
const NO_SECRETS = fields.filter(({ kind }) => kind !== 'secret');

const raw = (values: { readonly [K in FieldKey]?: unknown }): ReadonlyMap<FieldKey, RawValue> =>
  new Map(
    fields.flatMap(({ key }): [FieldKey, RawValue][] =>
      values[key] === undefined ? [] : [[key, { value: values[key], origin: { from: 'flag' } }]],
    ),
  );

/** Returns what a file says, without its line numbers. */
function read(text: string) {
  const { shared, problems } = parseSettingsFile(text, PLACE.name);
  expect(problems).toEqual([]);
  return new Map([...shared].map(([key, { value }]) => [key, value]));
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...` \n\t\r\u0085\u2028\ufeff:#-'"{}[]&*!|>%@\`,?~\\a`), maxLength: 12 }),
  fc.constantFrom('null', '~', 'true', '12', '0x1F', '1e3', '.inf', '2026-01-01', '<<', '- a: b', '{{ x }}', '# c', ''),
);

/** A value of each kind, as a file may have it. */
const VALUES = {
  text,
  identifier: text,
  template: text,
  'ilert-endpoint': fc.constantFrom('https://api.ilert.com', 'https://eu.ilert.com:8443/api'),
  'halo-url': fc.constantFrom('https://acme.haloitsm.com', 'https://a.example:8443/x'),
  'https-url': fc.constantFrom('https://auth.haloitsm.com/auth'),
  choice: text,
  list: fc.array(text, { maxLength: 4 }),
  filter: fc.array(text, { minLength: 1, maxLength: 4 }),
  boolean: fc.boolean(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  integer: fc.integer(),
  duration: fc.constantFrom('15m', '1h', 'PT15M'),
  payload: fc.constantFrom('recommended', 'full', 'a/b.json', '#x'),
  links: fc.array(fc.record({ text, href: text }), { maxLength: 3 }),
  'priority-mapping': fc.record({ value: text, mappings: fc.dictionary(text, fc.constantFrom('high', 'low')) }),
  'severity-mapping': fc.record({ value: text, mappings: fc.dictionary(text, fc.integer({ min: 1, max: 5 })) }),
  'priority-by-name': fc.dictionary(text, fc.constantFrom('high', 'low')),
  'severity-by-name': fc.dictionary(text, fc.integer({ min: 1, max: 5 })),
};

const anySettings = fc.record(
  Object.fromEntries(
    NO_SECRETS.map(({ key, kind }) => [key, kind === 'secret' ? fc.constant('') : VALUES[kind]] as const),
  ),
  { requiredKeys: [] },
);

describe('a settings file', () => {
  it.each([
    ['YAML', settingsAsYaml],
    ['JSON', settingsAsJson],
  ])('is read back as the settings that were written, whatever they are: %s', (_, write) => {
    fc.assert(
      fc.property(anySettings, fc.string({ unit: 'binary' }), (settings, comment) => {
        const values = valuesForFile(raw(settings), '/work');
        const comments = new Map([...values.keys()].map((key) => [key, comment]));
        const found = read(write({ values, comments, hasExamples: true }, { ...PLACE, schema: 'a.json' }));
        expect(found).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  it('names the variables of secrets, and holds none', () => {
    const settings = new Map<FieldKey, RawValue>([
      ['ilert.apiToken', { value: new Secret('il1api-secret'), origin: { from: 'prompt' } }],
    ]);
    const written = settingsAsYaml({ values: valuesForFile(settings, '/') }, PLACE);
    expect(written).not.toContain('il1api-secret');
    expect(read(written)).toEqual(
      new Map([
        ['ilert.apiToken', 'env:ILERT_API_TOKEN'],
        ['halo.clientSecret', 'env:HALO_CLIENT_SECRET'],
      ]),
    );
  });

  it('leaves defaults to the program, and has URLs as they were understood', () => {
    const settings = new Map<FieldKey, RawValue>([
      ['halo.payload', { value: { name: 'recommended', text: '{}' }, origin: { from: 'default' } }],
      ['halo.url', { value: 'acme.haloitsm.com/api', origin: { from: 'variable', name: 'HALO_URL' } }],
    ]);
    const values = valuesForFile(settings, '/');
    expect(values.get('halo.url')).toBe('https://acme.haloitsm.com');
    expect(values.has('halo.payload')).toBe(false);
  });

  it('has the path of a payload file as seen from its folder', () => {
    const payload = { name: 'x.json', path: '/work/payloads/x.json', text: '{}' };
    const settings = new Map<FieldKey, RawValue>([['halo.payload', { value: payload, origin: { from: 'flag' } }]]);
    expect(valuesForFile(settings, '/work/settings').get('halo.payload')).toBe('../payloads/x.json');
  });

  it('what is to be filled in is reported as such until it is', () => {
    const toFillIn = ['alertSource.escalationPolicy', 'halo.url', 'halo.clientId'] as const;
    const written = settingsAsYaml({ values: new Map(), toFillIn }, PLACE);
    const { shared } = parseSettingsFile(written, PLACE.name);
    const { problems } = resolveSettings(shared, toFillIn);
    expect(problems.map(({ message }) => message)).toEqual(
      toFillIn.map((key) => expect.stringMatching(new RegExp(`^${key} in .*${TO_FILL_IN[key]}`))),
    );
    for (const { hint } of problems) expect(hint).toBe('Replace it with your own value.');
  });

  it('its examples are valid once the sign before them is removed', () => {
    const values = new Map<FieldKey, unknown>([
      ['ilert.apiToken', 'env:ILERT_API_TOKEN'],
      ['halo.url', 'https://acme.haloitsm.com'],
    ]);
    for (const [toFillIn, required] of [
      [[], []],
      [['alertSource.escalationPolicy'], ['alertSource.escalationPolicy']],
    ] as [FieldKey[], FieldKey[]][]) {
      const written = settingsAsYaml({ values, toFillIn, hasExamples: true }, PLACE);
      const withExamples = written.replace(/^( *)#(?! )/gm, '$1').replace(/^#(?= {2}\S)/gm, '');
      const filledIn = withExamples.replace(/<your .*>/, 'Default');
      const { shared, problems } = parseSettingsFile(filledIn, PLACE.name);
      expect(problems).toEqual([]);
      expect([...shared.keys()]).toEqual(expect.arrayContaining(EXAMPLES.flat().map(([key]) => key)));
      expect(
        resolveSettings(
          new Map([...shared].filter(([key]) => key !== 'ilert.apiToken' && fieldOf(key).kind !== 'payload')),
          required,
        ).problems,
      ).toEqual([]);
    }
  });

  it('shows no example of what is set, nor of a group of which something is', () => {
    const values = new Map<FieldKey, unknown>([
      ['alertSource.grouping', 'until-resolved'],
      ['alertSource.name', 'Mine'],
    ]);
    const written = settingsAsYaml({ values, hasExamples: true }, PLACE);
    expect(written).not.toMatch(/#(name|groupingWindow|grouping):/);
    expect(written).toContain('#priority: high');
  });
});
