import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied, configurationOf, expectNothingPending, runAt, storedIn, writesIn } from '../../support/tenants.ts';

type Stored = ReturnType<typeof storedIn>;
type Change = (stored: Stored, sandbox: Sandbox) => void;

const edgesOf = ({ runbook }: Stored) => runbook.steps[0]?.actions ?? [];

/** What somebody may change by hand, and how the plan describes it. */
const drifts: [string, string, Change][] = [
  [
    'the policy of the alert source',
    'Escalation policy',
    ({ source }, { ilert }) => {
      source.policyId = ilert.state.policies[1]?.id ?? 0;
    },
  ],
  [
    'the address of the integration',
    'Base URL',
    ({ integration }) => {
      integration.resourcebaseurl = 'https://example.com';
    },
  ],
  [
    'the authorisation of the integration',
    'Authorization',
    ({ integration }) => {
      integration.authorizationtype = 3;
    },
  ],
  [
    'the path of the method',
    'URL',
    ({ method }) => {
      method.path = '/api/v1/events/haloitsm/another';
    },
  ],
  [
    'the address of the method',
    'URL',
    ({ method }) => {
      method.resource = 'https://example.com';
    },
  ],
  [
    'the HTTP method',
    'HTTP method',
    ({ method }) => {
      method.method = 2;
    },
  ],
  [
    'the kind of body',
    'Content type',
    ({ method }) => {
      method.requesttype = 3;
    },
  ],
  [
    'the authorisation of the method',
    'Authorization',
    ({ method }) => {
      method.authorizationtype = 1;
    },
  ],
  [
    'the payload',
    'Payload',
    ({ method }) => {
      method.requestbody = '{}';
    },
  ],
  [
    'an inactive runbook',
    'Active',
    ({ runbook }) => {
      runbook.active = false;
    },
  ],
  [
    'a method that the runbook no longer calls',
    'Step "Send webhook", method',
    ({ runbook }, { halo }) => {
      Object.assign(runbook.steps[0] ?? {}, { auto_action_type: halo.state.methods[0]?.id });
    },
  ],
  [
    'a step that does nothing',
    'Step "Send webhook", action',
    ({ runbook }) => {
      Object.assign(runbook.steps[0] ?? {}, { auto_action: null });
    },
  ],
  [
    'a failure that counts as success',
    'Step "Error", result',
    ({ runbook }) => {
      Object.assign(runbook.steps[2] ?? {}, { auto_action: 0 });
    },
  ],
  [
    'a failure that Halo does not retry',
    'Step "Error", result',
    ({ runbook }) => {
      Object.assign(runbook.steps[2] ?? {}, { auto_action: 1 });
    },
  ],
  [
    'a send step without its label',
    'Step "Send webhook", text in the flow chart',
    ({ runbook }) => {
      Object.assign(runbook.steps[0] ?? {}, { message: '' });
    },
  ],
  [
    'a runbook that Halo has disabled',
    'Disabled',
    ({ runbook }) => {
      runbook.disabled = true;
    },
  ],
  [
    'an alert source whose setup ilert calls unfinished',
    'Setup   not finished → finished',
    ({ source }) => {
      source.setupStatus = 'CREATED_ADVANCED';
    },
  ],
  [
    'branches that both stand for success',
    'Step "Send webhook", branch 2',
    (stored) => {
      Object.assign(edgesOf(stored)[1] ?? {}, { approval_result: 1 });
    },
  ],
  [
    'a branch that leads elsewhere',
    'Step "Send webhook", branch 2',
    (stored) => {
      Object.assign(edgesOf(stored)[1] ?? {}, { end_step: 2 });
    },
  ],
  [
    'a branch that is gone',
    'branch',
    (stored) => {
      edgesOf(stored).pop();
    },
  ],
  [
    'an end step that is gone',
    'Step "Error"',
    (stored) => {
      stored.runbook.steps.pop();
      edgesOf(stored).pop();
    },
  ],
  [
    'how the event starts the runbook',
    'Action',
    ({ newTicket }) => {
      newTicket.delivery_method = 1;
    },
  ],
  [
    'the kind of event',
    'Type',
    ({ statusChanged }) => {
      statusChanged.type = 0;
    },
  ],
];

describe('what somebody changed manually', () => {
  it.each(drifts)('is seen by plan and fixed by apply: %s', async (_, field, change) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = structuredClone(configurationOf(sandbox));
    change(storedIn(sandbox), sandbox);
    const drifted = structuredClone(configurationOf(sandbox));
    expect(drifted).not.toEqual(before);

    const { exitCode, stdout } = await runAt(sandbox, ['plan', '--exit-code']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain(field);
    expect(configurationOf(sandbox)).toEqual(drifted);
    await applied(sandbox);
    expect(writesIn(sandbox)).toHaveLength(7);
    await expectNothingPending(sandbox);
  });

  it('is restored exactly when only a value was changed', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const before = structuredClone(sandbox.halo.state.snapshot());
    const stored = storedIn(sandbox);
    Object.assign(edgesOf(stored)[1] ?? {}, { approval_result: 1, action_name: 'Successful Response (200 - 299)' });
    stored.runbook.active = false;
    stored.method.path = '/elsewhere';
    stored.integration.resourcebaseurl = 'https://example.com';
    stored.newTicket.delivery_method = 1;
    await applied(sandbox);
    expect(sandbox.halo.state.snapshot()).toEqual(before);
  });

  it.each([
    ['alert source', ({ ilert }: Sandbox) => ilert.state.alertSources.pop()],
    ['events', ({ halo }: Sandbox) => halo.state.bindings.splice(-2)],
  ])('is created again after it was removed: %s', async (_, remove) => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    remove(sandbox);
    await applied(sandbox);
    expect(storedIn(sandbox).method.path).toContain(storedIn(sandbox).source.integrationKey);
    await expectNothingPending(sandbox);
  });

  it('is not drift when only the trailing slash, the line endings or the unit of time differ', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, '--auto-resolve', '2h');
    const { source, method } = storedIn(sandbox);
    source.autoResolutionTimeout = 'PT120M';
    method.requestbody = `${method.requestbody.replaceAll('\n', '\r\n')}\r\n`;
    await expectNothingPending(sandbox, '--auto-resolve', '2h');
  });

  it('is not drift when the admin typed the address with a trailing slash', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox);
    const { integration, method } = storedIn(sandbox);
    integration.resourcebaseurl = `${integration.resourcebaseurl}/`;
    method.resource = integration.resourcebaseurl;
    method.path = method.path.slice(1);
    await expectNothingPending(sandbox);
  });
});
