import { haloAddress } from './address.ts';

/** The products that Halo hosts under their own domains (fact `halo-hosts`). */
const DOMAINS = [
  ['haloitsm', 'haloitsm.com'],
  ['halopsa', 'halopsa.com'],
] as const;

/** Returns the product at a URL, if its host shows it: trials and customers' own domains may run either. Pure. */
export function productAt(url: unknown): (typeof DOMAINS)[number][0] | undefined {
  const address = typeof url === 'string' ? haloAddress(url) : undefined;
  if (!address || 'problem' in address) return undefined;
  const host = `.${new URL(address.url).hostname}`;
  return DOMAINS.find(([, domain]) => host.endsWith(`.${domain}`))?.[0];
}
