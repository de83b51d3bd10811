import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, countsIn, runAt, storedIn } from '../../support/tenants.ts';

type Json = Record<string, unknown>;

/** How a field may differ from its documentation. */
const OTHERWISE: readonly [string, (row: Json, field: string) => Json][] = [
  ['missing', (row, field) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== field))],
  ['null', (row, field) => ({ ...row, [field]: null })],
  ['an object', (row, field) => ({ ...row, [field]: { value: row[field] } })],
  ['a list', (row, field) => ({ ...row, [field]: [row[field]] })],
  ['a text', (row, field) => ({ ...row, [field]: 'something else' })],
  ['a number', (row, field) => ({ ...row, [field]: 7 })],
  ['a yes', (row, field) => ({ ...row, [field]: true })],
];

/** Our rows as read by their ids, and their names in errors. */
const OWN: readonly (readonly [title: string, path: (sandbox: Sandbox) => string])[] = [
  ['alert source', (sandbox) => `/api/alert-sources/${storedIn(sandbox).source.id}`],
  ['custom integration', (sandbox) => `/api/CustomIntegration/${storedIn(sandbox).integration.id}`],
  ['runbook', (sandbox) => `/api/Webhook/${storedIn(sandbox).runbook.id}`],
];

/** Returns one of our rows, as read by its id. */
function answerTo(sandbox: Sandbox, path: string): Json {
  return sandbox.requests.findLast((each) => each.method === 'GET' && each.path === path)?.responseBody as Json;
}

/** Changes one field in every answer with one of our rows. */
function spoil(sandbox: Sandbox, path: string, answer: Json, field: string, change: (typeof OTHERWISE)[number][1]) {
  sandbox.intercept = (request) =>
    request.method === 'GET' && request.path === path
      ? { kind: 'respond', status: 200, body: change(answer, field) }
      : undefined;
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'alert source': [
    'id',
    'name',
    'integrationType',
    'integrationUrl',
    'escalationPolicy',
    'teams',
    'setupStatus',
    'status',
  ],
  'custom integration': ['id', 'name', 'resourcebaseurl', 'authorizationtype', 'methods'],
  runbook: ['id', 'name', 'type', 'active', 'disabled', 'steps', 'runbook_start_type'],
};

describe.each(OWN)('a field of our %s that comes otherwise than documented', (title, pathOf) => {
  it.each(FIELDS[title] ?? [])(
    'is compared, or named with what stands there; nothing is made twice: %s',
    async (field) => {
      const sandbox = await sandboxOfTest();
      await applied(sandbox);
      await runAt(sandbox, ['status']);
      const path = pathOf(sandbox);
      const answer = answerTo(sandbox, path);
      for (const [how, change] of OTHERWISE) {
        spoil(sandbox, path, answer, field, change);
        for (const argv of [['plan'], ['status'], ['apply'], ['export', 'out']]) {
          const { exitCode, stdout, stderr } = await runAt(sandbox, argv);
          const where = `${argv.join(' ')}, ${field} ${how}: exit ${exitCode}: ${stderr}`;
          expect(stdout + stderr, where).not.toMatch(/Invalid input|This is a bug|\[object |\bundefined\b|\bNaN\b/);
          // One sentence says what is wrong.
          if (/Error: .*(shape|answered)/.test(stderr)) expect(stderr, where).toContain(title);
        }
        sandbox.intercept = undefined;
        expect(countsIn(sandbox), `${field} ${how}`).toEqual([1, 1, 1, 1, 1, 1]);
      }
      await applied(sandbox);
    },
  );
});
