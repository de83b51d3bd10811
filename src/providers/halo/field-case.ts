import * as z from 'zod';

/** Halo writes field names in any case (fact `halo-rows-of-others`): a schema of an object whose names are in lower case. */
export function fieldsInLowerCase<T extends z.ZodType>(schema: T) {
  return z.preprocess(inLowerCase, schema);
}

function inLowerCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]));
}
