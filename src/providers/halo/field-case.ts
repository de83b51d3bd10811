import * as z from 'zod';
import { inLowerCase } from '../../text/json.ts';
import { isRaw } from '../row-reader.ts';

/** Wraps a schema with lower-case names, since Halo may write field names in any case (fact `halo-rows-of-others`). */
export function fieldsInLowerCase<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (isRaw(value) ? inLowerCase(value) : value), schema);
}
