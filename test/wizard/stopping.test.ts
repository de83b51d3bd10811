import { describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf, countsIn, storedIn } from '../support/tenants.ts';
import { completeWizard, defaultAnswers, runWizard, without } from './run-wizard.ts';
import { BACK, CTRL_C, ENTER, inTurn, type Script } from './scripted-prompter.ts';

const isMethodBeingMade = ({ method, path }: SandboxRequest) =>
  method === 'POST' && path === '/api/CustomIntegrationMethod';

const ORDER = [
  'ilert-key',
  'teams',
  'policy',
  'grouping',
  'halo-url',
  'product',
  'halo-client-id',
  'halo-client-secret',
  'payload',
  'tickets',
  'on-call',
  'confirm',
];

describe('stopping the wizard', () => {
  it.each(ORDER)('by Ctrl-C at the question %s changes nothing, and says so', async (id) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const script: Script = { ...without(defaultAnswers(sandbox), ...ORDER.slice(ORDER.indexOf(id))), [id]: CTRL_C };
    const { exitCode, stderr, stdout } = await runWizard(sandbox, script);
    expect(exitCode).toBe(130);
    expect(stderr.trim()).toBe('Cancelled. Nothing was changed.');
    expect(stdout).toBe('');
    expect(sandbox.writes()).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  });

  it('by declining the plan changes nothing, and says so', async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, stderr } = await runWizard(sandbox, { ...defaultAnswers(sandbox), confirm: 'Cancel' });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Cancelled. Nothing was changed.');
    expect(sandbox.writes()).toBe(0);
  });

  it('by Ctrl-C during a connection check does not report a wrong answer', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = ({ path }) => {
      if (path !== '/api/users/current') return undefined;
      interrupt();
      return { kind: 'hang' };
    };
    const onStart = (press: () => void) => {
      interrupt = press;
    };
    const { exitCode, stderr, refused } = await runWizard(sandbox, { 'ilert-key': sandbox.ilert.token }, { onStart });
    expect(exitCode).toBe(130);
    expect(refused).toEqual([]);
    expect(stderr).toContain('Cancelled. Nothing was changed.');
  });

  it('by Ctrl-C after approval reports what exists, and the next run completes it', async () => {
    const sandbox = await sandboxOfTest();
    let interrupt: () => void = () => undefined;
    sandbox.intercept = (request) => {
      if (isMethodBeingMade(request)) interrupt();
      return undefined;
    };
    const onStart = (press: () => void) => {
      interrupt = press;
    };
    const { exitCode, stderr, cwd } = await runWizard(sandbox, defaultAnswers(sandbox), { onStart });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/Current state:\n {2}alert source .*\n {2}custom integration .*\n {2}method /);
    expect(stderr).not.toContain('nothing was changed');
    expect(sandbox.writes()).toBe(3);

    sandbox.intercept = undefined;
    const { stdout } = await completeWizard(sandbox, defaultAnswers(sandbox), { cwd });
    expect(stdout).toContain('Done: 3 created');
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('by a rejected request reports what exists, and the next run completes it with Enter alone', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, path }) =>
      method === 'POST' && path === '/api/Webhook'
        ? { kind: 'respond', status: 400, body: { message: 'This runbook is not to my liking.' } }
        : undefined;
    const { exitCode, stderr, cwd } = await runWizard(sandbox, defaultAnswers(sandbox));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('not to my liking');
    expect(stderr).toMatch(/Current state:[\s\S]*Fix that first, then run the command again/);

    sandbox.intercept = undefined;
    const again: Script = { ...defaultAnswers(sandbox), 'halo-url': ENTER, 'halo-client-id': ENTER };
    expect((await completeWizard(sandbox, again, { cwd })).stdout).toContain('Done: 3 created');
  });

  it('by a rejected request before anything is created still saves the answers', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ method, service, path }) =>
      method === 'POST' && (service === 'ilert' || path === '/api/CustomIntegration')
        ? { kind: 'respond', status: 403, body: 'Not for you.' }
        : undefined;
    const { exitCode, stderr, cwd } = await runWizard(sandbox, { ...defaultAnswers(sandbox), payload: 'Full payload' });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Nothing was created.');
    sandbox.intercept = undefined;
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), 'halo-url': ENTER, 'halo-client-id': ENTER }, { cwd });
    expect(storedIn(sandbox).method.requestbody).toContain('<<ticket>>');
  });

  it('going back from the plan writes nothing', async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), 'on-call': inTurn(ENTER, ENTER), confirm: inTurn(BACK, 'Cancel') };
    const { exitCode } = await runWizard(sandbox, script);
    expect(exitCode).toBe(130);
    expect(sandbox.writes()).toBe(0);
  });
});
