import { expect, test } from 'vitest';
import { routeOf } from '../../../src/facts/route.ts';

test.each([
  [
    'GET',
    'https://acme.haloitsm.com/api/Webhook/0b5cfa02-26cf-4b07-a1d4-0a4e7c9e3b10?includedetails=true',
    'GET /api/Webhook/{id}?includedetails',
  ],
  ['GET', 'https://acme.haloitsm.com/api/Notification?webhook_id=0b5cfa02', 'GET /api/Notification?webhook_id'],
  ['POST', 'https://auth.example.com/acme/auth/token?tenant=acme', 'POST /{id}/auth/token?tenant'],
  [
    'GET',
    'https://api.ilert.com/api/alert-sources/12?include=summaryTemplate&include=eventFilter',
    'GET /api/alert-sources/{id}?include',
  ],
  ['POST', 'https://api.ilert.com/api/v1/events/haloitsm/il1hit0123456789', 'POST /api/v1/events/haloitsm/{id}'],
  ['GET', 'https://api.ilert.com/api/users/current', 'GET /api/users/current'],
  ['GET', 'https://x.example/Jane/Doe?jane=doe', 'GET /{id}/{id}?{name}'],
])('%s %s is told as %s', (method, url, route) => {
  expect(routeOf(method, url)).toBe(route);
});
