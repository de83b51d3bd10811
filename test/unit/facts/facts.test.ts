import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { contradictions } from '../../../sandbox/contradictions.ts';
import type { Settings } from '../../../src/config/settings.ts';
import type { Evidence } from '../../../src/facts/evidence.ts';
import { facts } from '../../../src/facts/facts.ts';
import { factsDocument } from '../../../src/facts/facts-table.ts';
import { isShownByExperiment } from '../../../src/prove/experiments-table.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { packageRoot } from '../../support/cli.ts';
import { type Answered, recorded } from './recorded.ts';

const settings = { 'halo.product': 'haloitsm' } as Settings;
const TO_HANNA: Settings = { ...settings, 'halo.notifyOnFailure': 'Hanna Halo' };

interface Seen extends Partial<Omit<Evidence, 'routes' | 'readings'>> {
  readonly answers?: readonly Answered[];
}

function answerTo(id: string, { answers = [], ...seen }: Seen) {
  const recorder = recorded(...answers);
  const evidence = { settings, live: {}, runs: [], deliveries: [], alerts: [], ...seen };
  const fact = facts.find((each) => each.id === id);
  return fact?.check?.({ ...evidence, routes: recorder.routes, readings: recorder.readings() });
}

test('docs/facts.md is the table that the program knows; if not: npm run docs', () => {
  expect(readFileSync(join(packageRoot, 'docs/facts.md'), 'utf8')).toBe(factsDocument(isShownByExperiment));
});

test('each fact has a unique id, a claim, a source and an existing test', () => {
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  for (const { claim, source, shownBy } of facts) {
    expect(claim).toMatch(/\.$/);
    expect(source).not.toBe('');
    expect(existsSync(join(packageRoot, shownBy)), shownBy).toBe(true);
  }
});

test('each fact that a comment cites is in the list', () => {
  const ids = new Set(facts.map(({ id }) => id));
  const source = join(packageRoot, 'src');
  const named = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(source, file), 'utf8').replaceAll(/\n\s*\*\s/g, ' ');
      expect(text, file).not.toMatch(/ \(facts?\)| \(facts?: |\bFacts: "/);
      return [...text.matchAll(/\bfacts? (`[\w-]+`(?:(?:,| and|, and) `[\w-]+`)*)/gi)].flatMap(([, list]) =>
        (list?.match(/[\w-]+(?=`)/g) ?? []).map((id) => `${file}: ${id}`),
      );
    });
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((each) => !ids.has(each.split(': ')[1] ?? ''))).toEqual([]);
});

test('what the simulators can contradict are facts, and the opposite is a sentence', () => {
  const ids = facts.map(({ id }) => id);
  for (const [id, opposite] of Object.entries(contradictions)) {
    expect(ids).toContain(id);
    expect(opposite, id).toMatch(/^\S.*\w\W?\.$/);
  }
});

test.each([[{}], [{ notify_on_failure: false }]])(
  'a runbook with %j says nothing of the notification where no setting asks for one',
  (fields) => {
    const seen = { live: { runbook: row(fields) } };
    expect(answerTo('failure-notification', seen)?.answer).toBe('not observed');
  },
);

test('without any observation no fact is observed', () => {
  for (const { id, check } of facts) if (check) expect([id, answerTo(id, {})?.answer]).toEqual([id, 'not observed']);
});

const row = (fields: object) => ({ id: 'x', ...fields }) as never;
const step = (fields: object) => ({ step_id: 1, steptype: 2, auto_action: 6, ...fields });
const runbook = (...steps: object[]) => ({ live: { runbook: row({ type: 1, active: true, steps }) } });
const edges = (...list: object[]) => step({ actions: list });
const method = (fields: object) => ({ live: { method: row(fields) } });
const failing = (fields: object) => runbook({ steptype: 3, ...fields });
const events = (count: number) => Array.from({ length: count }, (_, id) => ({ id, lookupid: 64, name: `Event ${id}` }));
const named = (one: number, other: number): Answered => [
  'GET /api/Lookup?lookupid=64',
  200,
  [
    { id: one, name: 'New $#request Logged - All' },
    { id: other, name: '$#request Status Changed  - All' },
    { id: 39, name: 'Closed - All' },
  ],
];
const onlyPriority = { ...settings, 'halo.onlyPriority': ['1'] };
const binding = (...fieldnames: string[]) => ({
  live: { 'new-ticket-event': row({ conditions: fieldnames.map((fieldname) => ({ fieldname })) }) },
});
const path = (base: string, own: string) => method({ path: new Secret(own), resource: base });

describe.each<[string, Seen, Seen]>([
  [
    'halo-auth-info',
    { answers: [['GET /api/AuthInfo', 200, { auth_url: 'x' }]] },
    { answers: [['GET /api/AuthInfo', 200, {}]] },
  ],
  [
    'halo-token',
    { answers: [['POST /auth/token', 200, { access_token: 'x', expires_in: 1 }]] },
    { answers: [['POST /auth/token', 200, { access_token: 'x' }]] },
  ],
  ['halo-scope', { answers: [['GET /api/Webhook', 200, []]] }, { answers: [['GET /api/Webhook', 403]] }],
  [
    'halo-written-row',
    { answers: [['POST /api/Webhook', 200, [{}]]] },
    { answers: [['POST /api/Webhook', 200, 'fine']] },
  ],
  ['halo-lists', { answers: [['GET /api/Webhook', 200, { rows: [] }]] }, { answers: [['GET /api/Webhook', 200, {}]] }],
  [
    'halo-lists-filtered',
    { answers: [['GET /api/Webhook?type=1', 200, [{ type: 1 }]]] },
    { answers: [['GET /api/Webhook?type=1', 200, [{ type: 0 }]]] },
  ],
  [
    'halo-refusals',
    { answers: [['POST /api/Webhook', 400, 'Please']] },
    { answers: [['POST /api/Webhook', 400, { error: 1 }]] },
  ],
  ['halo-ticket-lists', { answers: [['GET /api/Team', 200, []]] }, { answers: [['GET /api/Team', 404]] }],
  ['method-codes', { ...method({ method: 1 }), deliveries: [{ status: 202 }] }, method({ method: 2 })],
  ['method-request-type', method({ requesttype: 1 }), method({ requesttype: 4 })],
  ['method-authorisation', method({ authorizationtype: -1 }), method({ authorizationtype: 0 })],
  [
    'method-address',
    { ...path('https://x.example', '/y'), deliveries: [{ status: 202 }] },
    { ...path('https://x.example/', 'y'), deliveries: [{ status: 404 }] },
  ],
  [
    'method-bodies-in-integration',
    { answers: [['GET /api/CustomIntegration/1?includemethods=true', 200, { methods: [{ requestbody: 'x' }] }]] },
    { answers: [['GET /api/CustomIntegration/1?includemethods=true', 200, { methods: [{ id: 1 }] }]] },
  ],
  ['template-values', { deliveries: [{ status: 202 }] }, { deliveries: [{ status: 202 }, { status: 400 }] }],
  ['step-codes', runbook(step({}), { steptype: 3 }), runbook(step({ auto_action: 7 }), { steptype: 3 })],
  [
    'edge-codes',
    runbook(edges({ approval_result: 1 }, { approval_result: 0 })),
    runbook(edges({ approval_result: 1 }, { approval_result: 1 })),
  ],
  [
    'edge-names',
    runbook(edges({ approval_result: 0, action_name: 'Unsuccessful Response' })),
    runbook(edges({ approval_result: 0, action_name: 'Successful Response (200 - 299)' })),
  ],
  [
    'end-results',
    failing({ auto_action: 2, result: 'Failed (retry from the start)' }),
    failing({ auto_action: 1, result: 'Failed (retry from the start)' }),
  ],
  ['step-label', runbook(step({ message: 'ilert integration: send' })), runbook(step({ message: '' }))],
  ['runbook-disabled', { live: { runbook: row({ disabled: false }) } }, { live: { runbook: row({ disabled: true }) } }],
  [
    'failure-notification',
    { settings: TO_HANNA, live: { runbook: row({ notify_on_failure: true, notify_on_failure_tech: 2 }) } },
    { settings: TO_HANNA, live: { runbook: row({ active: true }) } },
  ],
  [
    'run-times',
    { answers: [['GET /api/Automation?count=1000', 200, [{ last_attempt_date: 'x' }]]] },
    { answers: [['GET /api/Automation?count=1000', 200, [{ datecreated: 'x' }]]] },
  ],
  [
    'run-retry',
    { answers: [['GET /api/Automation?count=1000', 200, [{ retry_attempts_remaining: 1, next_retry_date: 'x' }]]] },
    { answers: [['GET /api/Automation?count=1000', 200, [{ retry_attempts_remaining: 1 }]]] },
  ],
  [
    'ilert-setup-status',
    { live: { 'alert-source': row({ setupStatus: 'FINISHED' }) } },
    { live: { 'alert-source': row({ setupStatus: 'CREATED' }) } },
  ],
  ['events-by-name', { answers: [named(13, 86)] }, { answers: [['GET /api/Lookup?lookupid=64', 200, events(3)]] }],
  ['event-numbers', { answers: [named(3, 76)] }, { answers: [named(13, 86)] }],
  ['events-count', { answers: [['GET /api/Lookup?lookupid=64', 200, events(205)]] }, { answers: [named(3, 76)] }],
  ['lookup-filter', { answers: [named(3, 76)] }, { answers: [['GET /api/Lookup?lookupid=64', 200, []]] }],
  [
    'condition-seriousness',
    { ...binding('seriousness'), settings: onlyPriority },
    { ...binding('other'), settings: onlyPriority },
  ],
  [
    'ilert-own-grouping',
    { live: { 'alert-source': row({ alertCreation: 'ONE_ALERT_PER_EMAIL' }) } },
    { live: { 'alert-source': row({ alertCreation: 'A name of mine' }) } },
  ],
  [
    'ilert-include',
    { answers: [['GET /api/alert-sources?max-results=50', 200, [{ id: 1 }]]] },
    { answers: [['GET /api/alert-sources?max-results=50', 200, [{ summaryTemplate: {} }]]] },
  ],
  [
    'ilert-refusals',
    { answers: [['POST /api/alert-sources', 400, { message: 'x' }]] },
    { answers: [['POST /api/alert-sources', 400, 'x']] },
  ],
  [
    'ilert-alert-key',
    { alerts: [{ alertKey: '12' }], runs: [{ ticketId: 12, done: true }] },
    { alerts: [{ alertKey: 'a-12' }], runs: [{ ticketId: 12, done: true }] },
  ],
])('the fact %s', (id, yes, no) => {
  it('is confirmed by a tenant that behaves so', () => {
    expect(answerTo(id, yes)).toMatchObject({ answer: 'confirmed', sentence: expect.stringMatching(/\.$/) });
  });

  it('is different on a tenant that does not', () => {
    expect(answerTo(id, no)).toMatchObject({ answer: 'contradicted', sentence: expect.stringMatching(/\.$/) });
    expect(answerTo(id, no)?.sentence).not.toContain('name of mine');
  });
});

test('an end without a label in the answer is reported with its code only', () => {
  expect(answerTo('end-results', failing({ auto_action: 2 }))).toMatchObject({
    answer: 'not observed',
    sentence: expect.stringContaining('stored with 2'),
  });
});

test('duplicate steps contradict a list that replaces', () => {
  expect(answerTo('steps-replace', runbook(step({}), step({})))).toMatchObject({ answer: 'contradicted' });
  expect(answerTo('steps-replace', runbook(step({})))).toMatchObject({ answer: 'not observed' });
});
