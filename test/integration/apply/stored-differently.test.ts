import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import {
  applied,
  expectNothingPending,
  expectReportedResourcesExist,
  runAt,
  storedIn,
  writesIn,
} from '../../support/tenants.ts';

type Json = Record<string, unknown>;

/** How a service changes a body before it stores it, and how the difference is reported. */
const whims: [string, string, (body: Json) => void, string][] = [
  [
    'ilert',
    '/api/alert-sources',
    (body) => Object.assign(body, { severity: 4 }),
    'alert source "HaloITSM", Severity: 4 instead of 2',
  ],
  [
    'HaloITSM',
    '/api/CustomIntegration',
    (body) => Object.assign(body, { authorizationtype: 2 }),
    'custom integration "ilert integration", Authorization: Bearer token instead of None',
  ],
  [
    'HaloITSM',
    '/api/CustomIntegrationMethod',
    (body) => Object.assign(body, { method: 2 }),
    'method "send ticket to ilert", HTTP method: PUT instead of POST',
  ],
  [
    'HaloITSM',
    '/api/CustomIntegrationMethod',
    (body) => Object.assign(body, { requestbody: '{}' }),
    'method "send ticket to ilert", Payload: {} instead of',
  ],
  [
    'HaloITSM',
    '/api/Webhook',
    (body) => Object.assign(body, { active: false }),
    'runbook "ilert runbook", Active: no instead of yes',
  ],
  [
    'HaloITSM',
    '/api/Webhook',
    ({ steps }) => {
      const [send] = steps as { actions: Json[] }[];
      Object.assign(send?.actions[1] ?? {}, { approval_result: 1 });
    },
    'Step "Send webhook", branch 2: successful response: to "Error" instead of unsuccessful response: to "Error"',
  ],
  [
    'HaloITSM',
    '/api/Webhook',
    ({ steps }) => {
      Object.assign((steps as Json[])[2] ?? {}, { auto_action: 0 });
    },
    'Step "Error", result: Success instead of Failed (retry from the start)',
  ],
];

it.each(whims)(
  '%s storing something else than was sent to %s ends the run with exit 1 and the field',
  async (...whim) => {
    const [, path, change, told] = whim;
    const sandbox = await sandboxOfTest();
    sandbox.intercept = (request: SandboxRequest) => {
      if (request.method !== 'GET' && request.path === path) change(elementOf(request.body));
      return undefined;
    };
    const ran = await runAt(sandbox, ['apply', '--json', '--severity', '2']);
    expect(ran.exitCode).toBe(1);
    expect(JSON.parse(ran.stdout).error.message).toContain('The service did not store what was sent: ');
    expect(JSON.parse(ran.stdout).error.message).toContain(told);
    expectReportedResourcesExist(sandbox, ran);
    sandbox.intercept = undefined;
    await applied(sandbox, '--severity', '2');
  },
);

it('fields that a service adds are not drift', async () => {
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ path, method, body }) => {
    if (method === 'POST' && path === '/api/CustomIntegrationMethod') {
      Object.assign(elementOf(body), { log_retention_policy_days: 30 });
    }
    return undefined;
  };
  await applied(sandbox);
});

it('access control that Halo sets on what the API agent created is left as it is', async () => {
  const sandbox = await sandboxOfTest();
  await applied(sandbox);
  const { integrations, methods, webhooks, bindings } = sandbox.halo.state;
  const ours = [integrations, methods, webhooks, bindings].map((rows) => rows.at(-1) as Json);
  const access_control = [{ id: 1, agent_id: 2, level: 3 }];
  for (const row of ours) Object.assign(row, { access_control });
  await expectNothingPending(sandbox);
  Object.assign(webhooks.at(-1) as Json, { active: false });
  Object.assign(methods.at(-1) as Json, { method: 2 });
  const seen = writesIn(sandbox).length;
  await applied(sandbox);
  expect(ours.map((row) => row.access_control)).toEqual(ours.map(() => access_control));
  expect(
    JSON.stringify(
      writesIn(sandbox)
        .slice(seen)
        .map(({ body }) => body),
    ),
  ).not.toContain('access_control');
  expect(writesIn(sandbox).length).toBe(seen + 2);
});

/** Anything inferred is read back too: the account has to show whether a service accepts it. */
const inferred: [string, string, (body: Json) => void, string][] = [
  [
    'conditions on the priority',
    '/api/Notification',
    (body) => Object.assign(body, { filter_type: 0, condition_count: 0, conditions: [] }),
    'event "New Ticket Logged", Tickets: all instead of Priority is Critical',
  ],
  [
    'conditions on the priority, kept for another column',
    '/api/Notification',
    ({ conditions = [] }) => Object.assign((conditions as Json[])[0] ?? {}, { fieldname: 'status' }),
    'event "New Ticket Logged", Tickets: Status is 1 instead of Priority is Critical and status is 1',
  ],
  [
    'filters by type of event',
    '/api/alert-sources',
    (body) => delete body.eventTypeFilterCreate,
    'alert source "HaloITSM", Filter for opening alerts: nothing instead of (ticket.id > 0)',
  ],
  [
    'links on the alert',
    '/api/alert-sources',
    (body) => delete body.linkTemplates,
    'alert source "HaloITSM", Links: nothing instead of Ticket to ',
  ],
  [
    'a priority from the event',
    '/api/alert-sources',
    (body) => delete body.priorityTemplate,
    'alert source "HaloITSM", Priority from Halo: nothing instead of Critical is high',
  ],
  [
    'the type of the request body',
    '/api/CustomIntegrationMethod',
    (body) => Object.assign(body, { requesttype: 4 }),
    'method "send ticket to ilert", Content type: Text instead of JSON',
  ],
];

it.each(inferred)('an account that does not keep %s is told so by apply', async (...whim) => {
  const [, path, change, told] = whim;
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const alertSource = {
    createFilter: '(ticket.id > 0)',
    linkTemplates: [{ text: 'Ticket', href: 'https://acme.example/ticket?id={{ ticket.id }}' }],
    priorityTemplate: { value: '{{ ticket.priority.name }}', mappings: { Critical: 'high' } },
  };
  writeFileSync(join(cwd, 's.json'), JSON.stringify({ alertSource, halo: { onlyPriority: 1 } }));
  sandbox.intercept = (request: SandboxRequest) => {
    if (request.method !== 'GET' && request.path === path) change(elementOf(request.body));
    return undefined;
  };
  const ran = await runAt(sandbox, ['apply', '--json', '--config', 's.json'], { cwd });
  expect(ran.exitCode).toBe(1);
  expect(JSON.parse(ran.stdout).error.message).toContain(told);
  sandbox.intercept = undefined;
  expect((await runAt(sandbox, ['apply', '--config', 's.json'], { cwd })).exitCode).toBe(0);
});

it('links that ilert keeps although they were to be removed are told, since no list shows that they are gone', async () => {
  const sandbox = await sandboxOfTest();
  const cwd = temporaryFolder();
  const link = { text: 'Ticket', href: 'https://acme.example/ticket?id={{ ticket.id }}' };
  const applyWith = (linkTemplates: readonly (typeof link)[]) => {
    writeFileSync(join(cwd, 's.json'), JSON.stringify({ alertSource: { linkTemplates } }));
    return runAt(sandbox, ['apply', '--config', 's.json'], { cwd });
  };
  expect((await applyWith([link])).exitCode).toBe(0);
  const kept = sandbox.ilert.state.alertSources.find(({ name }) => name === 'HaloITSM')?.linkTemplates;
  sandbox.intercept = ({ method, body }: SandboxRequest) => {
    if (method === 'PUT') Object.assign(body as Json, { linkTemplates: kept });
    return undefined;
  };
  const { exitCode, stderr } = await applyWith([]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('alert source "HaloITSM", Links: Ticket to ');
  sandbox.intercept = undefined;
  expect((await applyWith([])).exitCode).toBe(0);
  expect(storedIn(sandbox).source.linkTemplates).toEqual([]);
});

const gone: [string, string, (sandbox: Sandbox) => void][] = [
  ['alert source "HaloITSM"', 'an alert source', ({ ilert }) => ilert.state.alertSources.splice(-1)],
  ['method "send ticket to ilert"', 'a method', ({ halo }) => halo.state.methods.splice(-1)],
  ['runbook "ilert runbook"', 'a runbook', ({ halo }) => halo.state.webhooks.splice(-1)],
  ['event "New Ticket Logged"', 'events', ({ halo }) => halo.state.bindings.splice(-2)],
];

it.each(gone)('%s is told to be gone where %s was made and is gone when everything is read back', async (...row) => {
  const [told, , remove] = row;
  const sandbox = await sandboxOfTest();
  sandbox.intercept = ({ method }) => {
    if (method !== 'GET' || sandbox.writes() < 6) return undefined;
    sandbox.intercept = undefined;
    remove(sandbox);
    return undefined;
  };
  const ran = await runAt(sandbox, ['apply', '--json']);
  expect(ran.exitCode).toBe(1);
  const { message, hint } = JSON.parse(ran.stdout).error;
  expect(message).toContain('is already gone');
  expect(message).toContain(told);
  expect(hint).toContain('may have removed it');
  expect(hint).not.toContain('bug');
  expectReportedResourcesExist(sandbox, ran);
});

/** Returns the body, or its only element, as the service will read it. */
function elementOf(body: unknown): Json {
  return (Array.isArray(body) ? body[0] : body) as Json;
}
