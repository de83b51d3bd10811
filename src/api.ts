import type * as z from 'zod';
import { ExitCode, Fault, type Problem } from './errors.ts';
import { type Http, type HttpAnswer, type HttpRequest, NoAnswer, TOO_LARGE } from './http.ts';

/** One of the two services, as far as its errors differ. */
export interface Service {
  /** Its name in messages. */
  readonly name: string;
  /** The setting that holds its address. */
  readonly addressSetting: string;
  /** What to do when it does not accept the credentials (401). */
  readonly refusedHint: string;
  /** What to do when the credentials may not do this (403). */
  readonly forbiddenHint: string;
}

/** A request that did not succeed. */
export class ApiFault extends Fault {
  /** HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** Whether the server may have done what was asked all the same. */
  readonly maybeDone: boolean;

  constructor(
    problem: Problem,
    exitCode: ExitCode,
    options: { status?: number; maybeDone?: boolean; cause?: unknown } = {},
  ) {
    super({ ...problem, exitCode, cause: options.cause });
    this.status = options.status;
    this.maybeDone = options.maybeDone ?? false;
  }
}

/**
 * Sends a request and gives back its parsed answer.
 *
 * @throws ApiFault that says in a sentence what the service answered instead
 */
export async function call<T>(http: Http, service: Service, request: HttpRequest, shape: z.ZodType<T>): Promise<T> {
  let answer: HttpAnswer;
  try {
    answer = await http.send(request);
  } catch (error) {
    if (error instanceof NoAnswer) throw unreachable(service, request, error);
    throw error;
  }
  if (answer.status >= 300) throw refused(service, request, answer);
  const what = whatOf(request);
  // A deletion is answered with nothing, or with what was deleted.
  if (!answer.isJson && !(answer.isEmpty && (answer.status === 204 || request.method === 'DELETE'))) {
    throw new ApiFault(
      {
        message: `${service.name} answered ${what} with something that is not its API's: a web page, such as a sign-in or a proxy's.`,
        hint: `Check ${service.addressSetting}, and whether a proxy is in between.`,
      },
      ExitCode.failed,
      { status: answer.status, maybeDone: doesSomething(request) },
    );
  }
  const parsed = shape.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ApiFault(
    {
      message: `${service.name} answered ${what} in a shape that this version does not know: ${issue?.path.join('.') || 'the answer'}: ${issue?.message}.`,
      hint: `Check ${service.addressSetting}; if it is right, the API has changed: look for a newer version of this tool.`,
    },
    ExitCode.failed,
    { status: answer.status, maybeDone: doesSomething(request) },
  );
}

/** Asking and signing in change nothing, whatever became of them. */
function doesSomething({ method, form }: HttpRequest): boolean {
  return method !== 'GET' && form === undefined;
}

/** Of so many rows none of either service's lists is. */
export const MOST_ROWS = 20_000;

/** A list that goes on and on, as from a server that makes its rows up. */
export function endless(service: Service, path: string): ApiFault {
  return new ApiFault(
    {
      message: `${service.name} lists more than ${MOST_ROWS} rows at ${path.split('?')[0]}.`,
      hint: `Check ${service.addressSetting}, and whether a proxy is in between.`,
    },
    ExitCode.failed,
  );
}

function unreachable(service: Service, request: HttpRequest, error: NoAnswer): ApiFault {
  const host = new URL(request.url).host;
  const options = { maybeDone: error.mayHaveArrived && doesSomething(request), cause: error };
  const fault = (message: string, hint: string) => new ApiFault({ message, hint }, ExitCode.failed, options);
  const { code, proxy } = error;
  if (proxy !== undefined && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return fault(
      `The proxy ${proxy} ${code === 'ECONNREFUSED' ? 'refused the connection' : "can't be found"}.`,
      'Check HTTPS_PROXY and HTTP_PROXY; NO_PROXY lists the hosts that need none.',
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fault(`${service.name} at ${host} can't be found.`, `Check ${service.addressSetting} and your network.`);
  }
  if (code === 'ECONNREFUSED')
    return fault(`${host} refused the connection.`, `Check ${service.addressSetting}, your firewall or your proxy.`);
  if (code === 'ETIMEDOUT')
    return fault(
      `${service.name} at ${host} did not answer ${whatOf(request)} in time.`,
      'Try again, or give more time with --timeout.',
    );
  if (code === TOO_LARGE)
    return fault(
      `${service.name} at ${host} answered ${whatOf(request)} with more than any list of it holds.`,
      `Check ${service.addressSetting}, and whether a proxy is in between.`,
    );
  if (code === 'EPROTO' && /wrong version number/i.test(error.message)) {
    return fault(`${host} does not speak https.`, `Check ${service.addressSetting}.`);
  }
  if (/CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code)) {
    return fault(
      `No safe connection to ${host}: ${error.message}.`,
      'If your company has its own certificate authority, name its file in NODE_EXTRA_CA_CERTS.',
    );
  }
  return fault(
    `The connection to ${host} broke while asking for ${whatOf(request)} (${code}).`,
    'Try again; if it stays so, check your network.',
  );
}

function refused(service: Service, request: HttpRequest, answer: HttpAnswer): ApiFault {
  const { status } = answer;
  const what = whatOf(request);
  const said = saidBy(answer);
  const fault = (message: string, hint: string, exitCode: ExitCode = ExitCode.failed) =>
    new ApiFault({ message, hint }, exitCode, { status, maybeDone: status >= 500 && doesSomething(request) });

  if (status < 400) {
    const target =
      answer.location && URL.canParse(answer.location, request.url)
        ? new URL(answer.location, request.url).origin
        : 'another address';
    return fault(
      `${service.name} sent ${what} on to ${target}, where no credentials are sent.`,
      `If that is its address, give it as ${service.addressSetting}.`,
    );
  }
  if (status === 401)
    return fault(`${service.name} did not accept the credentials${said}.`, service.refusedHint, ExitCode.denied);
  if (status === 403)
    return fault(`${service.name} does not allow ${what}${said}.`, service.forbiddenHint, ExitCode.denied);
  if (status === 407)
    return fault(
      `The proxy on the way to ${service.name} wants a user name and a password.`,
      'Put them into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT.',
    );
  if (status === 429)
    return fault(
      `${service.name} is still throttling after several tries of ${what}.`,
      'Wait a minute and run it again: it goes on where it stopped.',
    );
  if (status >= 500)
    return fault(
      `${service.name} failed at ${what} with status ${status}${said}.`,
      'Run it again later: it goes on where it stopped.',
    );
  if (!answer.isJson && status === 404) {
    return fault(`${service.name} has no API at ${new URL(request.url).origin}.`, `Check ${service.addressSetting}.`);
  }
  // Of the two addresses one may stand where the other belongs, and both answer as an API.
  const hint =
    status === 404 && (request.method === 'GET' || request.form)
      ? `Check ${service.addressSetting}: it has to be the address of ${service.name}.`
      : 'Nothing was changed by this request.';
  return fault(`${service.name} refused ${what} with status ${status}${said}.`, hint);
}

const LONGEST_SAID = 300;

/** The server's own words, ` (like this)`, without control characters; Halo answers a plain sentence, ilert `{message}`. */
function saidBy({ body }: HttpAnswer): string {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = [body, fields.message, fields.error_description, fields.error].find(
    (each) => typeof each === 'string' && each !== '',
  );
  if (typeof text !== 'string') return '';
  const clean = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  if (clean.length <= LONGEST_SAID) return ` (“${clean}”)`;
  // Cut between words: half a secret would not be known as one.
  return ` (“${clean.slice(0, LONGEST_SAID).replace(/\S*$/, '…')}”)`;
}

/** `GET /api/alert-sources`: without the query, and short where a key could stand. */
function whatOf({ method, url }: HttpRequest): string {
  return `${method} ${new URL(url).pathname}`;
}
