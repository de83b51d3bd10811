import { describe, expect, it } from 'vitest';
import { type Loopback, loopback, type Reply } from '../../support/loopback.ts';
import { haloAt } from '../../support/wire.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `Row ${index + 1}` }));

/** Creates a Halo that lets everybody in and answers lists as given. */
function halo(list: (query: URLSearchParams, number: number) => Reply): Promise<Loopback> {
  let lists = 0;
  return loopback(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/api/AuthInfo') return { status: 404 };
    if (pathname === '/auth/token') return { body: { access_token: 'token', expires_in: 3600 } };
    lists += 1;
    return list(searchParams, lists);
  });
}

const listsOf = ({ received }: Loopback) => received.filter(({ url }) => !/AuthInfo|token/.test(url));

describe('a list of Halo', () => {
  it('may be an array', async () => {
    const { origin } = await halo(() => ({ body: rows(3) }));
    expect(await haloAt(origin).customIntegrations()).toMatchObject(rows(3));
  });

  it('may be an object that contains the array under any name', async () => {
    const { origin } = await halo(() => ({ body: { record_count: 3, include_children: false, webhooks: rows(3) } }));
    expect(await haloAt(origin).customIntegrations()).toMatchObject(rows(3));
  });

  it('may be an object without a count', async () => {
    const { origin } = await halo(() => ({ body: { webhooks: rows(3) } }));
    expect(await haloAt(origin).customIntegrations()).toMatchObject(rows(3));
  });

  it('may be empty: an empty array, in an object or not, or a count of 0', async () => {
    for (const body of [[], { record_count: 0, webhooks: [] }, { record_count: 0 }, { webhooks: [] }]) {
      const { origin } = await halo(() => ({ body }));
      expect(await haloAt(origin).customIntegrations()).toEqual([]);
    }
  });

  it.each([{ record_count: 3 }, { message: 'Not now', errors: [] }, ['blocked'], 'a text', 7, null])(
    'is refused in a sentence where there is no list in %j',
    async (body) => {
      const { origin } = await halo(() => ({ body: JSON.stringify(body) }));
      await expect(haloAt(origin).customIntegrations()).rejects.toThrow(
        'HaloITSM returned an unexpected response to GET /api/CustomIntegration',
      );
    },
  );

  it.each([100, 50])('is read page by page where it counts more than it shows, at most %i a page', async (largest) => {
    const all = rows(230);
    const server = await halo((query) => {
      const size = Math.min(Number(query.get('page_size') ?? 50), largest);
      const start = (Number(query.get('page_no') ?? 1) - 1) * size;
      return { body: { record_count: all.length, webhooks: all.slice(start, start + size) } };
    });
    const read = await haloAt(server.origin).customIntegrations();
    expect(read.map(({ id }) => id).sort((one, other) => Number(one) - Number(other))).toEqual(all.map(({ id }) => id));
  });

  it('is not read endlessly from a service that does not page', async () => {
    const server = await halo(() => ({ body: { record_count: 300, webhooks: rows(100) } }));
    expect(await haloAt(server.origin).customIntegrations()).toHaveLength(100);
    expect(listsOf(server).length).toBeLessThan(5);
  });

  it('ends when it counts rows that it never returns', async () => {
    const all = rows(60);
    const server = await halo((query) => {
      const start = (Number(query.get('page_no') ?? 1) - 1) * 100;
      return { body: { record_count: 61, webhooks: query.has('page_no') ? all.slice(start, start + 100) : rows(50) } };
    });
    expect(await haloAt(server.origin).customIntegrations()).toHaveLength(60);
    expect(listsOf(server).length).toBeLessThan(5);
  });
});

describe('a row of Halo', () => {
  it.each([
    ['an object', rows(1)[0]],
    ['a one-element array of it', rows(1)],
  ])('may be %s', async (_, body) => {
    const { origin } = await halo(() => ({ body }));
    expect(await haloAt(origin).customIntegration(1)).toMatchObject({ id: 1, name: 'Row 1' });
  });

  it('is refused if there are two', async () => {
    const { origin } = await halo(() => ({ body: rows(2) }));
    await expect(haloAt(origin).customIntegration(1)).rejects.toThrow('returned an unexpected response');
  });
});

describe("Halo's list of events", () => {
  it('is searched for in all lookups if the tenant returns nothing for the filter', async () => {
    const row = { id: 3, lookupid: 64, name: 'New $#request Logged - All' };
    const server = await halo((query) => ({ body: query.has('lookupid') ? [] : [{ ...row, lookupid: 17 }, row] }));
    expect(await haloAt(server.origin).eventCatalogue()).toEqual([row]);
    expect(listsOf(server).map(({ url }) => url)).toEqual(['/api/Lookup?lookupid=64', '/api/Lookup?count=1000']);
  });
});

describe('a list that Halo does not filter', () => {
  const GUID = '7f1d3c52-0b6e-4a19-9c84-2e5ab07d6f31';
  const ids = (found: readonly { id: unknown }[]) => found.map(({ id }) => id);

  it('does not take the events of another runbook for ours', async () => {
    const { origin } = await halo(() => ({
      body: [
        { id: 1, webhook_id: 'b0000000-0000-4000-8000-000000000000', eventno: 3 },
        { id: 2, webhook_id: GUID.toUpperCase(), eventno: 3 },
        { id: 3, webhook_id: null, eventno: 3 },
        { id: 4, eventno: 76 },
      ],
    }));
    expect(ids(await haloAt(origin).events(GUID))).toEqual([2]);
  });

  it('does not take the methods of another integration for ours', async () => {
    const { origin } = await halo(() => ({
      body: [
        { id: 1, name: 'a', integration_id: 8 },
        { id: 2, name: 'b', integration_id: '7' },
        { id: 3, name: null },
      ],
    }));
    expect(ids(await haloAt(origin).methods(7))).toEqual([2]);
  });

  it('does not take a webhook for a runbook', async () => {
    const { origin } = await halo(() => ({
      body: ['a', 'b', 'c'].map((id, type) => ({ id, name: id, ...(type < 2 && { type }) })),
    }));
    expect(ids(await haloAt(origin).runbooks())).toEqual(['b', 'c']);
  });
});

describe('a row of somebody else', () => {
  it('may lack fields or hold anything: the other rows are still read', async () => {
    const odd = [
      { id: 1 },
      { id: 2, name: null, resourcebaseurl: 7, authorizationtype: 'None', methods: 'none' },
      { id: '3', name: 'As text' },
      { name: 'Without id' },
      { id: null, name: 'Id of null' },
      { id: 1e30, name: 'Not a whole number' },
      { Id: 4, NAME: 'In another case' },
      null,
      'text',
      { id: 5, name: 'Ours' },
    ];
    const { origin } = await halo(() => ({ body: odd }));
    expect((await haloAt(origin).customIntegrations()).map(({ id, name }) => [id, name])).toEqual([
      [1, undefined],
      [2, null],
      [3, 'As text'],
      ['', 'Without id'],
      ['', 'Id of null'],
      ['', 'Not a whole number'],
      [4, 'In another case'],
      [5, 'Ours'],
    ]);
  });

  it('is returned once although it changes between two pages', async () => {
    const { origin } = await halo((query, number) => {
      const page = query.has('page_no') ? rows(60).slice((Number(query.get('page_no')) - 1) * 50) : rows(50);
      return { body: page.slice(0, 50).map((row) => ({ ...row, last_used: `2026-11-26T10:00:${10 + number}` })) };
    });
    expect(await haloAt(origin).customIntegrations()).toHaveLength(60);
  });
});

describe('a list without a count', () => {
  it.each([50, 100])('is read on behind a full page of %i, and not behind another', async (size) => {
    const server = await halo((query) => {
      const start = query.has('page_no') ? (Number(query.get('page_no')) - 1) * size : 0;
      return { body: rows(size * 3 + 7).slice(start, start + size) };
    });
    expect(await haloAt(server.origin).customIntegrations()).toHaveLength(size * 3 + 7);
    const short = await halo(() => ({ body: rows(49) }));
    await haloAt(short.origin).customIntegrations();
    expect(listsOf(short)).toHaveLength(1);
  });
});

describe('a runbook of ours whose steps cannot be read', () => {
  it('is named with the value, since a write would lose its steps', async () => {
    const { origin } = await halo(() => ({ body: { id: 'ab-1', name: 'ilert runbook', steps: 'see attachment' } }));
    await expect(haloAt(origin).runbook('ab-1')).rejects.toThrow(
      'HaloITSM returned unusable data for the steps of the runbook "ilert runbook" (ID ab-1): "see attachment" is not a list.',
    );
  });
});
