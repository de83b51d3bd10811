import { expect, test } from 'vitest';
import type { Origin } from '../../../src/config/raw-value.ts';
import type { FieldKey, Settings } from '../../../src/config/settings.ts';
import { type ReportParts, renderReport, tenantReport } from '../../../src/facts/report.ts';
import { keyedPath } from '../../../src/secret/secret.ts';
import { fc } from '../../support/property.ts';
import { type Answered, recorded } from './recorded.ts';

const settings = { 'halo.product': 'halopsa', 'halo.url': 'https://acme.halopsa.com' } as Settings;
const origins = new Map<FieldKey, Origin>([
  ['halo.url', { from: 'variable', name: 'HALO_URL' }],
  ['halo.scope', { from: 'default' }],
  ['alertSource.teams', { from: 'file', path: '/home/jane/ilert.yaml', line: 3 }],
]);

function written(answers: readonly Answered[], parts: Partial<ReportParts> = {}): string {
  const versions = { tool: '1.2.3', node: 'v20.12.0', platform: 'linux' };
  const known = { versions, settings, origins, live: {} };
  return renderReport(tenantReport({ ...known, recorder: recorded(...answers), ...parts }));
}

test('a report names its versions, and the keys of the settings that were set', () => {
  const report = JSON.parse(written([]));
  expect(report).toMatchObject({
    formatVersion: 1,
    versions: { tool: '1.2.3', node: 'v20.12.0', platform: 'linux' },
    product: 'halopsa',
    settingsGiven: ['halo.url', 'alertSource.teams'],
    resources: { 'alert-source': 'missing', runbook: 'missing' },
    runs: { done: 0, failed: 0 },
    routes: [],
  });
});

test('a resource of others is external, and one that was not read is not called missing', () => {
  const resourcesOf = (parts: Partial<ReportParts>) => JSON.parse(written([], parts)).resources;
  expect(resourcesOf({})).toMatchObject({ 'escalation-policy': 'external', runbook: 'missing' });
  const live = { 'alert-source': { id: 1 } };
  expect(resourcesOf({ live, settings: { ...settings, 'alertSource.id': 1 } })).toMatchObject({
    'alert-source': 'external',
  });
  expect(resourcesOf({ live, only: 'ilert' })).toMatchObject({ 'alert-source': 'exists', runbook: 'not read' });
  expect(resourcesOf({ live: undefined })).toMatchObject({ 'alert-source': 'not read', runbook: 'not read' });
});

test('it contains every inferred fact, each with an answer', () => {
  const { facts } = JSON.parse(written([])) as {
    facts: { fact: string; certainty: string; answer: string; sentence: string }[];
  };
  expect(facts.filter(({ certainty }) => certainty === 'inferred').map(({ fact }) => fact)).toEqual(
    expect.arrayContaining([
      'steps-replace',
      'run-retry-row',
      'template-escaping',
      'condition-sectio_',
      'ilert-alert-key',
    ]),
  );
  for (const { answer, sentence } of facts) {
    expect(['confirmed', 'contradicted', 'not observed']).toContain(answer);
    expect(sentence).toMatch(/\.$/);
  }
});

test('events are listed with the columns and operators of their filters, without values', () => {
  const conditions = [
    { fieldname: 'Seriousness', type: 0, value_int: 4711, value_display: 'Jane first' },
    { fieldname: 'CFJane', type: 2, value_string: 'Jane' },
  ];
  const live = { 'new-ticket-event': { id: 1, name: 'Jane', conditions }, 'closed-event': { id: 2 } };
  const report = written([], { live });
  expect(JSON.parse(report)).toMatchObject({
    events: [
      {
        event: 'new-ticket-event',
        filter: [
          { column: 'priority', operator: 0 },
          { column: 'another', operator: 2 },
        ],
      },
      { event: 'closed-event', filter: [] },
    ],
  });
  expect(report).not.toMatch(/Jane|4711/);
});

test('runs and deliveries are counted, by how they ended', () => {
  const runs = [{ done: true }, { done: false, error: 'Jane broke it' }, { done: false }];
  const report = written([], { runs, deliveries: [{ status: 202 }, { status: 202 }, { status: 404 }] });
  expect(JSON.parse(report)).toMatchObject({ runs: { done: 1, failed: 1 }, deliveries: { 202: 2, 404: 1 } });
  expect(report).not.toContain('Jane');
});

const OWN_WORDS = written([]).toLowerCase();

/** A tenant's private data, which never happens to be one of the report's own words. */
const value = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 30 }),
    fc.uuid(),
    fc.emailAddress(),
    fc.webUrl(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.stringMatching(/^il1[a-z]{3}[0-9a-f]{20}$/),
    fc.constantFrom('Jane Doe', 'acme-gmbh', 'O\'Neill "quoted" \\ text', 'Send webhook to Jane'),
  )
  .filter((text) => text.trim().length >= 4 && !OWN_WORDS.includes(JSON.stringify(text).slice(1, -1).toLowerCase()));

const FIELDS = [
  'id',
  'name',
  'steps',
  'actions',
  'action_name',
  'conditions',
  'fieldname',
  'requestbody',
  'methods',
  'status',
  'type',
  'auto_action',
  'steptype',
  'alertCreation',
  'integrationType',
  'integrationUrl',
  'webhook_id',
  'auth_url',
  'lookupid',
  'CFSecret',
  'message',
  'error',
];

const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIELDS) },
  { weight: 1, arbitrary: value.filter((text) => /\W|\d{3}/.test(text)) },
);

const answer = fc.letrec<{ any: unknown; object: Record<string, unknown> }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    { weight: 4, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 3, 6, -2, null, true) },
    { weight: 2, arbitrary: tie('object') },
    { weight: 1, arbitrary: fc.array(tie('object'), { maxLength: 3 }) },
  ),
  object: fc.dictionary(key, tie('any'), { maxKeys: 8 }),
}));

const ROUTES = [
  'GET /api/Webhook?type=1',
  'GET /api/Webhook/1?includedetails=true',
  'GET /api/Lookup?lookupid=64',
  'GET /api/CustomIntegration/1?includemethods=true',
  'POST /api/Notification',
  'GET /api/alert-sources?max-results=50',
  'GET /api/AuthInfo',
  'GET /api/Automation?count=1000',
];

const request = fc.oneof(
  fc.constantFrom(...ROUTES),
  value.map(
    (text) =>
      `GET https://${'acme'}.example/api/${encodeURIComponent(text)}?${encodeURIComponent(text)}=${encodeURIComponent(text)}`,
  ),
);

const event = fc.tuple(request, fc.constantFrom(200, 201, 400, 404, 500), answer.any);

const live = fc.record(
  Object.fromEntries(
    ['alert-source', 'custom-integration', 'method', 'runbook', 'new-ticket-event', 'status-changed-event'].map(
      (name) => [
        name,
        fc.tuple(answer.object, value).map(([fields, text]) => ({
          id: text,
          ...fields,
          path: keyedPath(`/api/${text}`),
          integrationUrl: keyedPath(`https://x.example/${text}`),
        })),
      ],
    ),
  ),
  { requiredKeys: [] },
);

/** Returns every text in a value, and every key that is not the name of a field. */
function textsIn(from: unknown): string[] {
  if (typeof from === 'string') return [from];
  if (typeof from !== 'object' || from === null) return [];
  return Object.entries(from).flatMap(([name, part]) => [...(FIELDS.includes(name) ? [] : [name]), ...textsIn(part)]);
}

test("no text of a tenant's responses is in the report", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 6 }), live, fc.array(value, { maxLength: 3 }), (events, rows, texts) => {
      const report = written(events as Answered[], {
        live: rows as ReportParts['live'],
        runs: texts.map((error) => ({ ticketId: error, done: false, error })),
        alerts: texts.map((alertKey) => ({ alertKey })),
      }).toLowerCase();
      const seen = [...textsIn(events.map(([, , body]) => body)), ...textsIn(Object.values(rows)), ...texts];
      const secrets = seen.filter((text) => text.trim().length >= 4 && !ROUTES.includes(text));
      const told = secrets.filter((text) => {
        const quoted = JSON.stringify(text).slice(1, -1).toLowerCase();
        return !OWN_WORDS.includes(quoted) && report.includes(quoted);
      });
      expect(told.filter((text) => !['path', 'integrationurl'].includes(text.toLowerCase()))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("no number of a tenant's responses is in the report except small codes", () => {
  const own = OWN_WORDS.split(/\D+/);
  const big = fc.integer({ min: 1_000, max: 2 ** 31 }).filter((number) => !own.includes(String(number)));
  const body = fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(big, fc.array(big)), { maxKeys: 8 });
  fc.assert(
    fc.property(body, fc.constantFrom(...ROUTES), (fields, route) => {
      const report = written([[route, 200, [fields]]], { live: { runbook: { id: 4711, ...fields } as never } });
      for (const number of Object.values(fields).flat()) expect(report.split(/\D+/)).not.toContain(String(number));
    }),
  );
});
