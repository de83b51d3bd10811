import { expect, it } from 'vitest';
import { StatusId } from '../../sandbox/halo/tenant.ts';
import { growAccount } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn, storedIn } from '../support/tenants.ts';
import { peopleIn } from '../wizard/people.ts';
import { answerByDefault, exitCodeAtEnd } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };

describeOnTerminal('the wizard on a real terminal', () => {
  it(
    'with only Enter, arrow keys and the four credentials, a test alert is resolved, and so is that of a real ticket when it is closed',
    LONG,
    async () => {
      const sandbox = await sandboxOfTest();
      const terminal = openTerminal(sandbox);
      await answerByDefault(terminal, sandbox);
      expect(await exitCodeAtEnd(terminal, KEY.down)).toBe(0);
      expect(terminal.text()).toContain('Done: 6 created');
      expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
      const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, storedIn(sandbox).source.integrationKey];
      for (const secret of secrets) expect(terminal.raw()).not.toContain(secret);

      expect(sandbox.ilert.state.alerts.map(({ status }) => status)).toEqual(['RESOLVED']);
      const people = peopleIn(sandbox);
      const ticket = await people.log('Mail is down');
      expect(people.alerts().at(-1)).toBe('Mail is down: PENDING');
      await people.setStatus(ticket, StatusId.closed);
      expect(people.alerts().at(-1)).toBe('Mail is down: RESOLVED');
    },
  );

  it('goes back with Esc and with <, from every kind of question, and keeps what was answered', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await terminal.answer('API key', sandbox.ilert.token, KEY.enter);
    // A list of many, a list of one, a text, each by both keys.
    await terminal.answer('Teams', KEY.down, KEY.space, KEY.enter);
    await terminal.answer('Escalation policy', KEY.escape);
    await terminal.answer('Teams', '<');
    await terminal.answer('API key', KEY.enter);
    await terminal.shows('Selected: Operations');
    await terminal.answer('Teams', KEY.enter);
    await terminal.answer('Escalation policy', KEY.down, KEY.enter);
    await terminal.answer('Alert grouping', '<');
    await terminal.answer('Escalation policy', KEY.enter);
    await terminal.answer('Alert grouping', KEY.enter);
    await terminal.answer('URL', '<', KEY.enter);
    await terminal.answer('Alert grouping', KEY.enter);
    await terminal.answer('URL', KEY.escape);
    await answerByDefault(terminal, sandbox, 'Alert grouping', 'Options for');
    await terminal.answer('Apply', KEY.escape);
    await terminal.answer('Options for', KEY.enter);
    await terminal.answer('Apply', KEY.enter);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { policies, teams, alertSources } = sandbox.ilert.state;
    expect(alertSources.at(-1)).toMatchObject({
      teamIds: [teams[0]?.id],
      policyId: policies.find(({ name }) => name === 'Critical incidents')?.id,
    });
  });

  it('shows what is wrong below the question, and accepts a corrected answer', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const terminal = openTerminal(sandbox);
    await terminal.answer('API key', 'il1api-wrong', KEY.enter);
    await terminal.shows('! ilert rejected this API key.');
    await terminal.answer('API key', sandbox.ilert.token, KEY.enter);
    await terminal.shows('Ada Admin, role Admin');
    await answerByDefault(terminal, sandbox, 'Teams', 'Alert grouping');
    await terminal.answer('URL', 'ftp://x.example', KEY.enter);
    await terminal.shows('! This is not a valid URL.');
    await terminal.answer('URL', KEY.backspace.repeat(20), `${sandbox.halo.url}/api`, KEY.enter);
    await terminal.answer('Which product', KEY.enter);
    expect(terminal.text()).toMatch(`browser ${sandbox.halo.url} `);
    await terminal.answer('Client ID', '?', KEY.enter);
    await terminal.shows('On the Permissions tab select "all", then Save.');
    await terminal.answer('Client ID', sandbox.halo.clientId, KEY.enter);
    await terminal.answer('Client secret', 'wrong', KEY.enter);
    await terminal.shows('! HaloITSM rejected this client ID and secret.');
    await terminal.answer('Client secret', sandbox.halo.clientSecret, KEY.enter);
    await terminal.answer('Payload', KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(sandbox.writes()).toBe(0);
  });

  it('finds teams and policies by typing', LONG, async () => {
    const sandbox = await sandboxOfTest();
    growAccount(sandbox.ilert.state, { teams: 130, policies: 40 });
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, 'API key', 'API key');
    await terminal.answer('Teams', 'team 12');
    await terminal.shows('◯ Team 126');
    terminal.press('7');
    await terminal.shows('(optional) team 127');
    terminal.press(KEY.space);
    await terminal.shows('Selected: Team 127');
    terminal.press('desk');
    await terminal.shows('(optional) desk');
    terminal.press(KEY.space);
    await terminal.shows('Selected: Team 127, Service Desk');
    terminal.press(KEY.enter);
    await terminal.answer('Escalation policy', 'policy 38');
    await terminal.shows('❯ Policy 38');
    terminal.press(KEY.enter);
    await answerByDefault(terminal, sandbox, 'Alert grouping');
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
    await answerByDefault(terminal, sandbox, 'API key', 'Payload');
    await terminal.answer('Which tickets', KEY.down, KEY.enter);
    await terminal.asks('Ticket type');
    await terminal.shows('Selected: All');
    terminal.press(KEY.down, KEY.space, KEY.down, KEY.space);
    await terminal.shows('Selected: Incident, Service Request');
    terminal.press(KEY.up, KEY.up, KEY.space);
    await terminal.shows(/Selected: All(?!.*Selected)/);
    terminal.press(KEY.enter);
    await terminal.answer('Priority', 'crit', KEY.enter, 'high', KEY.enter);
    await terminal.shows('Selected: Critical, High');
    terminal.press(KEY.enter);
    await terminal.answer('Team', KEY.enter);
    await answerByDefault(terminal, sandbox, 'Options for');
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const filters = sandbox.halo.state.bindings.flatMap(({ eventno, conditions }) =>
      eventno === 3 ? conditions.map(({ value_int }) => value_int) : [],
    );
    expect(filters).toEqual([1, 2]);
  });

  it('creates an escalation policy from people and schedules', LONG, async () => {
    const sandbox = await sandboxOfTest({ others: false });
    const terminal = openTerminal(sandbox);
    await answerByDefault(terminal, sandbox, 'API key', 'Teams');
    await terminal.answer('Escalation policy', KEY.up, KEY.enter);
    await terminal.answer('Name of the new escalation policy', KEY.enter);
    await terminal.answer('Responders', KEY.enter);
    await terminal.shows('! Select at least one responder.');
    terminal.press(KEY.down, KEY.down, KEY.down, KEY.space, KEY.up, KEY.space);
    await terminal.shows('Selected: On-call (schedule), Sina Servicedesk');
    terminal.press(KEY.enter);
    await terminal.answer('Escalation timeout', KEY.enter);
    await answerByDefault(terminal, sandbox, 'Alert grouping', 'Options for');
    await terminal.shows('Escalation policy Service desk tickets (new): notifies');
    await terminal.answer('Apply', KEY.enter);
    expect(await exitCodeAtEnd(terminal)).toBe(0);
    const { policies, users, schedules } = sandbox.ilert.state;
    expect(policies.at(-1)?.rules).toMatchObject([
      { escalationTimeout: 10, scheduleIds: [schedules[0]?.id] },
      { escalationTimeout: 10, userIds: [users[2]?.id] },
    ]);
  });
});
