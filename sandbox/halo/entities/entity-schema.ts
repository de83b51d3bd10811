import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import { type EntityName, entityFields, type FieldType } from './entities.ts';
import { factExtras } from './fact-extras.ts';

/** A row as sent by a client or as stored. Known fields are checked on input. */
export type Json = Record<string, unknown>;

const scalars: Readonly<Record<string, z.ZodType>> = {
  int: z.int(),
  number: z.number(),
  string: z.string(),
  bool: z.boolean(),
  guid: z.guid(),
  date: z.iso.datetime({ offset: true, local: true }),
  object: z.record(z.string(), z.unknown()),
};

const schemas = new Map<EntityName, z.ZodType<Json>>();

/** Returns the strict schema of an entity: every field of the document and of `factExtras`, all optional. */
export function entitySchema(name: EntityName): z.ZodType<Json> {
  const known = schemas.get(name);
  if (known) return known;
  const types = new Map<string, FieldType>(entityFields[name]);
  for (const extra of factExtras) if (extra.of === name) types.set(extra.name, extra.type);
  const shape = Object.fromEntries([...types].map(([field, type]) => [field, fieldSchema(type).optional()]));
  const schema = z.strictObject(shape) as z.ZodType<Json>;
  schemas.set(name, schema);
  return schema;
}

function fieldSchema(type: FieldType): z.ZodType {
  const bare = type.replace('!', '');
  const schema = bare.startsWith('[') ? z.array(typeSchema(bare.slice(1, -1))) : typeSchema(bare);
  return type.endsWith('!') ? schema : schema.nullable();
}

function typeSchema(type: string): z.ZodType {
  return scalars[type] ?? z.lazy(() => entitySchema(type as EntityName));
}

/** Fields that start with `_` are orders to the server, not data. This one is known to be harmless. */
const KNOWN_ORDERS = ['_is_new'];

/**
 * Refuses lists that would have an effect on a live tenant but not here. Empty ones are harmless.
 *
 * @throws Refusal 400
 */
export function refuseFilled(element: Json, fields: readonly string[]): void {
  for (const field of fields) {
    const value = element[field];
    if (Array.isArray(value) && value.length > 0) throw badRequest(`Field "${field}" is not simulated.`);
  }
}

/**
 * Returns the only element of a POST's body, checked against its entity. Removes orders.
 *
 * @throws Refusal 400 if the body is not an array of one valid element
 */
export function postedElement(name: EntityName, body: unknown): Json {
  if (!Array.isArray(body)) throw badRequest('The body must be an array of one element.');
  if (body.length !== 1) throw badRequest(`The body must be an array of one element, not of ${body.length}.`);
  const element = checked(entitySchema(name), body[0]);
  const orders = Object.keys(element).filter((field) => field.startsWith('_'));
  const unknown = orders.find((field) => !KNOWN_ORDERS.includes(field));
  if (unknown) throw badRequest(`Field "${unknown}" is not simulated.`);
  return Object.fromEntries(Object.entries(element).filter(([field]) => !orders.includes(field)));
}
