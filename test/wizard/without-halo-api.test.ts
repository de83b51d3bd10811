import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importIntegration, importRunbook, type Sandbox } from '../../sandbox/sandbox.ts';
import { pollClock } from '../support/alert-polls.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn, runAt } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { completeWizard, defaultAnswers, idsOf, questionOf, runWizard, without } from './run-wizard.ts';
import { ENTER, inTurn, type Script } from './scripted-prompter.ts';

const FOLDER = 'ilert-haloitsm-import';
const CANNOT = "I can't create an API application";

/** Returns the answers of a person who can't create an API application, and otherwise accepts the defaults. */
function withoutApplication(sandbox: Sandbox): Script {
  return {
    ...without(defaultAnswers(sandbox), 'halo-client-secret'),
    'halo-client-id': ENTER,
    'halo-application': CANNOT,
    'import-folder': ENTER,
  };
}

/** Imports with "Import from JSON" and binds the events of ilert's guide, as the last page says. */
function importInto({ halo: { state } }: Sandbox, folder: string): void {
  const documentIn = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  importIntegration(state, documentIn('custom-integration.json'));
  const runbook = importRunbook(state, documentIn('runbook.json'));
  state.addBinding(runbook, 3, 'New Ticket Logged');
  state.addBinding(runbook, 76, 'Ticket Status Changed');
}

function requestsWithToken({ requests }: Sandbox) {
  return requests.filter(({ service, path }) => service === 'halo' && !/AuthInfo|InstanceInfo/.test(path));
}

describe("a person who can't create an API application", () => {
  it("gets ilert's side, files to import and the remaining steps; then a ticket opens an alert, and closing it resolves it", async () => {
    const sandbox = await sandboxOfTest();
    const { cwd, stdout } = await completeWizard(sandbox, withoutApplication(sandbox));
    expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(requestsWithToken(sandbox)).toEqual([]);
    expect(stdout).toContain('Import from JSON and select "custom-integration.json"');
    expect(stdout).toContain('Add the events New Ticket Logged and Ticket Status Changed, each for all tickets.');
    expect(stdout).toContain('verify --only ilert');
    expect(readFileSync(join(cwd, FOLDER, 'README.md'), 'utf8')).toContain('remaining manual steps');

    importInto(sandbox, join(cwd, FOLDER));
    const people = peopleIn(sandbox);
    const ticket = await people.log('Mail is down');
    expect(people.alerts()).toEqual(['Mail is down: PENDING']);
    await people.setStatus(ticket, 9);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });

  it('is asked neither for a client secret nor whether to save a settings file', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, withoutApplication(sandbox));
    expect(idsOf(wizard)).not.toContain('halo-client-secret');
    expect(wizard.asked.map(({ id }) => id)).not.toContain('save-settings');
  });

  it('sees in the review what is set up, what is to be imported and where the files go', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, withoutApplication(sandbox));
    expect(wizard.shown).toMatch(/Alert source\s+HaloITSM \(new\)/);
    expect(wizard.shown).toMatch(/Runbook\s+ilert runbook \(to be imported\)/);
    expect(wizard.shown).toMatch(/Events\s+New Ticket Logged, Ticket Status Changed\n/);
    expect(wizard.shown).toMatch(new RegExp(`Files to import\\s+${FOLDER}`));
    expect(questionOf(wizard, 'confirm').message).toBe('Set up ilert and write the files?');
  });

  it('types filters by name or ID, and gets the event "Closed" among the steps', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, {
      ...withoutApplication(sandbox),
      tickets: 'Only matching tickets',
      'halo.onlyTicketType': ENTER,
      'halo.onlyPriority': '1, 2',
      'halo.onlyTeam': 'Ops',
    });
    expect(wizard.shown).toMatch(/Events\s+New Ticket Logged, Ticket Status Changed, Closed\n/);
    expect(wizard.stdout).toContain('- priority ID is "1" and team is "Ops"');
    expect(wizard.stdout).toContain('- priority ID is "2" and team is "Ops"');
    expect(wizard.stdout).toContain('Add the event Closed as well, for all tickets');
    expect(requestsWithToken(sandbox)).toEqual([]);
  });

  it('chooses another folder, and none with a README.md of somebody else', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'taken'));
    writeFileSync(join(cwd, 'taken', 'README.md'), '# Theirs\n');
    const script = { ...withoutApplication(sandbox), 'import-folder': inTurn('taken', 'free') };
    const wizard = await completeWizard(sandbox, script, { cwd });
    expect(wizard.refused.join()).toContain('README.md exists and was not written by "export"');
    expect(existsSync(join(cwd, 'free', 'runbook.json'))).toBe(true);
    expect(readFileSync(join(cwd, 'taken', 'README.md'), 'utf8')).toBe('# Theirs\n');
  });

  it("may send a test alert, which proves ilert's side alone", async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...withoutApplication(sandbox), 'test-alert': 'Send a test alert' };
    const { stdout } = await completeWizard(sandbox, script, { now: pollClock(sandbox) });
    expect(stdout).toContain("ilert's side works");
    expect(stdout).toContain('HaloITSM was not tested.');
    expect(sandbox.ilert.state.alerts).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('changes nothing and writes nothing by cancelling at the review', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await runWizard(sandbox, { ...withoutApplication(sandbox), confirm: 'Cancel' });
    expect(wizard.exitCode).toBe(130);
    expect(sandbox.writes()).toBe(0);
    expect(existsSync(join(wizard.cwd, FOLDER))).toBe(false);
  });

  it('gets the files anew where the alert source exists already', async () => {
    const sandbox = await sandboxOfTest();
    const first = await completeWizard(sandbox, withoutApplication(sandbox));
    const again = await completeWizard(sandbox, withoutApplication(sandbox), { cwd: first.cwd });
    expect(again.stderr).toContain('Replaced: custom-integration.json');
    expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('shows how to create one, and continues with its client ID', async () => {
    const sandbox = await sandboxOfTest();
    const script = {
      ...defaultAnswers(sandbox),
      'halo-client-id': inTurn(ENTER, ENTER, sandbox.halo.clientId),
      'halo-application': inTurn('Show me how to create one', 'Yes, enter its client ID'),
    };
    const wizard = await completeWizard(sandbox, script);
    expect(wizard.shown).toContain('To create an API application');
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('after the wizard has set up ilert alone', () => {
  const key = ({ ilert }: Sandbox) => ({ 'ilert.apiToken': ilert.token });

  it.each([
    [['plan', '--exit-code'], {}],
    [['status'], {}],
    [['verify'], { confirm: true }],
  ])('%j works with the API key alone', async (argv, more: Script) => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, withoutApplication(sandbox));
    const run = await runWizard(sandbox, { ...key(sandbox), ...more }, { cwd, argv, now: pollClock(sandbox) });
    expect(run.stderr).not.toContain('Error:');
    expect(run.stderr).toContain("only ilert's side is used; HaloITSM is left as it is.");
    expect(run.exitCode).toBe(0);
    expect(requestsWithToken(sandbox)).toEqual([]);
  });

  it("destroy removes ilert's side, and says that HaloITSM may still send tickets", async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, withoutApplication(sandbox));
    const run = await runWizard(sandbox, { ...key(sandbox), confirm: true }, { cwd, argv: ['destroy'] });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('HaloITSM is neither read nor changed.');
    expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('the wizard completes it once there is an API application, with the same alert source', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, withoutApplication(sandbox));
    await completeWizard(sandbox, defaultAnswers(sandbox), { cwd });
    expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await runAt(sandbox, ['plan', '--exit-code'], { cwd })).exitCode).toBe(0);
  });

  it('the wizard offers the same way again', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, withoutApplication(sandbox));
    const wizard = await completeWizard(
      sandbox,
      { ...withoutApplication(sandbox), 'halo-application': ENTER },
      { cwd },
    );
    expect(questionOf(wizard, 'halo-application').offered).toContain(CANNOT);
  });

  it('"Change it" asks for the API key alone, then shows the review', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, withoutApplication(sandbox));
    const script = { menu: 'Change it', 'ilert-key': sandbox.ilert.token, confirm: ENTER };
    const wizard = await completeWizard(sandbox, script, { cwd });
    expect(wizard.shown).toMatch(new RegExp(`Files to import\\s+${FOLDER}`));
  });
});
