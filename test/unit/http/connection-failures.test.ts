import { expect, test } from 'vitest';
import { connectionFailure } from '../../../src/http/api-failures.ts';
import { NetworkError } from '../../../src/http/network-error.ts';
import type { HttpRequest } from '../../../src/http/request.ts';
import type { Service } from '../../../src/http/service.ts';

const service: Service = {
  name: 'HaloITSM',
  urlSource: 'halo.url in customers.yaml, line 41',
  urlSetting: '--halo-url (HALO_URL)',
  explain: () => undefined,
};
const request: HttpRequest = {
  service: 'HaloITSM',
  method: 'GET',
  url: 'https://initech.halopsa.com/api/Status?count=1',
  repeatable: true,
};
const SOURCE = 'halo.url in customers.yaml, line 41';
const HOST = 'https://initech.halopsa.com';

/** Creates got's error for a phase of a request that took too long. */
const inPhase = (event: string) => Object.assign(new Error('Timeout'), { event });

test.each<[string, NetworkError, string, string]>([
  [
    'a host that DNS does not know',
    new NetworkError('ENOTFOUND', new Error('getaddrinfo')),
    `Cannot connect to ${HOST} (host not found).`,
    `Check ${SOURCE} and your network.`,
  ],
  [
    'a DNS server that is out of reach',
    new NetworkError('EAI_AGAIN', new Error('getaddrinfo'), undefined, 5),
    `Cannot connect to ${HOST} (the DNS server does not respond) after 5 attempts.`,
    `Check your network and ${SOURCE}.`,
  ],
  [
    'a port where nothing listens',
    new NetworkError('ECONNREFUSED', new Error('connect'), undefined, 2),
    `Cannot connect to ${HOST} (connection refused) after 2 attempts.`,
    `Check ${SOURCE}, your network and your firewall or proxy.`,
  ],
  [
    'a host that drops connections',
    new NetworkError('ETIMEDOUT', inPhase('connect'), undefined, 5),
    `Cannot connect to ${HOST} (timed out) after 5 attempts.`,
    `Check ${SOURCE}, your network and your firewall or proxy.`,
  ],
  [
    'a service that is slow',
    new NetworkError('ETIMEDOUT', inPhase('response'), undefined, 5),
    'HaloITSM at initech.halopsa.com did not respond to GET /api/Status in time after 5 attempts.',
    'Try again, or allow more time with --timeout.',
  ],
  [
    'a proxy that DNS does not know',
    new NetworkError('ENOTFOUND', new Error('getaddrinfo'), 'proxy.acme.example:3128'),
    'Cannot connect to the proxy proxy.acme.example:3128 (host not found).',
    'Check HTTPS_PROXY and HTTP_PROXY. NO_PROXY lists the hosts that need no proxy.',
  ],
  [
    'a connection that is closed',
    new NetworkError('ECONNRESET', new Error('socket hang up'), undefined, 5),
    'The connection to initech.halopsa.com was lost during GET /api/Status (connection closed) after 5 attempts.',
    'Try again; if it persists, check your network.',
  ],
  [
    'plain HTTP on the port of HTTPS',
    new NetworkError('EPROTO', new Error('SSL routines: wrong version number')),
    'initech.halopsa.com does not support HTTPS.',
    `Check ${SOURCE} and any proxy.`,
  ],
])('%s is described in words, and the hint names where the URL comes from', (_, error, message, hint) => {
  expect(connectionFailure(service, request, error)).toMatchObject({ message, hint });
});

test('nobody is asked to check a URL that nobody has chosen', () => {
  const unset = { ...service, urlSource: undefined };
  const refused = new NetworkError('ECONNREFUSED', new Error('connect'));
  expect(connectionFailure(unset, request, refused).hint).toBe('Check your network and your firewall or proxy.');
});
