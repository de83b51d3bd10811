import type { Agents, RequestFunction } from 'got';
import type { Environment } from '../env/environment.ts';
import { usageError } from '../errors/cli-error.ts';
import { parseProxyUrl } from './proxy-url.ts';

const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Whether the environment names a proxy. The proxy libraries are loaded only if it does. */
export function namesProxy(env: Environment): boolean {
  return VARIABLES.some((name) => env[name] || env[name.toLowerCase()]);
}

/** How to send requests through a proxy. */
export interface ProxyRoute {
  readonly options: { readonly agent: Agents } | { readonly request: RequestFunction };
  /** Host and port of the proxy, without its password. */
  readonly proxy: string;
}

/**
 * Returns the route through the environment's proxy for this URL; undefined if NO_PROXY or the scheme excludes it.
 *
 * @throws CliError, exit 2, if the variable's value is not a usable proxy; its password is not shown
 */
export async function proxyRoute(url: string, env: Environment): Promise<ProxyRoute | undefined> {
  const { getProxyForUrl } = await import('proxy-from-env');
  const variable = getProxyForUrl(url) && variableFor(url, env);
  if (!variable) return undefined;
  const proxy = parseProxyUrl(env[variable] ?? '');
  if ('wrong' in proxy) throw usageError(`${variable} ${proxy.wrong}.`, proxy.hint);
  if (new URL(url).protocol === 'http:')
    return { options: { request: await requestByProxy(proxy) }, proxy: proxy.host };
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return { options: { agent: { https: new HttpsProxyAgent(proxy) } }, proxy: proxy.host };
}

/** Returns the variable that names the proxy for this URL, in curl's order of precedence. */
function variableFor(url: string, env: Environment): string | undefined {
  const own = url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return [own, 'ALL_PROXY'].flatMap((name) => [name.toLowerCase(), name]).find((name) => env[name]);
}

/**
 * Sends a plain http request to the proxy itself, with the absolute URL as its path (RFC 9112, 3.2.2). Doesn't use
 * http-proxy-agent, which sends the head a second time after a body.
 */
async function requestByProxy({ protocol, hostname, port, username, password }: URL): Promise<RequestFunction> {
  const { request } = protocol === 'https:' ? await import('node:https') : await import('node:http');
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const authorization = username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` };
  return (target, options, callback) => {
    const headers = { ...options.headers, host: target.host, ...authorization };
    const to = { protocol, host: hostname.replace(/^\[|\]$/g, ''), hostname: null, port, path: target.href };
    return request({ ...options, ...to, headers }, callback as undefined);
  };
}
