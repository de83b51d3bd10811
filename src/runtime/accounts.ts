import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import type { Service } from '../providers/integration.ts';

/**
 * Names the accounts that a run works on, and the profile that remembers the integration:
 * `HaloITSM https://acme.haloitsm.com and ilert https://api.ilert.com (profile default)`. Pure.
 *
 * @param only the only service that the run works on
 */
export function accountsInWords(settings: Settings, profile: string, only?: Service): string {
  const url = only === 'ilert' ? undefined : settings['halo.url'];
  const halo = url === undefined ? [] : [`${productOf(settings).name} ${url}`];
  return `${[...halo, `ilert ${settings['ilert.endpoint']}`].join(' and ')} (profile ${profile})`;
}
