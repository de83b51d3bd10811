import type { ProductName } from './options.ts';

/** What ilert knows a Halo product by. */
export interface Product {
  /** `integrationType` of its alert sources. */
  integrationType: string;
  /** Its segment in an integration URL. */
  urlSegment: string;
  /** What its integration keys start with (HaloITSM's as in the vendor guide's screenshot, HaloPSA's made up). */
  keyPrefix: string;
}

/** The products the sandbox simulates. */
export const products: Readonly<Record<ProductName, Product>> = {
  haloitsm: { integrationType: 'HALOITSM', urlSegment: 'haloitsm', keyPrefix: 'il1hit' },
  halopsa: { integrationType: 'HALOPSA', urlSegment: 'halopsa', keyPrefix: 'il1hps' },
};
