import type { IncomingMessage } from 'node:http';
import type { RecordedRequest, ServiceName } from './requests.ts';

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Identifies the Halo simulator's own calls. */
export const HALO_USER_AGENT = 'Halo-sandbox-runbook';

/** Records what is known when a request arrives. Its body and its answer are added later. */
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
