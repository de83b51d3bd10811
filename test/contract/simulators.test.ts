import { describe, expect, it } from 'vitest';
import { entityFields } from '../../sandbox/halo/entities/entities.ts';
import { factExtras } from '../../sandbox/halo/entities/fact-extras.ts';
import { INTEGRATION_TYPES } from '../../sandbox/ilert/integration-types.ts';
import { INCLUDABLE, INCLUDES } from '../../sandbox/ilert/resources/alert-source-body.ts';
import { documentOf, operationOf, type Schema } from './documents.ts';

type Fields = Readonly<Record<string, Schema>>;

const fieldsOf = (service: 'ilert' | 'halo', name: string) =>
  documentOf(service).components.schemas[name]?.properties as Fields | undefined;

/** Returns a document field's type in the terms of the simulator; lists without a schema hold objects. */
function typeOf(field: Schema): string {
  const items = field.items as Schema | undefined;
  if (field.type === 'array') return `[${bare(items ?? {})}]`;
  return `${bare(field)}${field.nullable === true || '$ref' in field ? '' : '!'}`;
}

function bare({ $ref, type, format }: Schema): string {
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (format === 'uuid') return 'guid';
  if (format === 'date-time') return 'date';
  return { integer: 'int', boolean: 'bool' }[String(type)] ?? String(type);
}

describe("the simulated HaloITSM's entities", () => {
  it.each(Object.entries(entityFields))(
    'have no field that the document does not have, nor of another type: %s',
    (name, table) => {
      const fields = fieldsOf('halo', name);
      expect(fields).toBeDefined();
      const others = [...table].filter(([field, type]) => typeOf(fields?.[field] ?? {}) !== type);
      expect(others.map(([field, type]) => [field, type, typeOf(fields?.[field] ?? {})])).toEqual([]);
    },
  );

  it.each(factExtras)(
    'have $name of $of as a fact of its own, where the document has none or none that is null',
    ({ of, name }) => {
      if (of.startsWith('/')) {
        const operation = operationOf(documentOf('halo'), 'GET', of);
        expect(operation).toBeDefined();
        expect((operation?.parameters ?? []).map((parameter) => parameter.name)).not.toContain(name);
      } else {
        expect(fieldsOf('halo', of)).toBeDefined();
        expect(fieldsOf('halo', of)?.[name]?.nullable).not.toBe(true);
      }
    },
  );
});

describe("the simulated ilert's alert source", () => {
  it('shows on request only fields of the document', () => {
    expect(Object.keys(fieldsOf('ilert', 'AlertSourceRel') ?? {})).toEqual(expect.arrayContaining([...INCLUDABLE]));
    const include = operationOf(documentOf('ilert'), 'GET', '/alert-sources/1')?.parameters?.find(
      ({ name }) => name === 'include',
    );
    expect((include?.schema?.items as Schema | undefined)?.enum).toEqual(expect.arrayContaining([...INCLUDES]));
  });

  it('has the types of the document', () => {
    const { enum: types } = documentOf('ilert').components.schemas.IntegrationType as { enum: string[] };
    expect(types).toEqual(expect.arrayContaining([...INTEGRATION_TYPES]));
    expect(INTEGRATION_TYPES).toContain('HALOITSM');
  });
});
