import type * as z from 'zod';
import { ApiError } from '../errors/api-error.ts';
import { ExitCode } from '../errors/cli-error.ts';
import { durationInWords } from '../text/duration.ts';
import { parseUrl } from '../text/url.ts';
import { isMarkup, reasonOf } from './error-reason.ts';
import { type NetworkError, TOO_LARGE } from './network-error.ts';
import { describeRequest, type FinalResponse, type HttpRequest, isReadOnly } from './request.ts';
import { MAX_THROTTLED_MS, mayHaveArrived, parseRetryAfter } from './retry-policy.ts';
import type { Explanation, Refusal, Service } from './service.ts';

/*
 * Every way in which a call of an API can fail, as an error with a message and a hint, in the order in which a call meets
 * them: no response, a status that is an error, a response that is not the API's, one of an unexpected shape.
 */

const CONTINUES = 'it continues where it stopped';

/** No response came. */
export function connectionFailure(service: Service, request: HttpRequest, error: NetworkError): ApiError {
  const host = new URL(request.url).host;
  const tried = error.attempts > 1 ? ` (${error.attempts} attempts)` : '';
  const options = { maybeDone: mayHaveArrived(error.code) && !isReadOnly(request), cause: error };
  const failure = (message: string, hint: string) => new ApiError({ message, hint }, ExitCode.failed, options);
  const { name, addressSetting } = service;
  const { code, proxy } = error;
  if (proxy !== undefined && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code))
    return failure(
      `The proxy ${proxy} ${code === 'ECONNREFUSED' ? 'refused the connection' : "can't be found"}${tried}.`,
      'Check HTTPS_PROXY and HTTP_PROXY; NO_PROXY lists the hosts that need none.',
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failure(`${name} at ${host} can't be found${tried}.`, `Check ${addressSetting} and your network.`);
  if (code === 'ECONNREFUSED')
    return failure(`${host} refused the connection${tried}.`, `Check ${addressSetting}, your firewall or your proxy.`);
  if (code === 'ETIMEDOUT')
    return failure(
      `${name} at ${host} did not answer ${describeRequest(request)} in time${tried}.`,
      'Try again, or give more time with --timeout.',
    );
  if (code === TOO_LARGE)
    return failure(
      `${name} at ${host} answered ${describeRequest(request)} with more than any list of it holds.`,
      checkAddress(service),
    );
  if (code === 'EPROTO' && /wrong version number/i.test(error.message))
    return failure(`${host} does not speak https.`, `Check ${addressSetting}.`);
  if (/CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code))
    return failure(
      `No safe connection to ${host}: ${error.message}.`,
      'If your company has its own certificate authority, name its file in NODE_EXTRA_CA_CERTS.',
    );
  return failure(
    `The connection to ${host} broke while asking for ${describeRequest(request)} (${code})${tried}.`,
    'Try again; if it stays so, check your network.',
  );
}

/** The response has a status of 300 or more. */
export function statusFailure(service: Service, request: HttpRequest, response: FinalResponse): ApiError {
  const { status } = response;
  const { text: reason, code: serviceCode } = reasonOf(response);
  const quotedReason = quoted(reason, serviceCode);
  const isPage = !response.isJson && isMarkup(response.text);
  const refusal = { request, status, what: describeRequest(request), quotedReason, reason, serviceCode, isPage };
  const { exitCode, ...problem } = explanationOf(service, refusal, response);
  const maybeDone = status >= 500 && !isReadOnly(request);
  return new ApiError(problem, exitCode, { status, serviceCode, isPage, maybeDone });
}

/** The status is a success, but the response is not the API's. */
export function notTheApi(service: Service, request: HttpRequest, { status }: FinalResponse): ApiError {
  const message = `${service.name} answered ${describeRequest(request)} with something that is not its API's: a web page, such as a sign-in or a proxy's.`;
  const options = { status, isPage: true, maybeDone: !isReadOnly(request) };
  return new ApiError({ message, hint: checkAddress(service) }, ExitCode.failed, options);
}

/** The response is JSON, but does not match its schema. */
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
  const message = `${service.name} answered ${describeRequest(request)} in a shape that this version does not know: ${mismatch}${reason}.`;
  const hint = `Check ${service.addressSetting}; if it is right, the API has changed: look for a newer version of this tool.`;
  const options = { status: response.status, maybeDone: !isReadOnly(request) };
  return new ApiError({ message, hint }, ExitCode.failed, options);
}

/** No list of either service has more rows. */
export const MAX_ROWS = 20_000;

/** A list has more rows than either service has, as from a server that makes them up. */
export function tooManyRows(service: Service, path: string): ApiError {
  const message = `${service.name} lists more than ${MAX_ROWS} rows at ${path.split('?')[0]}.`;
  return new ApiError({ message, hint: checkAddress(service) }, ExitCode.failed);
}

function checkAddress({ addressSetting }: Service): string {
  return `Check ${addressSetting}, and whether a proxy is in between.`;
}

function explanationOf(service: Service, refusal: Refusal, response: FinalResponse): Explanation {
  const { status } = refusal;
  if (status < 400) return redirected(service, refusal, response);
  if (status === 429) return throttled(service, refusal, response);
  if (status >= 500) {
    const message = `${service.name} failed at ${refusal.what} with status ${status}${refusal.quotedReason}${afterAttempts(response)}.`;
    return failed(message, `Try again later: ${CONTINUES}.`);
  }
  if (status === 407)
    return failed(
      `The proxy on the way to ${service.name} wants a user name and a password.`,
      'Put them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.',
    );
  return service.explain(refusal) ?? refused(service, refusal, response);
}

function redirected(service: Service, { request, what }: Refusal, { location }: FinalResponse): Explanation {
  const target = (location && parseUrl(location, request.url)?.origin) || 'another address';
  return failed(
    `${service.name} sent ${what} on to ${target}, where no credentials are sent.`,
    `If that is its address, give it as ${service.addressSetting}.`,
  );
}

function throttled({ name }: Service, { what }: Refusal, response: FinalResponse): Explanation {
  const { throttledFor } = response;
  const requested = parseRetryAfter(response.retryAfter, Date.now()) ?? 0;
  const waited = throttledFor > 0 ? `${afterAttempts(response)} in ${durationInWords(throttledFor)}` : '';
  const message = `${waited ? 'Still rate' : 'Rate'}-limited by ${name}${waited} (${what}).`;
  const hint =
    requested > MAX_THROTTLED_MS - throttledFor
      ? `${name} asks to wait ${durationInWords(requested)}, longer than this program does. Run it again then: ${CONTINUES}.`
      : `Something else may use the limit up. Run it again in some minutes: ${CONTINUES}.`;
  return { ...failed(message, hint), code: 'rate-limited' };
}

function refused({ name, addressSetting }: Service, refusal: Refusal, { isEmpty }: FinalResponse): Explanation {
  const { request, status, what, quotedReason, isPage } = refusal;
  if (isPage && status !== 404)
    return failed(
      `${what} was refused with status ${status} by something that is not ${name}'s API: a web page, such as a firewall's or a proxy's.`,
      `Check ${addressSetting}, and what is in between.`,
    );
  if (status === 404 && (isPage || isEmpty))
    return failed(`${name} has no API at ${new URL(request.url).origin}.`, `Check ${addressSetting}.`);
  return failed(
    `${name} refused ${what} with status ${status}${quotedReason}.`,
    // The two addresses may have been swapped, and both answer as an API.
    status === 404 && isReadOnly(request)
      ? `Check ${addressSetting}: it has to be the address of ${name}.`
      : 'Nothing was changed by this request, and it would be refused again until that is changed.',
  );
}

function failed(message: string, hint: string): Explanation {
  return { message, hint, exitCode: ExitCode.failed };
}

/** ` after 5 attempts`; nothing after the first. */
function afterAttempts({ attempts }: FinalResponse): string {
  return attempts > 1 ? ` after ${attempts} attempts` : '';
}

/** ` (“invalid value”, CODE)`; empty without a reason and a code. */
function quoted(reason: string | undefined, code?: string): string {
  if (reason === undefined) return code === undefined ? '' : ` (${code})`;
  const includesCode = code === undefined || reason.toLowerCase().includes(code.toLowerCase());
  return includesCode ? ` (“${reason}”)` : ` (“${reason}”, ${code})`;
}
