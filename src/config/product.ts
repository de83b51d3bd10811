import type { Field } from './field.ts';
import type { Settings } from './settings.ts';

/** One of Halo's products that ilert has an alert source for; their APIs are the same. */
export interface Product {
  /** Its key in the settings. */
  readonly key: Settings['halo.product'];
  /** Its name in messages. */
  readonly name: string;
  /** `integrationType` of ilert's alert source. */
  readonly integrationType: string;
}

const PRODUCTS: Readonly<Record<Settings['halo.product'], Product>> = {
  haloitsm: { key: 'haloitsm', name: 'HaloITSM', integrationType: 'HALOITSM' },
  halopsa: { key: 'halopsa', name: 'HaloPSA', integrationType: 'HALOPSA' },
};

/** All products that can be connected. */
export const products: readonly Product[] = Object.values(PRODUCTS);

/** The product that is connected. */
export function productOf(settings: Pick<Settings, 'halo.product'>): Product {
  return PRODUCTS[settings['halo.product']];
}

/** Whether an alert source of this `integrationType` takes the product's tickets; codes are the same in any case. */
export function isTypeOf({ integrationType }: Product, type: unknown): boolean {
  return typeof type === 'string' && type.toUpperCase() === integrationType;
}

/** How the product is called in messages, also if its setting is invalid. */
export function productNameIn({
  'halo.product': product,
}: {
  readonly 'halo.product'?: Settings['halo.product'];
}): string {
  return product === undefined ? 'HaloITSM' : productOf({ 'halo.product': product }).name;
}

/** What a setting is, in the words of a product; the table of settings says HaloITSM. */
export function aboutFor({ about }: Field, product: string): string {
  return about.replace('HaloITSM', product);
}
