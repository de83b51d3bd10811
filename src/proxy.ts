import type { Agents } from 'got';

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Whether the environment names a proxy: only then are the proxy libraries loaded. */
export function namesProxy(env: Environment): boolean {
  return VARIABLES.some((name) => env[name] || env[name.toLowerCase()]);
}

/**
 * The agents that take requests for this URL through the proxy of the environment; undefined where
 * NO_PROXY or the scheme says that none is meant.
 */
export async function proxyAgents(url: string): Promise<Agents | undefined> {
  const { getProxyForUrl } = await import('proxy-from-env');
  const proxy = getProxyForUrl(url);
  if (!proxy) return undefined;
  if (new URL(url).protocol === 'http:') {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return { http: new HttpProxyAgent(proxy) };
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return { https: new HttpsProxyAgent(proxy) };
}
