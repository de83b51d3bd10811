import { expect, it } from 'vitest';
import { loopback } from '../../support/loopback.ts';
import { httpOfTest } from '../../support/wire.ts';

it.each<[string, Record<string, string>, number | undefined]>([
  ['x-ratelimit-remaining', { 'x-ratelimit-remaining': '17' }, 17],
  ['ratelimit-remaining', { 'ratelimit-remaining': '0' }, 0],
  ['a policy instead of a number', { 'ratelimit-remaining': '"default";r=50' }, undefined],
  ['nothing', {}, undefined],
])('the remaining requests are read from the response: %s', async (_, headers, remaining) => {
  const { origin } = await loopback(() => ({ headers, body: {} }));
  const { http, events } = httpOfTest();
  await http.send({ service: 'ilert', method: 'GET', url: origin, repeatable: true });
  expect(events).toMatchObject([{ type: 'answered', remaining }]);
});
