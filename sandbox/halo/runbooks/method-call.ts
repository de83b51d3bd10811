import { HALO_USER_AGENT } from '../../http/journal.ts';
import type { MethodRow } from '../rows.ts';

/** The result of a call to an integration's method. */
interface CallResult {
  /** HTTP status; 0 if there was no answer. */
  status: number;
  /** The answer's text, or the reason if there was no answer. */
  body: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const CONTENT_TYPES = [
  undefined,
  'application/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'text/plain',
];
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const LONGEST_CALL = 10_000;

/**
 * Calls a method. Base URL and path are joined unchanged: a doubled or missing slash is the admin's responsibility, and
 * up to the other service to refuse. Only calls this machine, so that nothing leaves the sandbox.
 *
 * @param body the rendered template; sent unless the method has request type 0
 * @param closing aborts the call when the sandbox closes
 */
export async function callMethod(method: MethodRow, body: string, closing: AbortSignal): Promise<CallResult> {
  const address = `${method.resource}${method.path}`;
  if (!URL.canParse(address)) return { status: 0, body: 'The method has no valid URL.' };
  const url = new URL(address);
  if (!LOOPBACK.includes(url.hostname)) return { status: 0, body: `The sandbox does not call ${url.hostname}.` };
  const contentType = CONTENT_TYPES[method.requesttype];
  const verb = METHODS[method.method] ?? 'GET';
  try {
    const response = await fetch(url, {
      method: verb,
      redirect: 'manual',
      headers: { 'user-agent': HALO_USER_AGENT, ...(contentType !== undefined && { 'content-type': contentType }) },
      ...(contentType !== undefined && verb !== 'GET' && { body }),
      signal: AbortSignal.any([closing, AbortSignal.timeout(LONGEST_CALL)]),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error) };
  }
}
