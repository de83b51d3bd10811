import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRequest, ServiceName } from '../types.ts';

const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What the Halo simulator's own calls are known by. */
export const HALO_USER_AGENT = 'Halo-sandbox-runbook';

/** Remembers every request of both services, in the order they arrived. */
export class Journal {
  readonly requests: RecordedRequest[] = [];
  readonly #now: () => number;

  /** @param now the clock, in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request has arrived. Its body and its answer are filled in later; `index` counts from 0. */
  arrived(service: ServiceName, method: string, url: URL, headers: IncomingHttpHeaders): Entry {
    const record: RecordedRequest = {
      service,
      method,
      path: url.pathname,
      query: url.search.slice(1),
      body: undefined,
      headers,
      status: undefined,
      responseBody: undefined,
      startedAt: this.#now(),
      endedAt: 0,
      write: isWrite(service, method, url.pathname, headers),
    };
    return { record, index: this.requests.push(record) - 1 };
  }

  /** The request is over, answered or not. */
  over(record: RecordedRequest): void {
    record.endedAt = this.#now();
  }
}

/** A request in the journal and its number. */
export interface Entry {
  record: RecordedRequest;
  index: number;
}

function isWrite(service: ServiceName, method: string, path: string, headers: IncomingHttpHeaders): boolean {
  if (!WRITING.has(method)) return false;
  if (service === 'halo') return !path.endsWith('/token');
  return headers['user-agent'] !== HALO_USER_AGENT;
}
