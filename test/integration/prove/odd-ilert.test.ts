import { describe, expect, it } from 'vitest';
import type { Intercept } from '../../../sandbox/http/requests.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

/** Experiments that post events to alert sources. */
const WITH_ALERTS = ['closing-in-ilert', ...experiments.map(({ id }) => id).filter((id) => id.startsWith('alert-'))];

const isEvent = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path.startsWith('/api/v1/events/');

/** Runs the experiments on an account. @returns the answers that are not wanted, each with its sentence */
async function othersThan(wanted: readonly string[], intercept: (post: Post) => Intercept): Promise<string[]> {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = intercept(async (path, body) => {
    const headers = { 'content-type': 'application/json', [LATER]: 'yes' };
    await fetch(`${sandbox.ilert.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  });
  const { answers, sentences } = await proved(sandbox, WITH_ALERTS);
  expect(leftByProve(sandbox)).toEqual([]);
  return Object.entries(answers).flatMap(([fact, answer]) =>
    wanted.includes(answer) ? [] : [`${fact}: ${answer}: ${sentences[fact]}`],
  );
}

/** Posts an event that ilert was slow to process. */
type Post = (path: string, body: unknown) => Promise<void>;
const LATER = 'x-later';

describe('prove contradicts nothing', () => {
  it('if ilert processes each event some looks later', async () => {
    const others = await othersThan(['confirmed', 'not observed'], (post) => {
      const waiting: { path: string; body: unknown; looks: number }[] = [];
      return async (request) => {
        if (isEvent(request) && request.headers[LATER] === undefined) {
          waiting.push({ path: request.path, body: request.body, looks: 3 });
          return { kind: 'respond', status: 202, body: {} };
        }
        if (request.method !== 'GET' || request.path !== '/api/alerts') return undefined;
        for (const event of waiting) event.looks -= 1;
        while (waiting[0] && waiting[0].looks <= 0) {
          const { path, body } = waiting[0];
          waiting.shift();
          await post(path, body);
        }
        return undefined;
      };
    });
    expect(others).toEqual([]);
  });

  it('if ilert has accepted events and loses them', async () => {
    let events = 0;
    const others = await othersThan(['confirmed', 'not observed'], () => (request) => {
      if (!isEvent(request)) return undefined;
      events += 1;
      return events > 6 ? { kind: 'respond', status: 202, body: {} } : undefined;
    });
    expect(others).toEqual([]);
  });

  it.each([429, 503])('if ilert is too busy for some events (HTTP %i)', async (status) => {
    let events = 0;
    const others = await othersThan(['confirmed', 'not observed'], () => (request) => {
      if (!isEvent(request)) return undefined;
      events += 1;
      return events % 4 === 0 ? { kind: 'respond', status, body: { status, message: 'busy' } } : undefined;
    });
    expect(others).toEqual([]);
  });

  it('if the key may not list alerts', async () => {
    const body = { status: 403, message: 'no', code: 'FORBIDDEN' };
    const others = await othersThan(
      ['confirmed', 'not observed'],
      () =>
        ({ method, path }) =>
          method === 'GET' && path === '/api/alerts' ? { kind: 'respond', status: 403, body } : undefined,
    );
    expect(others).toEqual([]);
  });
});

it.each([404, 405])(
  'prove tries to accept each alert only once if ilert can not accept any (HTTP %i)',
  async (status) => {
    const tried: string[] = [];
    const others = await othersThan(['confirmed'], () => ({ method, path }) => {
      if (method !== 'PUT' || !path.endsWith('/accept')) return undefined;
      tried.push(path);
      return { kind: 'respond', status, body: { status, message: 'no' } };
    });
    expect(others).toEqual([]);
    expect(tried.length).toBeGreaterThan(0);
    expect(new Set(tried).size).toBe(tried.length);
  },
);
