import { type Product, productOf, products } from '../config/product.ts';
import { productAt } from '../config/product-at.ts';
import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey, Settings } from '../config/settings.ts';
import { type Answers, withAnswers } from './answers.ts';

/** Settings from flags, variables and the file, as given and as validated. */
interface Known {
  readonly provided: ReadonlyMap<FieldKey, RawValue>;
  readonly settings: Settings;
}

/** Returns the product, once a setting, its URL's host or an answer shows it. */
export function knownProduct({ provided, settings }: Known, answers: Pick<Answers, 'values'>): Product | undefined {
  if (provided.has('halo.product')) return productOf(settings);
  const all = withAnswers(provided, answers);
  const key = all.get('halo.product')?.value ?? productAt(all.get('halo.url')?.value);
  return products.find((product) => product.key === key);
}

export function productName(known: Known, answers: Pick<Answers, 'values'>): string {
  return nameOf(knownProduct(known, answers));
}

/** Returns the name of a product; all names until it is known. */
export function nameOf(product: Product | undefined): string {
  return product?.name ?? products.map(({ name }) => name).join(' or ');
}
