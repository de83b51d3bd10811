import type { RecordedRequest, Sandbox } from '../../sandbox/sandbox.ts';
import type { Exchange, Origins } from '../../src/recording/recording.ts';

/** The requests of the program that a sandbox received, as a recording has them before it is redacted. */
export function exchangesOf({ requests }: Sandbox): Exchange[] {
  return [...requests]
    .filter(({ headers }) => headers['user-agent']?.startsWith('ilert-haloitsm/'))
    .sort((one, other) => one.endedAt - other.endedAt)
    .map(exchangeOf);
}

/** Where the services of a sandbox are. */
export function originsOf({ halo, ilert }: Sandbox): Origins {
  return { halo: [halo.url], ilert: [ilert.url] };
}

function exchangeOf({ service, method, path, query, body, headers, status, responseBody }: RecordedRequest): Exchange {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return {
    service,
    request: {
      method: method as Exchange['request']['method'],
      path,
      ...(query !== '' && { query }),
      ...(isForm ? { form: body as Record<string, string> } : body !== undefined && { body }),
    },
    response: { status: status ?? 0, ...(responseBody !== undefined && { body: responseBody }) },
  };
}
