import type { HttpEvent, SentRequest } from '../http/request.ts';
import { parseJson } from '../text/json.ts';
import type { Exchange, Origins } from './recording.ts';

type Service = Exchange['service'];

/** Keeps every request of a run with its response, as they were: nothing is redacted yet. */
export interface ExchangeRecorder {
  readonly listen: (event: HttpEvent) => void;
  /** In the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  /** Where requests were sent to. */
  readonly origins: Origins;
}

/** Creates a recorder of exchanges. Only runs that write a recording have one. */
export function createExchangeRecorder(): ExchangeRecorder {
  const exchanges: Exchange[] = [];
  const origins: Record<Service, string[]> = { halo: [], ilert: [] };
  return {
    exchanges,
    origins,
    listen(event) {
      if (event.type === 'retrying') return;
      const service = event.sent.service === 'ilert' ? 'ilert' : 'halo';
      const { origin } = new URL(event.url);
      if (!origins[service].includes(origin)) origins[service].push(origin);
      exchanges.push({ service, request: requestOf(event.sent), response: responseOf(event) });
    },
  };
}

function requestOf({ method, url, json, text, form }: SentRequest): Exchange['request'] {
  const { pathname, search } = new URL(url);
  // As it was sent: what JSON leaves out was not.
  const body = parseJson(text ?? JSON.stringify(json) ?? '');
  return {
    method,
    path: pathname,
    ...(search !== '' && { query: search.slice(1) }),
    ...(body !== undefined && { body }),
    ...(form && { form: { ...form } }),
  };
}

function responseOf(event: Exclude<HttpEvent, { readonly type: 'retrying' }>): Exchange['response'] {
  if (event.type === 'unanswered') return { error: event.why };
  const { status, location, retryAfter, remaining } = event;
  const { body, isJson, text } = event.read();
  const headers = {
    ...(location !== undefined && { location }),
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...(remaining !== undefined && { 'x-ratelimit-remaining': String(remaining) }),
  };
  return {
    status,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(isJson ? { body } : text !== '' && { text }),
  };
}
