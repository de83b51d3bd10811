import { expect, onTestFinished } from 'vitest';
import type { Exchange, Recording } from '../../src/recording/recording.ts';
import { fieldsOf, parseJson } from '../../src/text/json.ts';
import { loopback, type Received, type Reply } from './loopback.ts';

/** Both services, answering from a recording. */
export interface Replay {
  readonly halo: { readonly url: string };
  readonly ilert: { readonly url: string };
}

/** The mark of `prove` in a recording. */
const RECORDED_MARK = 'ilert-haloitsm prove 00000000';
const ANY_MARK = /ilert-haloitsm prove [\da-f]{8}/g;

/**
 * Starts both services for this test alone. A request gets the answers of the recorded requests with its method, path
 * and query, and the name that `prove` gives, in their order, and then the last one again. One that was not recorded
 * gets a 599, and the test fails.
 */
export async function replayOf({ exchanges }: Pick<Recording, 'exchanges'>): Promise<Replay> {
  const unrecorded: string[] = [];
  const origins = { halo: '', ilert: '' };
  let mark = RECORDED_MARK;
  const start = async (service: Exchange['service']) => {
    const answers = answersOf(exchanges.filter((exchange) => exchange.service === service));
    const { origin } = await loopback(({ method, url, body }: Received): Reply => {
      const sent = parseJson(body);
      mark = (JSON.stringify(sent) ?? '').match(ANY_MARK)?.[0] ?? mark;
      const request = keyOf(method, new URL(url, 'http://recorded'), sent);
      const answer = answers(request);
      if (answer) return replyWith(answer, { ...origins, mark });
      unrecorded.push(`${service}: ${request}`);
      return { status: 599, body: { message: `${request} was not recorded` } };
    });
    origins[service] = origin;
  };
  await start('halo');
  await start('ilert');
  onTestFinished(() => expect(unrecorded, 'requests that were not recorded').toEqual([]));
  return { halo: { url: origins.halo }, ilert: { url: origins.ilert } };
}

/** Returns the next answer to a request; undefined if there is none. */
function answersOf(exchanges: readonly Exchange[]) {
  const recorded = new Map<string, Exchange['response'][]>();
  for (const { request, response } of exchanges) {
    const query = request.query === undefined ? '' : `?${request.query}`;
    const key = keyOf(request.method, new URL(request.path + query, 'http://recorded'), request.body);
    recorded.set(key, [...(recorded.get(key) ?? []), response]);
  }
  return (request: string): Exchange['response'] | undefined => {
    const left = recorded.get(request);
    return left && left.length > 1 ? left.shift() : left?.[0];
  };
}

/** A request whose parameters are in another order is the same, and so is one for the present instead of a recorded date. */
function keyOf(method: string, { pathname, searchParams }: URL, body: unknown): string {
  const parameters = [...searchParams].map(([name, value]) =>
    /^\d{4}-\d\d-\d\dT/.test(value) ? `${name}=(date)` : `${name}=${value.replaceAll(ANY_MARK, RECORDED_MARK)}`,
  );
  return `${method} ${pathname} ${parameters.sort().join('&')} ${nameIn(body)}`.trim();
}

/** The name that `prove` gives to what a request creates or changes; empty if it is none. */
function nameIn(body: unknown): string {
  const { name, summary, ticket } = fieldsOf(Array.isArray(body) ? body[0] : body);
  const given = String(name ?? summary ?? fieldsOf(ticket).summary);
  return given.search(ANY_MARK) === 0 ? given.replaceAll(ANY_MARK, RECORDED_MARK) : '';
}

function replyWith(
  response: Exchange['response'],
  { halo, ilert, mark }: Readonly<Record<Exchange['service'] | 'mark', string>>,
): Reply {
  if ('error' in response) return 'reset';
  const { status, headers, body, text } = response;
  const here = (given: string) =>
    given
      .replaceAll('https://halo.example', halo)
      .replaceAll('https://ilert.example', ilert)
      .replaceAll(RECORDED_MARK, mark);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, here(value)])),
    ...(text !== undefined && { body: text }),
    ...(body !== undefined && { body: here(JSON.stringify(body)) }),
  };
}
