import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { badRequest, Refusal } from './refusal.ts';
import type { Route } from './service.ts';

const LARGEST_BODY = 5_000_000;

/** A request's body: the text, and its parsed value if readable. */
export interface ReceivedBody {
  text: string;
  kind: 'none' | 'json' | 'form' | 'other';
  /** The parsed JSON or form; the text if it is neither or broken; undefined if there is none. */
  value: unknown;
  /** True if the headers say JSON but the text is not. */
  broken: boolean;
}

/** Reads a body to its end. Rejects if the client disconnects, or with 413 over 5 MB. */
export async function receiveBody(request: IncomingMessage): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new Refusal(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return parseBody(Buffer.concat(chunks).toString('utf8'), request.headers);
}

function parseBody(text: string, headers: IncomingHttpHeaders): ReceivedBody {
  if (text === '') return { text, kind: 'none', value: undefined, broken: false };
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (contentType === 'application/x-www-form-urlencoded') {
    return { text, kind: 'form', value: Object.fromEntries(new URLSearchParams(text)), broken: false };
  }
  if (contentType !== 'application/json') return { text, kind: 'other', value: text, broken: false };
  try {
    return { text, kind: 'json', value: JSON.parse(text), broken: false };
  } catch {
    return { text, kind: 'json', value: text, broken: true };
  }
}

/**
 * Returns the body for a route's handler.
 *
 * @throws Refusal 400 if the route does not accept the body
 */
export function bodyFor(route: Route, body: ReceivedBody): unknown {
  const wanted = route.body ?? 'none';
  if (body.kind !== wanted) {
    if (wanted === 'none') throw badRequest(`${route.method} ${route.path} takes no body.`);
    const type = wanted === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
    throw badRequest(`The body must be sent as ${type}.`);
  }
  if (body.broken) throw badRequest('The body is not JSON.');
  return body.value;
}
