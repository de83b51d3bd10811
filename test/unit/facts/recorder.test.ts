import { describe, expect, it, test } from 'vitest';
import { showShape } from '../../../src/facts/show-shape.ts';
import { type Answered, recorded } from './recorded.ts';

describe('a recorder keeps of each route', () => {
  it('how often each status came', () => {
    const { routes } = recorded(
      ['GET /api/Webhook/1', 200, {}],
      ['GET /api/Webhook/2', 200, {}],
      ['GET /api/Webhook/3', 404, 'Gone'],
    );
    expect([...routes.keys()]).toEqual(['GET /api/Webhook/{id}']);
    expect([...(routes.get('GET /api/Webhook/{id}')?.statuses ?? [])]).toEqual([
      [200, 2],
      [404, 1],
    ]);
  });

  it('the shape of its responses and of its refusals', () => {
    const { routes } = recorded(
      ['POST /api/Webhook', 200, { id: 'x' }],
      ['POST /api/Webhook', 200, [{ id: null }]],
      ['POST /api/Webhook', 400, 'Please'],
    );
    const seen = routes.get('POST /api/Webhook');
    expect(seen?.answer && showShape(seen.answer)).toEqual({ id: 'text', '(array of one)': { id: 'null' } });
    expect(seen?.refusal && showShape(seen.refusal)).toBe('text');
  });

  it('answers without JSON, such as a web page, and how often a request was repeated', () => {
    const recorder = recorded(['GET /api/Lookup', 200]);
    const retry = {
      type: 'retrying',
      service: 'HaloITSM',
      method: 'GET',
      url: 'https://x.example/api/Lookup',
      why: 'connection closed',
      hasResponded: false,
      attempt: 2,
      maxAttempts: 5,
      waitMs: 1,
      isThrottled: false,
    } as const;
    recorder.listen(retry);
    recorder.listen(retry);
    expect(recorder.routes.get('GET /api/Lookup')).toMatchObject({ withoutJson: 1, retries: 2 });
    expect(recorder.routes.get('GET /api/Lookup')).not.toHaveProperty('answer');
  });
});

const EVENTS = [
  { id: 1, lookupid: 64, name: 'New $#request Logged - Assigned to Recipient' },
  { id: 13, lookupid: 64, name: 'New $#request Logged - All' },
  { id: 86, lookupid: 64, name: '$#request Status Changed  - All' },
];

const numbers = (newTicket: number | undefined, statusChanged: number | undefined) => ({
  'new-ticket-event': newTicket,
  'status-changed-event': statusChanged,
});

test.each<[string, Answered[], object]>([
  [
    'the numbers of the events',
    [['GET /api/Lookup?lookupid=64', 200, EVENTS]],
    { events: 3, eventsByNumber: 3, eventNumbers: numbers(13, 86) },
  ],
  [
    'that the list of events was empty, and where else they were found',
    [
      ['GET /api/Lookup?lookupid=64', 200, []],
      ['GET /api/Lookup?count=1000', 200, [...EVENTS, { id: 2, lookupid: 5, name: 'x' }]],
    ],
    { eventsByNumber: 0, events: 3, eventNumbers: numbers(13, 86) },
  ],
  [
    'that an event has another name',
    [['GET /api/Lookup?lookupid=64', 200, EVENTS.slice(0, 1)]],
    { events: 1, eventNumbers: numbers(undefined, undefined) },
  ],
  [
    'that the list of all methods has those of several integrations',
    [['GET /api/CustomIntegrationMethod', 200, [{ integration_id: 1 }, { integration_id: 2 }]]],
    { methodsOfAllIntegrations: true },
  ],
  ['nothing of methods of one integration', [['GET /api/CustomIntegrationMethod', 200, [{ integration_id: 1 }]]], {}],
  [
    'that a list was filtered',
    [['GET /api/Notification?webhook_id=AB', 200, [{ webhook_id: 'ab' }]]],
    { bindingsAreOfRunbook: true },
  ],
  [
    'that a list was not',
    [
      [
        'GET /api/CustomIntegrationMethod?integration_id=7',
        200,
        { n: 2, methods: [{ integration_id: 7 }, { integration_id: 8 }] },
      ],
    ],
    { methodsAreOfIntegration: false },
  ],
  [
    'that other webhooks were among the runbooks',
    [['GET /api/Webhook?showall=true&type=1', 200, [{ type: 0 }]]],
    { webhooksAreRunbooks: false },
  ],
  [
    'the order of the runs',
    [['GET /api/Automation?count=1000', 200, { automations: [{ id: 1 }, { id: 2 }] }]],
    { runsOldestFirst: true },
  ],
  [
    'another order of the runs',
    [['GET /api/Automation?count=1000', 200, [{ id: 2 }, { id: 1 }]]],
    { runsOldestFirst: false },
  ],
  [
    'that later runs have higher ids, in whatever order they are listed',
    [
      [
        'GET /api/Automation?count=1000',
        200,
        [
          { id: 9, timestamp: '2026-01-02T00:00:00' },
          { id: 8, timestamp: '2026-01-01T00:00:00' },
        ],
      ],
    ],
    { haloIdsAscend: true },
  ],
  [
    'that a later alert has a lower id',
    [
      [
        'GET /api/alerts?sources=1',
        200,
        [
          { id: 8, reportTime: '2026-01-02T00:00:00Z' },
          { id: 9, reportTime: '2026-01-01T00:00:00Z' },
        ],
      ],
    ],
    { ilertIdsAscend: false },
  ],
])('a recorder reads %s', (_, answers, readings) => {
  expect(recorded(...answers).readings()).toMatchObject(readings);
});

test.each<[string, Answered]>([
  ['an empty list', ['GET /api/Notification?webhook_id=1', 200, []]],
  ['a list of one run', ['GET /api/Automation', 200, [{ id: 1 }]]],
  ['ids that can not become text', ['GET /api/Automation', 200, [{ id: { toString: 1 } }, { id: { valueOf: 1 } }]]],
  ['a list of nonsense', ['GET /api/Notification?webhook_id=1', 200, [null, 3, 'x']]],
  ['no list at all', ['GET /api/Webhook?type=1', 200, 'x']],
  ['a refusal', ['GET /api/Lookup?lookupid=64', 403, EVENTS]],
  ['what was written', ['POST /api/Webhook', 200, [{ type: 0 }]]],
])('a recorder reads nothing out of %s', (_, answer) => {
  expect(recorded(answer).readings()).toEqual({});
});
