import { ExitCode } from '../errors/cli-error.ts';
import { durationInWords } from '../text/duration.ts';
import { ApiError, type Refusal, type Service } from './api-error.ts';
import { isAsking } from './attempts.ts';
import type { HttpAnswer, HttpRequest } from './client.ts';
import { isMarkup, reasonIn } from './reason.ts';
import { retryAfterIn, THROTTLED_FOR_AT_MOST } from './retry.ts';

const CONTINUES = 'it continues where it stopped';

/** What an answer with a status of 300 or more means. */
export function refused(service: Service, request: HttpRequest, answer: HttpAnswer): ApiError {
  const { status } = answer;
  const what = whatOf(request);
  const { text: reason, code } = reasonIn(answer);
  const isPage = !answer.isJson && isMarkup(answer.text);
  const fault = (message: string, hint: string, exitCode: ExitCode = ExitCode.failed) =>
    new ApiError({ message, hint }, exitCode, {
      status,
      code,
      isPage,
      maybeDone: status >= 500 && !isAsking(request),
    });

  if (status < 400) return fault(...redirected(service, request, answer));
  if (status === 429) return fault(...throttled(service, what, answer));
  const said = inWords(reason, code);
  if (status >= 500) {
    const message = `${service.name} failed at ${what} with status ${status}${said}${attemptsInWords(answer.attempts)}.`;
    return fault(message, `Try again later: ${CONTINUES}.`);
  }
  if (status === 407)
    return fault(
      `The proxy on the way to ${service.name} wants a user name and a password.`,
      'Put them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.',
    );
  const refusal: Refusal = { request, status, what, said, reason, code, isPage };
  const explained = service.explain(refusal) ?? usual(service, refusal, answer);
  return fault(explained.message, explained.hint ?? '', explained.exitCode);
}

/** ` after 5 attempts`; nothing after the first. */
export function attemptsInWords(attempts: number): string {
  return attempts > 1 ? ` after ${attempts} attempts` : '';
}

/** `GET /api/alert-sources`: without the query, and short where a key could stand. */
export function whatOf({ method, url }: HttpRequest): string {
  return `${method} ${new URL(url).pathname}`;
}

function inWords(reason: string | undefined, code: string | undefined): string {
  const isToldAlready = code === undefined || reason?.toLowerCase().includes(code.toLowerCase());
  if (reason === undefined) return code === undefined ? '' : ` (${code})`;
  return isToldAlready ? ` (“${reason}”)` : ` (“${reason}”, ${code})`;
}

function redirected(service: Service, request: HttpRequest, { location }: HttpAnswer): [string, string] {
  const target =
    location && URL.canParse(location, request.url) ? new URL(location, request.url).origin : 'another address';
  return [
    `${service.name} sent ${whatOf(request)} on to ${target}, where no credentials are sent.`,
    `If that is its address, give it as ${service.addressSetting}.`,
  ];
}

function throttled({ name }: Service, what: string, answer: HttpAnswer): [string, string] {
  const asked = retryAfterIn(answer.retryAfter, Date.now()) ?? 0;
  const waited =
    answer.throttledFor > 0 ? `${attemptsInWords(answer.attempts)} in ${durationInWords(answer.throttledFor)}` : '';
  const message = `${waited ? 'Still rate' : 'Rate'}-limited by ${name}${waited} (${what}).`;
  if (asked > THROTTLED_FOR_AT_MOST - answer.throttledFor) {
    return [
      message,
      `${name} asks to wait ${durationInWords(asked)}, longer than this program does. Run it again then: ${CONTINUES}.`,
    ];
  }
  return [message, `Something else may use the limit up. Run it again in some minutes: ${CONTINUES}.`];
}

function usual(service: Service, { request, status, what, said, isPage }: Refusal, { isEmpty }: HttpAnswer) {
  const { name, addressSetting } = service;
  const exitCode = ExitCode.failed;
  if (isPage && status !== 404)
    return {
      message: `${what} was refused with status ${status} by something that is not ${name}'s API: a web page, such as a firewall's or a proxy's.`,
      hint: `Check ${addressSetting}, and what is in between.`,
      exitCode,
    };
  if (status === 404 && (isPage || isEmpty))
    return {
      message: `${name} has no API at ${new URL(request.url).origin}.`,
      hint: `Check ${addressSetting}.`,
      exitCode,
    };
  // Of the two addresses one may stand where the other belongs, and both answer as an API.
  const hint =
    status === 404 && isAsking(request)
      ? `Check ${addressSetting}: it has to be the address of ${name}.`
      : 'Nothing was changed by this request, and it would be refused again until that is changed.';
  return { message: `${name} refused ${what} with status ${status}${said}.`, hint, exitCode };
}
