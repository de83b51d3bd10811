import { wordsOf } from './route.ts';

/** The type of a value. Texts are told apart by form, since a GUID, a date and a name are read differently. */
export type Kind =
  | 'array'
  | 'boolean'
  | 'date'
  | 'empty text'
  | 'guid'
  | 'integer'
  | 'null'
  | 'number'
  | 'object'
  | 'text'
  | 'url';

export type Length = 'none' | 'one' | 'several';

/** Names and types in an answer, with all rows merged. Contains no values except codes that all tenants share. */
export interface Shape {
  readonly kinds: readonly Kind[];
  readonly fields?: ReadonlyMap<string, FieldShape>;
  readonly items?: Shape;
  readonly lengths?: readonly Length[];
  readonly codes?: readonly number[];
}

export interface FieldShape extends Shape {
  /** Whether only some of the objects had the field. */
  readonly isOptional: boolean;
}

/** Fields whose values are codes that all tenants share (facts `step-codes`, `edge-codes`, `binding` and others). */
export const CODE_FIELDS = wordsOf(`
  method requesttype responsetype authorizationtype type runbook_start_type steptype auto_action approval_result
  action_type seq eventno delivery_method filter_type status responsestatus lookupid
`);

/** Codes are small. A larger number is something else. */
export const GREATEST_CODE = 999;

/** Fields that hold the payload, whose field names may be the admin's own. */
const OPAQUE_FIELDS: ReadonlySet<string> = new Set(['customDetails']);

/** The deepest nesting that this program reads. */
const DEEPEST = 12;

/** Returns the shape of a parsed answer. @param name the field that contains it */
export function shapeOf(value: unknown, name = '', depth = 0): Shape {
  if (Array.isArray(value)) {
    const length = value.length === 0 ? 'none' : value.length === 1 ? 'one' : 'several';
    const items = depth < DEEPEST ? mergedAll(value.map((item) => shapeOf(item, name, depth + 1))) : undefined;
    return { kinds: ['array'], lengths: [length], ...(items && { items }) };
  }
  if (typeof value === 'object' && value !== null) {
    const isOpen = depth < DEEPEST && !OPAQUE_FIELDS.has(name);
    return { kinds: ['object'], fields: isOpen ? fieldsOf(value, depth) : new Map() };
  }
  const kinds = [kindOf(value)];
  const isCode = CODE_FIELDS.has(name) && Number.isInteger(value) && Math.abs(Number(value)) <= GREATEST_CODE;
  return isCode ? { kinds, codes: [Number(value)] } : { kinds };
}

/** Returns a shape that fits both. */
export function merged(one: Shape, other: Shape): Shape {
  const items = one.items && other.items ? merged(one.items, other.items) : (one.items ?? other.items);
  const fields = one.fields && other.fields ? mergedFields(one.fields, other.fields) : (one.fields ?? other.fields);
  return {
    kinds: union(one.kinds, other.kinds),
    ...(fields && { fields }),
    ...(items && { items }),
    ...((one.lengths ?? other.lengths) && { lengths: union(one.lengths ?? [], other.lengths ?? []) }),
    ...((one.codes ?? other.codes) && { codes: union(one.codes ?? [], other.codes ?? []) }),
  };
}

/** Keeps the vendors' field names. Keys of a map and the tenant's own fields are values, so they are replaced. */
function fieldName(key: string): string {
  if (/^CF\w/.test(key)) return '{custom field}';
  return /^_?[a-z]\w{0,59}$/i.test(key) && !/\d{3}/.test(key) ? key : '{key}';
}

function fieldsOf(value: object, depth: number): Map<string, FieldShape> {
  const fields = new Map<string, FieldShape>();
  for (const [key, part] of Object.entries(value)) {
    const name = fieldName(key);
    const shape = shapeOf(part, name, depth + 1);
    const known = fields.get(name);
    fields.set(name, { ...(known ? merged(known, shape) : shape), isOptional: false });
  }
  return fields;
}

function mergedFields(
  one: ReadonlyMap<string, FieldShape>,
  other: ReadonlyMap<string, FieldShape>,
): Map<string, FieldShape> {
  const mergedField = (name: string): FieldShape => {
    const [first, second] = [one.get(name), other.get(name)];
    if (first && second) return { ...merged(first, second), isOptional: first.isOptional || second.isOptional };
    return { kinds: [], ...(first ?? second), isOptional: true };
  };
  return new Map([...one.keys(), ...other.keys()].map((name) => [name, mergedField(name)]));
}

/** Returns a shape that fits all; undefined if there are none. */
export function mergedAll(shapes: readonly Shape[]): Shape | undefined {
  return shapes.length === 0 ? undefined : shapes.reduce(merged);
}

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  const text = String(value);
  if (text === '') return 'empty text';
  if (/^\{?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}?$/i.test(text)) return 'guid';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return 'date';
  return /^https?:\/\//i.test(text) ? 'url' : 'text';
}

function union<T>(one: readonly T[], other: readonly T[]): T[] {
  return [...new Set([...one, ...other])].sort((first, second) =>
    typeof first === 'number' ? first - Number(second) : String(first).localeCompare(String(second)),
  );
}
