import type { Agents, RequestFunction } from 'got';
import { usageError } from '../errors/cli-error.ts';
import { readProxyUrl } from './proxy-url.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Whether the environment names a proxy: only then are the proxy libraries loaded. */
export function namesProxy(env: Environment): boolean {
  return VARIABLES.some((name) => env[name] || env[name.toLowerCase()]);
}

/** The way through a proxy. */
export interface ProxyRoute {
  readonly options: { readonly agent: Agents } | { readonly request: RequestFunction };
  /** Host and port of the proxy, without its password. */
  readonly proxy: string;
}

/**
 * What takes requests for this URL through the proxy of the environment; undefined where NO_PROXY or
 * the scheme says that none is meant.
 *
 * @throws Fault, exit 2, where the variable holds no proxy that can be used; its password is not shown
 */
export async function proxyRoute(url: string, env: Environment): Promise<ProxyRoute | undefined> {
  const { getProxyForUrl } = await import('proxy-from-env');
  const variable = getProxyForUrl(url) && variableFor(url, env);
  if (!variable) return undefined;
  const proxy = readProxyUrl(env[variable] ?? '');
  if ('wrong' in proxy) throw usageError(`${variable} ${proxy.wrong}.`, proxy.hint);
  if (new URL(url).protocol === 'http:') return { options: { request: await byProxy(proxy) }, proxy: proxy.host };
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return { options: { agent: { https: new HttpsProxyAgent(proxy) } }, proxy: proxy.host };
}

/** The variable that names the proxy for this URL, in the order that curl has. */
function variableFor(url: string, env: Environment): string | undefined {
  const own = url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return [own, 'ALL_PROXY'].flatMap((name) => [name.toLowerCase(), name]).find((name) => env[name]);
}

/**
 * Sends a plain http request to the proxy itself, the whole address in the place of the path (RFC
 * 9112, 3.2.2). Not by http-proxy-agent: it sends the head a second time after a body.
 */
async function byProxy({ protocol, hostname, port, username, password }: URL): Promise<RequestFunction> {
  const { request } = protocol === 'https:' ? await import('node:https') : await import('node:http');
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const authorization = username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` };
  return (target, options, callback) => {
    const headers = { ...options.headers, host: target.host, ...authorization };
    const to = { protocol, host: hostname.replace(/^\[|\]$/g, ''), hostname: null, port, path: target.href };
    return request({ ...options, ...to, headers }, callback as undefined);
  };
}
