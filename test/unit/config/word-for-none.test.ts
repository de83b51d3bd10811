import { describe, expect, it } from 'vitest';
import { type Field, isByName, isList } from '../../../src/config/field.ts';
import { fields } from '../../../src/config/settings.ts';
import { schemaOf } from '../../../src/config/value-schema.ts';

const withWord = (fields as readonly Field[]).flatMap(({ wordForNone, ...field }) =>
  wordForNone === undefined ? [] : [[field.key, { ...field, wordForNone }] as const],
);

const noneOf = ({ kind, wordForNone }: Field) => (isByName(kind) ? {} : isList(kind) ? [] : wordForNone);

describe.each(withWord)('%s in a settings file', (_, field) => {
  it.each([['its word'], ['its word in capitals'], ['false']])('is none by %s', (how) => {
    const { wordForNone } = field;
    const given = { 'its word': wordForNone, 'its word in capitals': wordForNone.toUpperCase(), false: false }[how];
    expect(schemaOf(field).safeParse(given)).toMatchObject({ success: true, data: noneOf(field) });
  });

  it('is not none by true', () => {
    expect(schemaOf(field).safeParse(true).success).toBe(false);
  });
});
