import type { Agents } from 'got';

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Whether the environment names a proxy: only then are the proxy libraries loaded. */
export function namesProxy(env: Environment): boolean {
  return VARIABLES.some((name) => env[name] || env[name.toLowerCase()]);
}

/** The way through a proxy. */
export interface ProxyRoute {
  readonly agents: Agents;
  /** Host and port of the proxy, without its password. */
  readonly proxy: string;
}

/**
 * The agents that take requests for this URL through the proxy of the environment; undefined where
 * NO_PROXY or the scheme says that none is meant.
 */
export async function proxyRoute(url: string, env: Environment): Promise<ProxyRoute | undefined> {
  const { getProxyForUrl } = await import('proxy-from-env');
  const found = getProxyForUrl(url);
  if (!found) return undefined;
  // `HTTPS_PROXY=host:port` means a proxy spoken to by http, as for curl; the library takes the URL's own scheme.
  const bare = found.replace(/^https?:\/\//, '');
  const isBare = VARIABLES.some((name) => env[name] === bare || env[name.toLowerCase()] === bare);
  const proxy = isBare ? `http://${bare}` : found;
  const { host } = new URL(proxy);
  if (new URL(url).protocol === 'http:') {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return { agents: { http: new HttpProxyAgent(proxy) }, proxy: host };
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return { agents: { https: new HttpsProxyAgent(proxy) }, proxy: host };
}
