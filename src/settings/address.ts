/** What became of an address that somebody typed or pasted. */
export type Address = { readonly url: string; readonly mended?: string } | { readonly problem: string };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL's host is this machine; only there is plain http allowed. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * The address of a HaloITSM as its API needs it, from what people paste: with or without scheme,
 * `/api`, a trailing slash, or a page's path (facts: "Halo: finding and entering a tenant").
 *
 * @returns the origin (with the folder Halo is in, where `/api` tells of one) and what was mended
 */
export function haloAddress(typed: string): Address {
  const read = readAddress(typed);
  if ('problem' in read) return read;
  const { url } = read;
  const beforeApi = /^(.*)\/api\/?$/i.exec(url.pathname)?.[1] ?? '';
  const address = url.origin + beforeApi;
  return address === typed.trim() ? { url: address } : { url: address, mended: `read as ${address}` };
}

/** The origin of ilert's API; a path such as `/api` is left out, since the program adds it. */
export function ilertAddress(typed: string): Address {
  const read = readAddress(typed);
  if ('problem' in read) return read;
  const address = read.url.origin;
  return address === typed.trim() ? { url: address } : { url: address, mended: `read as ${address}` };
}

/** A URL that is taken as it is, but for a trailing slash. */
export function plainAddress(typed: string): Address {
  const read = readAddress(typed);
  if ('problem' in read) return read;
  return { url: read.url.href.replace(/\/+$/, '') };
}

function readAddress(typed: string): { readonly url: URL } | { readonly problem: string } {
  const text = typed.trim();
  // Else "https:/acme" would be the host "https".
  if (/^https?:(?!\/\/)/i.test(text)) return { problem: 'is not a web address' };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return { problem: 'is not a web address' };
  const url = new URL(withScheme);
  if (url.username || url.password) return { problem: 'holds a user name or password' };
  if (url.protocol === 'http:' && !isLoopback(url)) return { problem: 'is http, which would send the secret in clear' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'is not a web address' };
  return { url };
}
