import { isIP, isIPv6 } from 'node:net';
import type { Environment } from '../env/environment.ts';
import type { Problem } from '../errors/cli-error.ts';
import { parseUrl } from '../text/url.ts';

/** The variable that says where Halo's credentials may be sent. It is not a setting, so no file can change it. */
export const ALLOWED_HOSTS = 'HALO_ALLOWED_HOSTS';

/** One entry: a host, or with `isAnyBelow` any host below it; limited to its port, if it has one. */
interface AllowedHost {
  readonly host: string;
  readonly isAnyBelow: boolean;
  readonly port: string | undefined;
}

/** The hosts that may receive Halo's credentials. */
export interface AllowedHosts {
  readonly entries: readonly AllowedHost[];
}

/** Misspellings of the variable's name: a typo must not allow every host. */
const MISSPELLED = /^(ilert_)?halo_?allow(ed)?_?hosts?$/i;

/** The allowed hosts, and what is wrong with the variable; neither, if it is not set. */
interface ReadHosts {
  /** Anywhere, if undefined. */
  readonly allowedHosts?: AllowedHosts;
  readonly problems: readonly Problem[];
}

/**
 * Parses the hosts in HALO_ALLOWED_HOSTS, separated by commas or white space: `desk.example.com`, `*.halopsa.com`,
 * `desk.example.com:8443`, `[::1]`. An invalid entry is a problem: ignoring it could allow or refuse the wrong hosts.
 */
export function readAllowedHosts(env: Environment): ReadHosts {
  const text = env[ALLOWED_HOSTS];
  if (text === undefined) return { problems: misspelledIn(env) };
  // CI systems pass on unset variables as empty ones, which must not allow every host.
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

/** Explains how to allow a host. */
export function howToAllow(url: URL): string {
  return `Correct the URL. Or, if the Halo credentials may be sent there, add ${url.host} to ${ALLOWED_HOSTS}.`;
}

const BELOW = '*.';

function parseEntry(word: string): AllowedHost | undefined {
  const isAnyBelow = word.startsWith(BELOW);
  const rest = isAnyBelow ? word.slice(BELOW.length) : word;
  const [, name = '', port] = isIPv6(rest) ? [rest, `[${rest}]`] : (/^(.+?)(?::(\d{1,5}))?$/.exec(rest) ?? []);
  // Characters that can't be in a host name would end it, and the rest would be ignored: `halopsa.com/x`.
  if (/[/\\?#@%*]/.test(name) || (name.includes(':') && !/^\[.*\]$/.test(name))) return undefined;
  const url = parseUrl(`https://${name}${port === undefined ? '' : `:${port}`}`);
  const host = withoutTrailingDot(url?.hostname ?? '');
  if (!url || !HOST.test(host)) return undefined;
  // `*.com` is everyone's.
  if (isAnyBelow && (isAddress(host) || !host.includes('.'))) return undefined;
  return { host, isAnyBelow, port: port === undefined ? undefined : portOf(url) };
}

/** As in URLs: lower case, Punycode, addresses in brackets. */
const HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

function isAddress(host: string): boolean {
  return isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

/** `acme.halopsa.com.` is the same host. */
function withoutTrailingDot(host: string): string {
  return host.replace(/\.$/, '');
}

/** URLs omit their scheme's default port. */
function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'http:' ? '80' : '443');
}

function invalid(message: string): Problem {
  const hint = 'List host names, separated by commas, such as acme.haloitsm.com or *.halopsa.com.';
  return { code: 'setting-invalid', message, hint };
}
