import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { badRequest, Refusal } from './refusal.ts';
import type { Route } from './service.ts';

const LARGEST_BODY = 5_000_000;

/** A request's body: the text, and what it stands for where it could be read. */
export interface ReceivedBody {
  text: string;
  kind: 'none' | 'json' | 'form' | 'other';
  /** Parsed JSON or form; the text where it is neither or broken; undefined where there is none. */
  value: unknown;
  /** True where the head promises JSON and the text is not. */
  broken: boolean;
}

/** Reads a body to its end. Rejects when the client goes away, with 413 over 5 MB. */
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
 * What a route's handler gets as the body.
 *
 * @throws Refusal 400 where the body is not what the route takes
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
