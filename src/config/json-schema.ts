import * as z from 'zod';
import { capitalized } from '../text/plural.ts';
import type { Field } from './field.ts';
import { fields } from './settings.ts';
import { TARGET_NAME, targetProperties } from './target-properties.ts';
import { schemaForEditors } from './value-schema.ts';
import { variableNames } from './variables.ts';

/** Returns the JSON Schema (2020-12) of the settings file, derived from the table of settings. */
export function settingsJsonSchema(): Record<string, unknown> {
  const sections: Record<string, Record<string, z.ZodType>> = {};
  for (const field of fields) {
    const [section = '', name = ''] = field.key.split('.');
    const schema = schemaForEditors(field).describe(describe(field)).optional();
    sections[section] = { ...sections[section], [name]: schema, ...formerName(field) };
  }
  const ofOne = Object.fromEntries(
    Object.entries(sections).map(([section, shape]) => [section, z.strictObject(shape).optional()]),
  );
  const ofTarget = Object.fromEntries(
    Object.entries(targetProperties).map(([name, { inFile, about }]) => [name, inFile.describe(about).optional()]),
  );
  const targets = z.record(z.string().regex(TARGET_NAME), z.strictObject({ ...ofTarget, ...ofOne }));
  const file = z.strictObject({
    $schema: z.string().optional(),
    ...ofOne,
    targets: targets.describe('Targets by name; each overrides the shared settings.').optional(),
  });
  return { title: 'Settings of ilert-haloitsm', ...z.toJSONSchema(file, { io: 'input', unrepresentable: 'any' }) };
}

/** Also accepts a setting's former name, which editors strike through. */
function formerName(field: Field): Record<string, z.ZodType> {
  const [, name] = field.formerly?.key.split('.') ?? [];
  if (name === undefined) return {};
  return {
    [name]: schemaForEditors(field).meta({ deprecated: true }).describe(`Is now called ${field.key}.`).optional(),
  };
}

function describe(field: Field): string {
  const { about, default: value, kind } = field;
  const variables = variableNames(field);
  const reference = kind === 'secret' ? ', as a reference: env:NAME or file:PATH' : '';
  return `${capitalized(about)}${reference}.${value === undefined ? '' : ` Default: ${value}.`}${
    variables.length === 0 ? '' : ` Also as ${variables.join(' or ')}.`
  }`;
}
