import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StatusId } from '../../sandbox/halo/tenant.ts';
import { importIntegration, importRunbook } from '../../sandbox/sandbox.ts';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { peopleIn } from '../wizard/people.ts';
import { answerByDefault } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

describeOnTerminal('the wizard on a real terminal, without an API application', () => {
  it("sets up ilert's side with Enter and arrow keys, and what it writes makes a ticket an alert once it is imported", {
    timeout: 60_000,
  }, async () => {
    const sandbox = await sandboxOfTest();
    const home = temporaryFolder();
    const terminal = openTerminal(sandbox, { home });
    await answerByDefault(terminal, sandbox, 'API key', 'Which product');
    await terminal.answer('Client ID', KEY.enter);
    await terminal.answer('Do you have an API application?', KEY.down, KEY.down, KEY.enter);
    await answerByDefault(terminal, sandbox, 'Payload', 'Options for');
    await terminal.answer('Folder for the files to import', KEY.enter);
    await terminal.answer('Set up ilert and write the files?', KEY.enter);
    await terminal.answer('Send a test alert now?', KEY.enter);
    await terminal.shows(/Save the API key|Remaining steps/);
    if (!terminal.text().includes('Remaining steps')) await terminal.answer('Save the API key', KEY.enter);
    await terminal.shows('or delete it in ilert');
    expect(await terminal.ended()).toBe(0);
    expect(countsIn(sandbox)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(terminal.raw()).not.toContain(String(sandbox.ilert.state.alertSources.at(-1)?.integrationKey));

    const documentIn = (name: string) => JSON.parse(readFileSync(join(home, 'ilert-haloitsm-import', name), 'utf8'));
    const { state } = sandbox.halo;
    importIntegration(state, documentIn('custom-integration.json'));
    const runbook = importRunbook(state, documentIn('runbook.json'));
    state.addBinding(runbook, 3, 'New Ticket Logged');
    state.addBinding(runbook, 76, 'Ticket Status Changed');
    const people = peopleIn(sandbox);
    const ticket = await people.log('Mail is down');
    await people.setStatus(ticket, StatusId.closed);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });
});
