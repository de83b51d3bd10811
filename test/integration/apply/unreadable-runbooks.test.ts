import { describe, expect, it } from 'vitest';
import type { WebhookRow } from '../../../sandbox/halo/rows.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { Event, expectOneSet, runWith, settingsFile, setUp, USUAL_NAMES, watchAccount } from './one-set.ts';

/** How Halo may answer for a runbook that it does not show. */
const ANSWERS = {
  403: { status: 403, body: { message: 'Forbidden' } },
  404: { status: 404, body: '' },
  null: { status: 200, body: null },
  'a web page': { status: 200, body: '<html>Sign in</html>' },
  500: { status: 500, body: 'Failed' },
} as const;
type Answer = (typeof ANSWERS)[keyof typeof ANSWERS];

function hide({ id }: Pick<WebhookRow, 'id'>, sandbox: Sandbox, answer: Answer): void {
  sandbox.intercept = ({ method, path }) =>
    method === 'GET' && path.endsWith(`/Webhook/${id}`) ? { kind: 'respond', ...answer } : undefined;
}

/** Runs a command on a machine without saved ids. */
const run = (sandbox: Sandbox, ...argv: string[]) => runWith(sandbox, settingsFile(USUAL_NAMES), argv);

/** Creates a set, and a second runbook that calls its method. */
async function withSecondRunbook({ isStarted = true }: { readonly isStarted?: boolean } = {}) {
  const { sandbox, watched } = await setUp();
  const { runbook } = watched.set();
  const second = sandbox.halo.state.addRunbook('Night shift', { steps: structuredClone(runbook.steps) });
  if (isStarted) sandbox.halo.state.addBinding(second, Event.newTicket, 'New Ticket Logged');
  return { sandbox, second, webhooks: () => sandbox.halo.state.webhooks.length };
}

const REFUSALS = [ANSWERS[403], ANSWERS[404], ANSWERS.null, ANSWERS['a web page']] as const;

describe('our runbook, renamed, that Halo does not show', () => {
  it.each(Object.entries(ANSWERS))('is not made a second time where Halo answers %s', async (_, answer) => {
    const { sandbox, watched } = await setUp();
    const { runbook } = watched.set();
    runbook.name = 'Renamed';
    hide(runbook, sandbox, answer);
    const before = sandbox.halo.state.webhooks.length;
    const { exitCode, stderr } = await run(sandbox, 'apply');
    expect([exitCode, sandbox.halo.state.webhooks.length]).toEqual([1, before]);
    if (answer.status < 500) {
      expect(stderr).toContain(
        `"Renamed" (ID ${runbook.id}) can't be read, and tickets start it, so it may belong to this integration.`,
      );
    }
  });

  it("is no reason to stop where no ticket starts it: a runbook of others can't hold up a run", async () => {
    const { sandbox, watched } = await setUp();
    const { runbook } = watched.set();
    const { state } = sandbox.halo;
    state.bindings.splice(0);
    runbook.name = 'Renamed';
    hide(runbook, sandbox, ANSWERS[403]);
    const { exitCode, stdout } = await run(sandbox, 'plan', '--json');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('"create"')]);
  });

  it('does not keep a set of other names from being made beside it', async () => {
    const { sandbox, watched } = await setUp();
    const { runbook } = watched.set();
    hide(runbook, sandbox, ANSWERS[403]);
    const other = { source: 'Other', integration: 'Other', method: 'Other', runbook: 'Other' };
    const second = watchAccount(sandbox);
    expect((await runWith(sandbox, settingsFile(other), ['apply'])).exitCode).toBe(0);
    expectOneSet(second, { [Event.newTicket]: 1, [Event.statusChanged]: 1 });
    second.expectOthersUntouched();
  });
});

describe('a second runbook that Halo does not show', () => {
  it.each(REFUSALS)('is a finding of status where tickets start it: $status $body', async (answer) => {
    const { sandbox, second } = await withSecondRunbook();
    hide(second, sandbox, answer);
    const { exitCode, stdout } = await run(sandbox, 'status');
    expect([exitCode, stdout]).toEqual([5, expect.stringContaining(`"Night shift" (ID ${second.id}) can't be read`)]);
    expect(stdout).not.toContain('Healthy');
  });

  it('makes the look of status incomplete where Halo fails', async () => {
    const { sandbox, second } = await withSecondRunbook();
    hide(second, sandbox, ANSWERS[500]);
    const { exitCode, stdout } = await run(sandbox, 'status');
    expect([exitCode, stdout]).toEqual([5, expect.stringContaining('incomplete')]);
  });

  it('is only a note of status where no ticket starts it', async () => {
    const { sandbox, second } = await withSecondRunbook({ isStarted: false });
    hide(second, sandbox, ANSWERS[403]);
    const { exitCode, stdout, stderr } = await run(sandbox, 'status');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Healthy')]);
    expect(stderr).toContain(`Note: The runbook "Night shift" (ID ${second.id}) can't be read`);
  });

  it.each([
    ['fails', ANSWERS[500], 'The runbook "Night shift"'],
    ['answers nothing', ANSWERS.null, 'The runbook "Night shift"'],
    ['answers with a web page', ANSWERS['a web page'], 'The runbook "Night shift"'],
  ])('stops destroy before anything is removed where Halo %s', async (_, answer, said) => {
    const { sandbox, second } = await withSecondRunbook();
    hide(second, sandbox, answer);
    const before = structuredClone(sandbox.halo.state.webhooks.map(({ name }) => name));
    const { exitCode, stderr } = await run(sandbox, 'destroy', '--yes');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`Nothing was removed. ${said}`)]);
    expect(sandbox.halo.state.webhooks.map(({ name }) => name)).toEqual(before);
  });

  it.each([ANSWERS[403], ANSWERS[404]])(
    'keeps the method from destroy where tickets start it: $status $body',
    async (answer) => {
      const { sandbox, second } = await withSecondRunbook();
      const { methods, integrations, webhooks } = sandbox.halo.state;
      const before = [methods.length, integrations.length, webhooks.length];
      hide(second, sandbox, answer);
      const { exitCode, stdout, stderr } = await run(sandbox, 'destroy', '--yes');
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringContaining('so it may call the method. Everything that it may use is kept.'),
      ]);
      expect(stdout).toContain("runbook can't be read, and tickets start it, so it may call the method");
      const { state } = sandbox.halo;
      expect([state.methods.length, state.integrations.length, state.webhooks.length]).toEqual(before);
    },
  );

  it('is named by destroy, which removes ours, where no ticket starts it', async () => {
    const { sandbox, second } = await withSecondRunbook({ isStarted: false });
    sandbox.halo.state.refusesOrphans = false;
    hide(second, sandbox, ANSWERS[403]);
    const { exitCode, stderr } = await run(sandbox, 'destroy', '--yes');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`"Night shift" (ID ${second.id}) can't be read`)]);
  });
});

describe('where Halo does not return the list of all methods', () => {
  const refuse = (sandbox: Sandbox, status: number, isRefused: (id: string) => boolean = () => false) => {
    sandbox.intercept = ({ path, query }) => {
      const isList = path.endsWith('/CustomIntegrationMethod') && !query.has('integration_id');
      const id = /\/CustomIntegration\/(\d+)$/.exec(path)?.[1];
      return isList || (id !== undefined && isRefused(id)) ? { kind: 'respond', status, body: 'No' } : undefined;
    };
  };

  it('status says so', async () => {
    const { sandbox } = await setUp();
    refuse(sandbox, 403);
    expect((await run(sandbox, 'status')).stderr).toContain('The list of all methods could not be read');
  });

  it('destroy looks into each integration, and names those that it cannot read', async () => {
    const { sandbox } = await setUp();
    const theirs = sandbox.halo.state.addIntegration('Theirs');
    refuse(sandbox, 403, (id) => id === String(theirs.id));
    const { stderr } = await run(sandbox, 'destroy', '--dry-run');
    expect(stderr).toContain(`the custom integration "Theirs" (ID ${theirs.id}) can be read, so one of its methods`);
  });

  it('destroy removes nothing while Halo fails', async () => {
    const { sandbox } = await setUp();
    refuse(sandbox, 500);
    const before = sandbox.halo.state.webhooks.length;
    expect((await run(sandbox, 'destroy', '--yes')).exitCode).toBe(1);
    expect(sandbox.halo.state.webhooks.length).toBe(before);
  });
});
