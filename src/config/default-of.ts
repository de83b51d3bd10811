import type { Field } from './field.ts';
import type { RawValue } from './origin.ts';
import type { FieldKey } from './settings.ts';

/** The default of a field; names of the usual kind follow the product. */
export function defaultOf(
  { default: usual, defaultFor }: Field,
  given: ReadonlyMap<FieldKey, RawValue>,
): string | undefined {
  const product = given.get('halo.product')?.value;
  return (typeof product === 'string' && defaultFor?.[product.trim().toLowerCase()]) || usual;
}
