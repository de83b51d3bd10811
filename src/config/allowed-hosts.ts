import { isIP, isIPv6 } from 'node:net';
import type { Environment } from '../env/environment.ts';
import type { Problem } from '../errors/cli-error.ts';
import { parseUrl } from '../text/url.ts';

/** The environment variable that says where Halo's credentials may be sent. It is no setting: a file can't change it. */
export const ALLOWED_HOSTS = 'HALO_ALLOWED_HOSTS';

/** One entry: a host, or with `isAnyBelow` those whose names end in it; only at its port, if it has one. */
interface AllowedHost {
  readonly host: string;
  readonly isAnyBelow: boolean;
  readonly port: string | undefined;
}

/** The hosts that Halo's credentials may be sent to. */
export interface AllowedHosts {
  readonly entries: readonly AllowedHost[];
}

/** Names that are meant to be it: a typo must not allow every host. */
const MISSPELLED = /^(ilert_)?halo_?allow(ed)?_?hosts?$/i;

/** The hosts, and what is wrong with the variable; neither, if it is not set. */
interface ReadHosts {
  /** Anywhere, if undefined. */
  readonly allowedHosts?: AllowedHosts;
  readonly problems: readonly Problem[];
}

/**
 * The hosts that HALO_ALLOWED_HOSTS lists, separated by commas or white space: `desk.example.com`, `*.halopsa.com`,
 * `desk.example.com:8443`, `[::1]`. An entry that is no host is a problem: ignored, it could allow or refuse the wrong ones.
 */
export function readAllowedHosts(env: Environment): ReadHosts {
  const text = env[ALLOWED_HOSTS];
  if (text === undefined) return { problems: misspelledIn(env) };
  // A CI system passes a variable on that nobody has set there: it must not allow every host.
  if (text.trim() === '') return { problems: [EMPTY] };
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return { problems: [invalid(`${ALLOWED_HOSTS} lists no hosts.`)] };
  const entries = words.flatMap((word) => parseEntry(word) ?? []);
  const wrong = words.filter((word) => !parseEntry(word));
  return {
    allowedHosts: { entries },
    problems: wrong.map((word) => invalid(`"${word}" in ${ALLOWED_HOSTS} is not a host.`)),
  };
}

const EMPTY: Problem = {
  code: 'setting-invalid',
  message: `${ALLOWED_HOSTS} is set, but empty: no host may get the Halo credentials.`,
  hint: 'In a pipeline, set this variable in the settings of the CI system, for example to acme.haloitsm.com. To allow any host, unset it.',
};

function misspelledIn(env: Environment): Problem[] {
  const names = Object.keys(env).filter((name) => name !== ALLOWED_HOSTS && MISSPELLED.test(name) && env[name]?.trim());
  return names.map((name) => ({
    code: 'setting-invalid',
    message: `${name} is set, but the variable is called ${ALLOWED_HOSTS}.`,
    hint: 'Rename it: until then it does not restrict anything.',
  }));
}

/** Whether a URL is at one of these hosts. Pure. */
export function isAllowedHost(url: URL, { entries }: AllowedHosts): boolean {
  const host = withoutTrailingDot(url.hostname);
  return entries.some((entry) => {
    const isHost = entry.isAnyBelow ? host.endsWith(`.${entry.host}`) : host === entry.host;
    return isHost && (entry.port === undefined || entry.port === portOf(url));
  });
}

/** What to do about a host that is not allowed. */
export function howToAllow(url: URL): string {
  return `Correct the URL. Or, if the Halo credentials may be sent there, add ${url.host} to ${ALLOWED_HOSTS}.`;
}

const BELOW = '*.';

function parseEntry(word: string): AllowedHost | undefined {
  const isAnyBelow = word.startsWith(BELOW);
  const rest = isAnyBelow ? word.slice(BELOW.length) : word;
  const [, name = '', port] = isIPv6(rest) ? [rest, `[${rest}]`] : (/^(.+?)(?::(\d{1,5}))?$/.exec(rest) ?? []);
  // Signs that are no part of a host name would end it, and the rest would be ignored: `halopsa.com/x`.
  if (/[/\\?#@%*]/.test(name) || (name.includes(':') && !/^\[.*\]$/.test(name))) return undefined;
  const url = parseUrl(`https://${name}${port === undefined ? '' : `:${port}`}`);
  const host = withoutTrailingDot(url?.hostname ?? '');
  if (!url || !HOST.test(host)) return undefined;
  // `*.com` is everybody's.
  if (isAnyBelow && (isAddress(host) || !host.includes('.'))) return undefined;
  return { host, isAnyBelow, port: port === undefined ? undefined : portOf(url) };
}

/** As URLs have it: lower case, Punycode, an address in brackets. */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

function isAddress(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

/** `acme.halopsa.com.` is the same host. */
function withoutTrailingDot(host: string): string {
  return host.replace(/\.$/, '');
}

/** URLs leave out the usual port of their scheme. */
function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'http:' ? '80' : '443');
}

function invalid(message: string): Problem {
  const hint = 'List host names, separated by commas, such as acme.haloitsm.com or *.halopsa.com.';
  return { code: 'setting-invalid', message, hint };
}
