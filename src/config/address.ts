import { pastedUrl } from '../text/pasted.ts';
import { parseUrl } from '../text/url.ts';

/** A typed or pasted URL, normalized, or a clause that says what is wrong with it. */
export type Address = { readonly url: string } | { readonly problem: string };

/** An IP address or a host name, in Punycode if it is international. */
const HOST = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host is this machine, the only one that may use plain http. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** Hosts of Halo's own cloud, including trials (fact `halo-hosts`), where Halo is never in a folder. */
const HALO_CLOUD = /(^|\.)(haloitsm|halopsa|haloservicedesk|usehalo)\.com$/;

/** The first path segments of HaloITSM's pages. */
const PAGES = new Set(
  [
    'account agent agents api apidoc asset assets auth calendar chat client clients config contracts customer customers',
    'dashboard dashboards home invoices items kb knowledgebase login opportunities portal project projects quotes report',
    'reports service services site sites suppliers ticket tickets timesheets user users',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Derives the base URL of a HaloITSM from what people paste: with or without scheme, `/api`, a trailing slash, or the
 * path of a page (fact `halo-address`). On a custom domain, Halo may be in a folder.
 */
export function haloAddress(typed: string): Address {
  const parsed = parseAddress(typed);
  return 'problem' in parsed ? parsed : { url: parsed.url.origin + folderOf(parsed.url) };
}

/** Returns the folder that Halo is in: whatever precedes `/api` or a page's path. A path with a query is a page. */
function folderOf({ hostname, pathname, search, hash }: URL): string {
  const parts = pathname.split('/').filter((part) => part !== '');
  const page = parts.findIndex((part) => PAGES.has(part.toLowerCase()));
  const isPage = HALO_CLOUD.test(hostname) || (page < 0 && search + hash !== '');
  const folders = isPage ? [] : parts.slice(0, page < 0 ? undefined : page);
  return folders.map((folder) => `/${folder}`).join('');
}

/** Returns the origin of ilert's API, without a path such as `/api`. */
export function ilertAddress(typed: string): Address {
  const parsed = parseAddress(typed);
  return 'problem' in parsed ? parsed : { url: parsed.url.origin };
}

/** Returns a URL as it is, without a trailing slash. */
export function plainAddress(typed: string): Address {
  const parsed = parseAddress(typed);
  return 'problem' in parsed ? parsed : { url: parsed.url.href.replace(/\/+$/, '') };
}

function parseAddress(typed: string): { readonly url: URL } | { readonly problem: string } {
  // People drop the colon: `https//acme`.
  const text = pastedUrl(typed).text.replace(/^(https?)\/\//i, '$1://');
  // Otherwise "https:/acme" would become the host "https".
  if (/^https?:(?!\/\/)/i.test(text)) return { problem: 'is not a valid URL' };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = parseUrl(withScheme);
  // A URL's host may contain a quotation mark, but no DNS name does.
  if (!url || !HOST.test(url.hostname)) return { problem: 'is not a valid URL' };
  // In `@acme`, the user name is empty.
  if (url.username || url.password || /^[^/]*\/\/[^/?#]*@/.test(withScheme))
    return { problem: 'contains a user name or password: remove it' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return { problem: 'uses http, which would send the secret unencrypted: use https' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'is not a valid URL' };
  return { url };
}
