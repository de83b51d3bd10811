import type { Field } from './field.ts';
import type { Settings } from './settings.ts';

/** A Halo product that ilert has an alert source for. The products share one API. */
export interface Product {
  readonly key: Settings['halo.product'];
  /** Its name in messages. */
  readonly name: string;
  /** The `integrationType` of ilert's alert source. */
  readonly integrationType: string;
}

const PRODUCTS: Readonly<Record<Settings['halo.product'], Product>> = {
  haloitsm: { key: 'haloitsm', name: 'HaloITSM', integrationType: 'HALOITSM' },
  halopsa: { key: 'halopsa', name: 'HaloPSA', integrationType: 'HALOPSA' },
};

/** All products that can be connected. */
export const products: readonly Product[] = Object.values(PRODUCTS);

/** Returns the connected product. */
export function productOf(settings: Pick<Settings, 'halo.product'>): Product {
  return PRODUCTS[settings['halo.product']];
}

/** Whether an alert source of this `integrationType` accepts the product's tickets. Case is ignored. */
export function isTypeOf({ integrationType }: Product, type: unknown): boolean {
  return typeof type === 'string' && type.toUpperCase() === integrationType;
}

/** Returns the product's name for messages, even if its setting is invalid. */
export function productNameIn({
  'halo.product': product,
}: {
  readonly 'halo.product'?: Settings['halo.product'];
}): string {
  return product === undefined ? 'HaloITSM' : productOf({ 'halo.product': product }).name;
}

/** Describes a setting in a product's terms; the table of settings says HaloITSM. */
export function aboutFor({ about }: Field, product: string): string {
  return about.replace('HaloITSM', product);
}
