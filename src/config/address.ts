import { pastedUrl } from '../text/pasted.ts';

/** What became of an address that somebody typed or pasted. */
export type Address = { readonly url: string; readonly mended?: string } | { readonly problem: string };

/** A host name, in Punycode where it is international, or an IP address. */
const HOST = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL's host is this machine; only there is plain http allowed. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** Hosts of Halo's own cloud, trials included; there Halo is never in a folder. */
const HALO_CLOUD = /(^|\.)(haloitsm|halopsa|haloservicedesk|usehalo)\.com$/;

/** First parts of the paths of HaloITSM's pages. */
const PAGES = new Set(
  [
    'account agent agents api apidoc asset assets auth calendar chat client clients config contracts customer customers',
    'dashboard dashboards home invoices items kb knowledgebase login opportunities portal project projects quotes report',
    'reports service services site sites suppliers ticket tickets timesheets user users',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The URL of a HaloITSM as its API needs it, from what people paste: with or without scheme, `/api`, a trailing slash,
 * or the path of a page. On a custom domain, Halo may be in a folder.
 *
 * @returns the origin, with the folder if there is one, and what was changed
 */
export function haloAddress(typed: string): Address {
  const read = readAddress(typed);
  if ('problem' in read) return read;
  const { url } = read;
  const address = url.origin + folderOf(url);
  return address === typed.trim() ? { url: address } : { url: address, mended: `read as ${address}` };
}

/** The folder that Halo is in: what is before `/api` or the path of a page. A path with a query is a page. */
function folderOf({ hostname, pathname, search, hash }: URL): string {
  const parts = pathname.split('/').filter((part) => part !== '');
  const page = parts.findIndex((part) => PAGES.has(part.toLowerCase()));
  const isPage = HALO_CLOUD.test(hostname) || (page < 0 && search + hash !== '');
  const folders = isPage ? [] : parts.slice(0, page < 0 ? undefined : page);
  return folders.map((folder) => `/${folder}`).join('');
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
  // The colon gets lost in `https//acme`.
  const text = pastedUrl(typed).text.replace(/^(https?)\/\//i, '$1://');
  // Else "https:/acme" would be the host "https".
  if (/^https?:(?!\/\/)/i.test(text)) return { problem: 'is not a web address' };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return { problem: 'is not a web address' };
  const url = new URL(withScheme);
  // URLs allow a quotation mark in a host, which DNS then looks for in vain.
  if (!HOST.test(url.hostname)) return { problem: 'is not a web address' };
  if (url.username || url.password) return { problem: 'holds a user name or password' };
  if (url.protocol === 'http:' && !isLoopback(url)) return { problem: 'is http, which would send the secret in clear' };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'is not a web address' };
  return { url };
}
