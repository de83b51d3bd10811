import type { IncomingMessage } from 'node:http';
import type { RecordedRequest, ServiceName } from './requests.ts';

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** What the Halo simulator's own calls are known by. */
export const HALO_USER_AGENT = 'Halo-sandbox-runbook';

/** What is known of a request when it arrives; its body and its answer follow. */
export function recordOf(service: ServiceName, { method = 'GET', headers }: IncomingMessage, url: URL, now: number) {
  const record: RecordedRequest = {
    service,
    method,
    path: url.pathname,
    query: url.search.slice(1),
    body: undefined,
    headers,
    status: undefined,
    responseBody: undefined,
    startedAt: now,
    endedAt: 0,
    write: WRITING.includes(method) && !isSignIn(service, url) && headers['user-agent'] !== HALO_USER_AGENT,
  };
  return record;
}

function isSignIn(service: ServiceName, { pathname }: URL): boolean {
  return service === 'halo' && pathname.endsWith('/token');
}
