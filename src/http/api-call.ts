import type * as z from 'zod';
import { ExitCode } from '../errors/cli-error.ts';
import { ApiError, type Service } from './api-error.ts';
import { isAsking } from './attempts.ts';
import type { Http, HttpAnswer, HttpRequest } from './client.ts';
import { NetworkError } from './network-error.ts';
import { unreachable } from './no-answer.ts';
import { reasonIn } from './reason.ts';
import { refused, whatOf } from './refusal.ts';

export { ApiError, type Service } from './api-error.ts';

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
    if (error instanceof NetworkError) throw unreachable(service, request, error);
    throw error;
  }
  if (answer.status >= 300) throw refused(service, request, answer);
  const what = whatOf(request);
  // A deletion is answered with nothing, or with what was deleted.
  if (!answer.isJson && !(answer.isEmpty && (answer.status === 204 || request.method === 'DELETE'))) {
    throw new ApiError(
      {
        message: `${service.name} answered ${what} with something that is not its API's: a web page, such as a sign-in or a proxy's.`,
        hint: `Check ${service.addressSetting}, and whether a proxy is in between.`,
      },
      ExitCode.failed,
      { status: answer.status, isPage: true, maybeDone: !isAsking(request) },
    );
  }
  const parsed = shape.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const { text: reason } = reasonIn(answer);
  throw new ApiError(
    {
      message: `${service.name} answered ${what} in a shape that this version does not know: ${unknownIn(parsed.error)}${reason === undefined ? '' : ` (“${reason}”)`}.`,
      hint: `Check ${service.addressSetting}; if it is right, the API has changed: look for a newer version of this tool.`,
    },
    ExitCode.failed,
    { status: answer.status, maybeDone: !isAsking(request) },
  );
}

/** What of an answer is unlike what is known, in words. */
function unknownIn({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.join('.') || 'it';
  // What zod says itself is for programmers.
  return issue?.code === 'custom' ? `${field} ${issue.message}` : `${field} is missing or not in the expected form`;
}

/** Of so many rows none of either service's lists is. */
export const MOST_ROWS = 20_000;

/** A list that goes on and on, as from a server that makes its rows up. */
export function endless(service: Service, path: string): ApiError {
  return new ApiError(
    {
      message: `${service.name} lists more than ${MOST_ROWS} rows at ${path.split('?')[0]}.`,
      hint: `Check ${service.addressSetting}, and whether a proxy is in between.`,
    },
    ExitCode.failed,
  );
}
