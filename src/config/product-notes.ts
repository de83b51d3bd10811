import { productOf } from './product.ts';
import { productAt } from './product-at.ts';
import { describeOrigin } from './raw-value.ts';
import { fieldOf, type Origins, type Settings } from './settings.ts';

/** Notes when the host decided the product, or contradicts the chosen one. */
export function productNotes(settings: Settings, origins: Origins): string[] {
  const { 'halo.url': url, 'halo.product': product } = settings;
  const atHost = productAt(url);
  const origin = origins.get('halo.product');
  if (url === undefined || atHost === undefined || origin === undefined) return [];
  const field = fieldOf('halo.product');
  const { name } = productOf({ 'halo.product': atHost });
  const { host } = new URL(url);
  if (product !== atHost) return [`${describeOrigin(origin, field)} is ${product}, but ${host} is a ${name} host`];
  const isDerived = origin.from === 'default' && product !== field.default;
  return isDerived ? [`The product is ${name}, according to ${host} (--${field.flag} sets another one)`] : [];
}
