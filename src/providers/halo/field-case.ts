import * as z from 'zod';
import { inLowerCase } from '../../text/json.ts';
import { isRaw } from '../row-reader.ts';

/** Halo writes field names in any case (fact `halo-rows-of-others`): a schema of an object whose names are in lower case. */
export function fieldsInLowerCase<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (isRaw(value) ? inLowerCase(value) : value), schema);
}
