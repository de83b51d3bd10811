import type { Settings } from '../settings/settings.ts';

/** One of Halo's products that ilert has an alert source for; their APIs are the same. */
export interface Product {
  /** Its name in messages. */
  readonly name: string;
  /** `integrationType` of ilert's alert source. */
  readonly integrationType: string;
}

const PRODUCTS: Readonly<Record<Settings['halo.product'], Product>> = {
  haloitsm: { name: 'HaloITSM', integrationType: 'HALOITSM' },
  halopsa: { name: 'HaloPSA', integrationType: 'HALOPSA' },
};

/** The product that is connected. */
export function productOf(settings: Pick<Settings, 'halo.product'>): Product {
  return PRODUCTS[settings['halo.product']];
}
