import { describe, expect, it } from 'vitest';
import { type EntityName, entityFields } from '../halo/entities/entities.ts';
import { entitySchema } from '../halo/entities/entity-schema.ts';
import { factExtras } from '../halo/entities/fact-extras.ts';

const names = Object.keys(entityFields) as EntityName[];

describe('the entities of Halo', () => {
  it('refer only to entities that exist', () => {
    const known = new Set<string>([...names, 'object']);
    const scalars = new Set(['int', 'number', 'string', 'bool', 'guid', 'date']);
    for (const name of names) {
      for (const type of entityFields[name].values()) {
        const bare = type.replaceAll(/[[\]!]/g, '');
        expect(known.has(bare) || scalars.has(bare), `${name}: ${type}`).toBe(true);
      }
    }
  });

  it.each(names)('%s takes a body of its known fields and no other', (name) => {
    expect(entitySchema(name).safeParse({}).success).toBe(true);
    expect(entitySchema(name).safeParse({ colour: 'red' }).success).toBe(false);
  });

  it('take null where Halo’s document allows it, and for the ids that "Import from JSON" sends as null', () => {
    expect(entitySchema('OutboundIntegration').safeParse({ note: null }).success).toBe(true);
    expect(entitySchema('OutboundIntegration').safeParse({ id: null }).success).toBe(false);
    expect(entitySchema('FlowDetail').safeParse({ fdid: null, id: null }).success).toBe(true);
    expect(entitySchema('FlowDetail').safeParse({ step_id: null }).success).toBe(false);
  });

  it('have fields beyond the document only where a fact says so', () => {
    for (const { of, name, fact } of factExtras) {
      expect(fact, name).not.toBe('');
      if (!of.startsWith('/')) expect(entitySchema(of as EntityName).safeParse({ [name]: null }).success).toBe(true);
    }
  });
});
