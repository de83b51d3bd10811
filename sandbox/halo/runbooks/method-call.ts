import { HALO_USER_AGENT } from '../../http/journal.ts';
import type { MethodRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** The result of a call to an integration's method. */
interface CallResult {
  /** HTTP status; 0 if there was no answer. */
  status: number;
  /** The answer's text, or the reason if there was no answer. */
  body: string;
  sent: { body: string; headers: string };
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const [JSON_TYPE, XML, FORM, TEXT] = [
  'application/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'text/plain',
];
/** By `requesttype`. */
const CONTENT_TYPES = [undefined, JSON_TYPE, XML, FORM, TEXT];
/** Contrary to fact `method-other-request-types`. */
const OTHER_CONTENT_TYPES = [JSON_TYPE, JSON_TYPE, FORM, XML, TEXT];
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const LONGEST_CALL = 10_000;

/**
 * Calls a method. Base URL and path are joined unchanged: a doubled or missing slash is the admin's responsibility, and
 * up to the other service to refuse. Only calls this machine, so that nothing leaves the sandbox.
 *
 * @param body the rendered template; sent unless the method has request type 0
 * @param closing aborts the call when the sandbox closes
 */
export async function callMethod(
  state: HaloState,
  method: MethodRow,
  body: string,
  closing: AbortSignal,
): Promise<CallResult> {
  const types = state.contradicts('method-other-request-types') ? OTHER_CONTENT_TYPES : CONTENT_TYPES;
  const contentType = types[method.requesttype];
  const verb = METHODS[method.method] ?? 'GET';
  const sendsBody = contentType !== undefined && verb !== 'GET';
  const sent = { body: sendsBody ? body : '', headers: sendsBody ? `Content-Type: ${contentType}` : '' };
  const answered = (status: number, text: string) => ({ status, body: text, sent });
  const address = addressOf(state, method);
  if (!URL.canParse(address)) return answered(0, 'The method has no valid URL.');
  const url = new URL(address);
  if (!LOOPBACK.includes(url.hostname)) return answered(0, `The sandbox does not call ${url.hostname}.`);
  try {
    const response = await fetch(url, {
      method: verb,
      redirect: 'manual',
      headers: { 'user-agent': HALO_USER_AGENT, ...(contentType !== undefined && { 'content-type': contentType }) },
      ...(sendsBody && { body }),
      signal: AbortSignal.any([closing, AbortSignal.timeout(LONGEST_CALL)]),
    });
    return answered(response.status, await response.text());
  } catch (error) {
    return answered(0, error instanceof Error ? error.message : String(error));
  }
}

function addressOf(state: HaloState, { resource, path }: MethodRow): string {
  if (!state.contradicts('method-address')) return `${resource}${path}`;
  return `${resource.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}
