import { describe, expect, it } from 'vitest';
import { growAccount } from '../../../sandbox/sandbox.ts';
import { createIlertClient } from '../../../src/providers/ilert/api.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { loopback } from '../../support/loopback.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { httpOfTest, ilertAt } from '../../support/wire.ts';

const sources = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `Source ${index}`, integrationType: 'API' }));

describe('a long list of ilert', () => {
  it('is read completely, page by page: 175 alert sources by 50, 130 teams by 100, 120 policies by 50', async () => {
    const sandbox = await sandboxOfTest({ others: false });
    growAccount(sandbox.ilert.state, { alertSources: 175, teams: 130, policies: 120 });
    const ilert = createIlertClient(httpOfTest().http, {
      endpoint: sandbox.ilert.url,
      token: new Secret(sandbox.ilert.token),
    });
    const ids = (rows: readonly { id: unknown }[]) => rows.map(({ id }) => id);
    const { state } = sandbox.ilert;
    expect(ids(await ilert.alertSources())).toEqual(ids(state.alertSources));
    expect(sandbox.requests.map(({ query }) => query)).toEqual([
      'start-index=0&max-results=50',
      'start-index=50&max-results=50',
      'start-index=100&max-results=50',
      'start-index=150&max-results=50',
      'start-index=200&max-results=50',
    ]);
    expect(ids(await ilert.teams())).toEqual(ids(state.teams));
    expect(ids(await ilert.escalationPolicies())).toEqual(ids(state.policies));
    expect(sandbox.requests).toHaveLength(5 + 5 + 5);
  });

  it('of exactly two pages is read completely', async () => {
    const all = sources(100);
    const { origin, received } = await loopback(({ url }) => {
      const start = Number(new URL(url, 'http://x').searchParams.get('start-index'));
      return { body: all.slice(start, start + 50) };
    });
    expect(await ilertAt(origin).alertSources()).toHaveLength(100);
    expect(received).toHaveLength(5);
  });

  it('is not read endlessly from a service that always returns the first page', async () => {
    const { origin, received } = await loopback(() => ({ body: sources(50) }));
    expect(await ilertAt(origin).alertSources()).toHaveLength(50);
    expect(received).toHaveLength(5);
  });

  it('returns no row twice when pages overlap because rows were created in between', async () => {
    const all = sources(60);
    const { origin } = await loopback((_, number) => ({ body: number === 1 ? all.slice(0, 50) : all.slice(45, 60) }));
    const ids = (await ilertAt(origin).alertSources()).map(({ id }) => id);
    expect(ids).toEqual(all.map(({ id }) => id));
  });
});
