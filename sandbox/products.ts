import type { ProductName } from './options.ts';

/** A Halo product in ilert. */
export interface Product {
  /** `integrationType` of its alert sources. */
  integrationType: string;
  /** Its segment in an integration URL. */
  urlSegment: string;
  /** The prefix of its integration keys (HaloITSM's from the vendor guide's screenshot, HaloPSA's made up). */
  keyPrefix: string;
}

/** The products the sandbox simulates. */
export const products: Readonly<Record<ProductName, Product>> = {
  haloitsm: { integrationType: 'HALOITSM', urlSegment: 'haloitsm', keyPrefix: 'il1hit' },
  halopsa: { integrationType: 'HALOPSA', urlSegment: 'halopsa', keyPrefix: 'il1hps' },
};
