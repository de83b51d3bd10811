import type * as z from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { ExitCode, type Place } from '../errors/cli-error.ts';
import { durationInWords } from '../text/duration.ts';
import { listInWords } from '../text/list.ts';
import { parseUrl } from '../text/url.ts';
import { isMarkup, reasonOf } from './error-reason.ts';
import { isWithoutConnection, type NetworkError, networkErrorInWords, TOO_LARGE } from './network-error.ts';
import { describeRequest, type FinalResponse, type HttpRequest, isReadOnly } from './request.ts';
import { MAX_THROTTLED_MS, mayHaveArrived, parseRetryAfter } from './retry-policy.ts';
import type { Explanation, Refusal, Service } from './service.ts';

/*
 * Every way an API call can fail, as an error with a message and a hint. In the order in which they are checked: no
 * response, an error status, a response that is not the API's, and one of an unexpected shape.
 */

/** Creates the error for a request without a response. */
export function connectionFailure(service: Service, request: HttpRequest, error: NetworkError): ApiError {
  const { code, proxy } = error;
  const { urlPlace } = service;
  const options = { maybeDone: mayHaveArrived(code) && !isReadOnly(request), cause: error };
  const failure = (message: string, hint: string, place?: Place) =>
    new ApiError({ message, hint, place }, ExitCode.failed, options);
  const { origin, host } = new URL(request.url);
  const after = attemptsInWords(error.attempts);
  const cannotConnect = (to: string) => `Cannot connect to ${to} (${networkErrorInWords(code)})${after}.`;
  if (proxy !== undefined && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code))
    return failure(
      cannotConnect(`the proxy ${proxy}`),
      'Check HTTPS_PROXY and HTTP_PROXY. NO_PROXY lists the hosts that need no proxy.',
    );
  if (code === 'ENOTFOUND') return failure(cannotConnect(origin), check(service.urlSource, 'your network'), urlPlace);
  if (code === 'EAI_AGAIN') return failure(cannotConnect(origin), check('your network', service.urlSource));
  if (isWithoutConnection(error))
    return failure(cannotConnect(origin), check(service.urlSource, 'your network', 'your firewall or proxy'), urlPlace);
  if (code === 'ETIMEDOUT')
    return failure(
      `${service.name} at ${host} did not respond to ${describeRequest(request)} in time${after}.`,
      'Try again, or allow more time with --timeout.',
    );
  if (code === TOO_LARGE)
    return failure(
      `${service.name} at ${host} returned an implausibly large response to ${describeRequest(request)}.`,
      checkUrl(service),
      urlPlace,
    );
  if (/^HPE_|^EUPGRADE$/.test(code))
    return failure(
      `${service.name} at ${host} returned an invalid HTTP response to ${describeRequest(request)} (${code}).`,
      checkUrl(service),
      urlPlace,
    );
  if (code === 'EPROTO' && /wrong version number/i.test(error.message))
    return failure(`${host} does not support HTTPS.`, checkUrl(service), urlPlace);
  if (/CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code))
    return failure(
      `Could not establish a secure connection to ${host}: ${error.message}.`,
      'If your company uses its own certificate authority (CA), set NODE_EXTRA_CA_CERTS to its certificate file.',
    );
  return failure(
    `The connection to ${host} was lost during ${describeRequest(request)} (${networkErrorInWords(code)})${after}.`,
    'Try again; if it persists, check your network.',
  );
}

/** Creates the error for a response with a status of 300 or more. */
export function statusFailure(service: Service, request: HttpRequest, response: FinalResponse): ApiError {
  const { status } = response;
  const { text: reason, code: serviceCode } = reasonOf(response);
  const quotedReason = quoted(reason, serviceCode);
  const isPage = !response.isJson && isMarkup(response.text);
  const refusal = { request, status, what: describeRequest(request), quotedReason, reason, serviceCode, isPage };
  const { exitCode, ...problem } = explanationOf(service, refusal, response);
  const maybeDone = status >= 500 && !isReadOnly(request);
  return new ApiError(problem, exitCode, { service: service.name, status, serviceCode, isPage, maybeDone });
}

/** Creates the error for a successful status with a response that is not the API's. */
export function notTheApi(service: Service, request: HttpRequest, { status, text }: FinalResponse): ApiError {
  const returned = `${service.name} returned ${isMarkup(text) ? 'a web page' : 'something'} instead of an API response to ${describeRequest(request)}`;
  const message = `${returned}${isMarkup(text) ? ', for example a sign-in or proxy page' : ''}.`;
  const options = { status, isPage: true, maybeDone: !isReadOnly(request) };
  return new ApiError({ message, hint: checkUrl(service), place: service.urlPlace }, ExitCode.failed, options);
}

/** Creates the error for JSON that does not match its schema. */
export function unexpectedShape(
  service: Service,
  request: HttpRequest,
  response: FinalResponse,
  { issues: [issue] }: z.ZodError,
): ApiError {
  const field = issue?.path.join('.') || 'it';
  // zod's own messages are for programmers.
  const mismatch =
    issue?.code === 'custom' ? `${field} ${issue.message}` : `${field} is missing or not in the expected form`;
  const reason = quoted(reasonOf(response).text);
  const message = `${service.name} returned an unexpected response to ${describeRequest(request)}: ${mismatch}${reason}.`;
  const hint = `${checkUrl(service)} If that is right, the API may have changed: check for a newer version of this tool.`;
  const options = { status: response.status, maybeDone: !isReadOnly(request) };
  return new ApiError({ message, hint }, ExitCode.failed, options);
}

/** More rows than any list of either service has. */
export const MAX_ROWS = 20_000;

/** Creates the error for a list with implausibly many rows, as from a server that makes them up. */
export function tooManyRows(service: Service, path: string): ApiError {
  const message = `${service.name} returned more than ${MAX_ROWS} items for GET ${path.split('?')[0]}.`;
  return new ApiError({ message, hint: checkUrl(service), place: service.urlPlace }, ExitCode.failed);
}

function checkUrl({ urlSource }: Service): string {
  return check(urlSource, 'any proxy');
}

/** `Check halo.url in customers.yaml, line 41, and your network.` Skips undefined things. */
function check(...things: readonly (string | undefined)[]): string {
  const named = things.filter((thing) => thing !== undefined);
  return `Check ${listInWords(named)}.`;
}

function explanationOf(service: Service, refusal: Refusal, response: FinalResponse): Explanation {
  const { status } = refusal;
  if (status < 400) return redirected(service, refusal, response);
  if (status === 429) return throttled(service, refusal, response);
  if (status >= 500) {
    const message = `${service.name} returned HTTP ${status} for ${refusal.what}${refusal.quotedReason}${attemptsInWords(response.attempts)}.`;
    return failed(message, 'Try again later.');
  }
  if (status === 407)
    return failed(
      `The proxy requires authentication (on the way to ${service.name}).`,
      'Add the credentials to HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.',
    );
  return service.explain(refusal) ?? refused(service, refusal, response);
}

function redirected(service: Service, { request, what }: Refusal, { location }: FinalResponse): Explanation {
  const target = (location && parseUrl(location, request.url)?.origin) || 'another URL';
  return failed(
    `${service.name} redirected ${what} to ${target}. Redirects are not followed, to protect your credentials.`,
    `If that is the right URL, set it with ${service.urlSetting}.`,
  );
}

function throttled({ name }: Service, { what }: Refusal, response: FinalResponse): Explanation {
  const { throttledMs } = response;
  const requested = parseRetryAfter(response.retryAfter, Date.now()) ?? 0;
  const waited = throttledMs > 0 ? `${attemptsInWords(response.attempts)} in ${durationInWords(throttledMs)}` : '';
  const message = `${waited ? 'Still rate' : 'Rate'}-limited by ${name}${waited} (${what}).`;
  const hint =
    requested > MAX_THROTTLED_MS - throttledMs
      ? `${name} asks to wait ${durationInWords(requested)}, which is longer than this tool waits. Try again then.`
      : 'Another program may be using up the limit. Try again in a few minutes.';
  return { ...failed(message, hint), code: 'rate-limited' };
}

function refused(service: Service, refusal: Refusal, { isEmpty }: FinalResponse): Explanation {
  const { name, urlPlace } = service;
  const { request, status, what, quotedReason, isPage } = refusal;
  if (isPage && status !== 404)
    return failed(
      `${what} was rejected with HTTP ${status} by a web page instead of ${name}'s API, for example that of a firewall or proxy.`,
      checkUrl(service),
      urlPlace,
    );
  const { origin } = new URL(request.url);
  if (status === 404 && (isPage || isEmpty))
    return failed(`There is no ${name} API at ${origin}.`, checkUrl(service), urlPlace);
  const message = `${name} rejected ${what} with HTTP ${status}${quotedReason}.`;
  // The two URLs may have been swapped, and both answer as an API.
  if (status === 404 && isReadOnly(request))
    return failed(message, `${checkUrl(service)} ${origin} must be the URL of ${name}.`, urlPlace);
  const isUnchanged = isReadOnly(request) ? '' : 'This request changed nothing. ';
  return failed(message, `${isUnchanged}Fix the cause before trying again.`);
}

function failed(message: string, hint: string, place?: Place): Explanation {
  return { message, hint, place, exitCode: ExitCode.failed };
}

/** ` after 5 attempts`; empty after a single one. */
function attemptsInWords(attempts: number): string {
  return attempts > 1 ? ` after ${attempts} attempts` : '';
}

/** ` (“invalid value”, CODE)`; empty without a reason and a code. */
function quoted(reason: string | undefined, code?: string): string {
  if (reason === undefined) return code === undefined ? '' : ` (${code})`;
  const includesCode = code === undefined || reason.toLowerCase().includes(code.toLowerCase());
  return includesCode ? ` (“${reason}”)` : ` (“${reason}”, ${code})`;
}
