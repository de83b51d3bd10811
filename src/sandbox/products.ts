import type { ProductName } from './types.ts';

/** What ilert knows a Halo product by. */
export interface Product {
  /** `integrationType` of its alert sources. */
  integrationType: string;
  /** Its segment in an integration URL. */
  urlSegment: string;
  /** What its integration keys start with (as in the vendor guide's screenshot). */
  keyPrefix: string;
}

/** The products the sandbox simulates. */
export const products: Readonly<Record<ProductName, Product>> = {
  haloitsm: { integrationType: 'HALOITSM', urlSegment: 'haloitsm', keyPrefix: 'il1hit' },
};
