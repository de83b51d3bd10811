import type { Shape } from './faults.ts';

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };

/**
 * Gives an answer another shape than the API's.
 *
 * @param chance picks the field, from 0 to 1, if only one changes
 */
export function reshape(answer: unknown, shape: Shape, chance: number): unknown {
  const json = answer as Json;
  switch (shape) {
    case 'another kind':
      return isList(json) ? { answer: firstIn(json) } : [];
    case 'wrong things':
      return isList(json) ? [1, 'two', null, { key: 3, label: 'three' }] : { key: 3, label: 'three' };
    case 'other types':
      return everyLeaf(json, otherType);
    case 'missing ids':
      return withoutIds(json);
    case 'one other type':
      return oneOther(json, chance);
  }
}

/** Lists are an array, or an object that contains one. */
function isList(json: Json): boolean {
  return Array.isArray(json) || (isObject(json) && 'record_count' in json);
}

/** An empty list is an answer like any other; in an object it is not. */
function firstIn(json: Json): Json {
  if (Array.isArray(json)) return json[0] ?? null;
  return isObject(json) ? (Object.values(json).find(Array.isArray)?.[0] ?? null) : json;
}

function isObject(json: Json): json is { [field: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function everyLeaf(json: Json, change: (leaf: Json) => Json): Json {
  if (Array.isArray(json)) return json.map((each) => everyLeaf(each, change));
  if (!isObject(json)) return change(json);
  return Object.fromEntries(Object.entries(json).map(([field, each]) => [field, everyLeaf(each, change)]));
}

function otherType(value: Json): Json {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return `no. ${value}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return { first: value[0] ?? null };
  return isObject(value) ? 'an object' : [];
}

const isId = (field: string) => /^(id|guid|access_token|auth_url)$/.test(field);

function withoutIds(json: Json): Json {
  if (Array.isArray(json)) return json.map(withoutIds);
  if (!isObject(json)) return json;
  const rest = Object.entries(json).filter(([field]) => !isId(field));
  return Object.fromEntries(rest.map(([field, each]) => [field, withoutIds(each)]));
}

/** Changes the same field in every row of a list, so that no row is found by it any more. */
function oneOther(json: Json, chance: number): Json {
  if (Array.isArray(json)) return json.map((each) => oneOther(each, chance));
  if (!isObject(json)) return otherType(json);
  const list = Object.entries(json).find(([, value]) => Array.isArray(value));
  if (isList(json) && list) return { ...json, [list[0]]: oneOther(list[1], chance) };
  const fields = Object.keys(json).sort();
  const field = fields[Math.floor(chance * fields.length)];
  return field === undefined ? json : { ...json, [field]: otherType(json[field] as Json) };
}
