import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.ts';

/** A service's answer. */
export interface Reply {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

type Json = Record<string, unknown>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';

/** Starts a sandbox without others' odd rows, and closes it after the test. */
export async function sandboxOfTest(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ others: false, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Sends a request. `body` is sent as JSON unless it is a string. */
export async function send(url: string, method: Method, body?: unknown, headers: Json = {}): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(headers as Record<string, string>),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Calls ilert with the sandbox's API key. */
export function ilertClient(sandbox: Sandbox) {
  const headers = { authorization: `Bearer ${sandbox.ilert.token}` };
  return (method: Method, path: string, body?: unknown) =>
    send(`${sandbox.ilert.url}/api${path}`, method, body, headers);
}

/** Posts a token form; `form` replaces fields of a valid one. */
export async function signIn(sandbox: Sandbox, form: Record<string, string> = {}, query = '?tenant=sandbox') {
  const { url, clientId, clientSecret } = sandbox.halo;
  const right = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all' };
  const body = new URLSearchParams({ ...right, ...form }).toString();
  return send(`${url}/auth/token${query}`, 'POST', body, { 'content-type': 'application/x-www-form-urlencoded' });
}

/** Calls Halo with a fresh token. */
export async function haloClient(sandbox: Sandbox, scope = 'all') {
  const { body } = await signIn(sandbox, { scope });
  const headers = { authorization: `Bearer ${body.access_token}` };
  return (method: Method, path: string, body?: unknown) =>
    send(`${sandbox.halo.url}/api${path}`, method, body, headers);
}

/** Starts a new Halo tenant and creates a client for it. */
export async function tenant(options: SandboxOptions = {}) {
  const sandbox = await sandboxOfTest(options);
  return { sandbox, state: sandbox.halo.state, halo: await haloClient(sandbox) };
}

/** Posts one element to a Halo route. Returns the row, however Halo wraps it. */
export async function save(halo: Awaited<ReturnType<typeof haloClient>>, route: string, element: Json) {
  const reply = await halo('POST', `/${route}`, [element]);
  if (reply.status !== 200) throw new Error(`${route}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return Array.isArray(reply.body) ? reply.body[0] : reply.body;
}
