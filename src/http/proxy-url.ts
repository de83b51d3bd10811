import { pastedUrl } from '../text/pasted.ts';
import { parseUrl } from '../text/url.ts';

/** Why a proxy can't be used. Never contains the password. */
export interface UnusableProxy {
  /** A clause after the variable's name. */
  readonly wrong: string;
  readonly hint: string;
}

const FORM = 'Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.';
/** Excludes placeholders such as `${HOST}` or `$(HOST)`, although URLs allow these characters. */
const HOST_AND_PORT = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]${}()]+)(:\d{1,5})?$/i;

/**
 * Parses a proxy URL from a variable. The scheme defaults to http, as in curl. The password may contain any character,
 * including `#`, `/`, `?` and `@`, encoded or not: it ends at the last `@`.
 */
export function parseProxyUrl(typed: string): URL | UnusableProxy {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/is.exec(pastedUrl(typed).text) ?? [];
  if (/^socks/i.test(scheme))
    return { wrong: 'is a SOCKS proxy, which is not supported', hint: `Use an HTTP proxy. ${FORM}` };
  if (!/^https?$/i.test(scheme))
    return { wrong: `has the scheme "${scheme}"; only http and https are supported`, hint: FORM };
  const end = rest.lastIndexOf('@');
  const address = rest.slice(end + 1).replace(/[/?#].*$/s, '');
  if (address === '' || address.startsWith(':')) return { wrong: 'has no host', hint: FORM };
  const url = `${scheme}://${address}`;
  if (!HOST_AND_PORT.test(address) || !parseUrl(url)) return { wrong: 'is not a valid proxy URL', hint: FORM };
  return withCredentials(new URL(url), rest.slice(0, Math.max(end, 0)));
}

function withCredentials(url: URL, credentials: string): URL {
  const colon = credentials.indexOf(':');
  const [user, password] = colon < 0 ? [credentials, ''] : [credentials.slice(0, colon), credentials.slice(colon + 1)];
  url.username = encodeURIComponent(decoded(user));
  url.password = encodeURIComponent(decoded(password));
  return url;
}

/** Decodes a text, unless it has a `%` that does not start an encoded character. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
