import { describe, expect, it } from 'vitest';
import { StatusId } from '../../sandbox/halo/tenant.ts';
import { growAccount } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { onWindows } from '../support/system.ts';
import { countsIn, storedIn } from '../support/tenants.ts';
import { peopleIn } from '../wizard/people.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

// The console of Windows draws the screen anew in its own way: what is sent to it is not what a program printed.
describe.skipIf(onWindows)('the wizard on a real terminal', () => {
  it(
    'with the four credentials alone, a ticket becomes an alert, which is resolved when the ticket is closed',
    LONG,
    async () => {
      const sandbox = await sandboxOfTest();
      const terminal = openTerminal(sandbox);
      await answerByDefault(terminal, sandbox);
      expect(await exitCodeAtEnd(terminal)).toBe(0);
      expect(terminal.text()).toContain('Done: 6 created');
      expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
      const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, storedIn(sandbox).source.integrationKey];
      for (const secret of secrets) expect(terminal.raw()).not.toContain(secret);

      const people = peopleIn(sandbox);
      const ticket = await people.log('Mail is down');
      expect(people.alerts()).toEqual(['Mail is down: PENDING']);
      await people.setStatus(ticket, StatusId.closed);
      expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
    },
  );

  it('goes back with Esc and with <, from every kind of question, and keeps what was answered', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await terminal.answer('1/9', sandbox.ilert.token, KEY.enter);
    await terminal.answer('2/9', 'Tickets', KEY.enter);
    // A list of many, a list of one, a text, each by both keys.
    await terminal.answer('3/9', KEY.down, KEY.space, KEY.enter);
    await terminal.answer('4/9', KEY.escape);
    await terminal.answer('3/9', '<');
    await terminal.answer('2/9', '<', KEY.enter);
    await terminal.answer('1/9', KEY.enter);
    await terminal.shows('name of the new alert source (Tickets)');
    await terminal.answer('2/9', KEY.escape);
    await terminal.answer('1/9', KEY.enter);
    await terminal.answer('2/9', KEY.enter);
    await terminal.shows('Selected: Operations');
    await terminal.answer('3/9', KEY.enter);
    await terminal.answer('4/9', KEY.down, KEY.enter);
    await terminal.answer('5/9', '<');
    await terminal.answer('4/9', KEY.enter);
    await answerByDefault(terminal, sandbox, '5/9', '9/9');
    await terminal.answer('Apply', KEY.escape);
    await terminal.answer('9/9', KEY.enter);
    await terminal.answer('Apply', KEY.enter);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { policies, teams, alertSources } = sandbox.ilert.state;
    expect(alertSources.at(-1)).toMatchObject({
      name: 'Tickets',
      teamIds: [teams[0]?.id],
      policyId: policies.find(({ name }) => name === 'Critical incidents')?.id,
    });
  });

  it('shows what is wrong below the question, and accepts a corrected answer', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await terminal.answer('1/9', 'il1api-wrong', KEY.enter);
    await terminal.shows('! ilert does not know this key.');
    await terminal.answer('1/9', sandbox.ilert.token, KEY.enter);
    await terminal.shows('Signed in to ilert as Ada Admin.');
    await answerByDefault(terminal, sandbox, '2/9', '5/9');
    await terminal.answer('6/9', 'ftp://x.example', KEY.enter);
    await terminal.shows('! This is not a web address.');
    terminal.press(KEY.backspace.repeat(20), `${sandbox.halo.url}/api`, KEY.enter);
    await terminal.shows(`Read as ${sandbox.halo.url}`);
    await terminal.answer('7/9 HaloITSM: client ID', '?', KEY.enter);
    await terminal.shows('Permissions: all. Save.');
    await terminal.answer('7/9 HaloITSM: client ID', sandbox.halo.clientId, KEY.enter);
    await terminal.answer('7/9 HaloITSM: client secret', 'wrong', KEY.enter);
    await terminal.shows('! HaloITSM does not know this client ID with this secret.');
    await terminal.answer('7/9 HaloITSM: client secret', sandbox.halo.clientSecret, KEY.enter);
    await terminal.answer('8/9', KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(sandbox.writes()).toBe(0);
  });

  it('finds teams and policies by typing', LONG, async () => {
    const sandbox = await sandboxOfTest();
    growAccount(sandbox.ilert.state, { teams: 130, policies: 40 });
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, '1/9', '2/9');
    await terminal.answer('3/9', 'team 12');
    await terminal.shows('◯ Team 126');
    terminal.press('7');
    await terminal.shows('(none is fine) team 127');
    terminal.press(KEY.space);
    await terminal.shows('Selected: Team 127');
    terminal.press('desk');
    await terminal.shows('(none is fine) desk');
    terminal.press(KEY.space);
    await terminal.shows('Selected: Team 127, Service Desk');
    terminal.press(KEY.enter);
    await terminal.answer('4/9', 'policy 38');
    await terminal.shows('who is woken policy 38 ❯ Policy 38');
    terminal.press(KEY.enter);
    await answerByDefault(terminal, sandbox, '5/9');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { teams, policies } = sandbox.ilert.state;
    const idOf = (rows: readonly { id: number; name: string }[], name: string) =>
      rows.find((row) => row.name === name)?.id;
    expect(storedIn(sandbox).source).toMatchObject({
      teamIds: [idOf(teams, 'Team 127'), idOf(teams, 'Service Desk')],
      policyId: idOf(policies, 'Policy 38'),
    });
  });

  it('takes several values of a filter, and All takes them back', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, '1/9', '8/9');
    await terminal.answer('9/9 HaloITSM: which tickets', KEY.down, KEY.enter);
    await terminal.asks('9/9 HaloITSM: only tickets of which types?');
    await terminal.shows('Selected: All');
    terminal.press(KEY.down, KEY.space, KEY.down, KEY.space);
    await terminal.shows('Selected: Incident, Service Request');
    terminal.press(KEY.up, KEY.up, KEY.space);
    await terminal.shows(/Selected: All(?!.*Selected)/);
    terminal.press(KEY.enter);
    await terminal.answer('9/9 HaloITSM: only tickets of which priorities?', 'crit', KEY.enter, 'high', KEY.enter);
    await terminal.shows('Selected: Critical (1), High (2)');
    terminal.press(KEY.enter);
    await terminal.answer('9/9 HaloITSM: only tickets of which teams?', KEY.enter);
    await terminal.answer('Apply', KEY.enter);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const filters = sandbox.halo.state.bindings.flatMap(({ eventno, conditions }) =>
      eventno === 3 ? conditions.map(({ value_int }) => value_int) : [],
    );
    expect(filters).toEqual([1, 2]);
  });

  it('creates an escalation policy from people and schedules', LONG, async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, '1/9', '3/9');
    await terminal.answer('4/9 ilert: escalation policy', KEY.down, KEY.down, KEY.enter);
    await terminal.answer('4/9 ilert: name', KEY.enter);
    await terminal.answer('4/9 ilert: who is woken?', KEY.enter);
    await terminal.shows('! Somebody has to be woken.');
    terminal.press(KEY.down, KEY.down, KEY.down, KEY.space, KEY.up, KEY.space);
    await terminal.shows('Selected: On-call (schedule), Sina Servicedesk');
    terminal.press(KEY.enter);
    await terminal.answer('4/9 ilert: minutes', KEY.enter);
    await answerByDefault(terminal, sandbox, '5/9', '9/9');
    await terminal.shows('Escalation policy HaloITSM tickets (new): notifies');
    await terminal.answer('Apply', KEY.enter);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { policies, users, schedules } = sandbox.ilert.state;
    expect(policies.at(-1)?.rules).toMatchObject([
      { escalationTimeout: 10, scheduleIds: [schedules[0]?.id] },
      { escalationTimeout: 10, userIds: [users[2]?.id] },
    ]);
  });
});
