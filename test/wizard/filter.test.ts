import { describe, expect, it } from 'vitest';
import { StatusId } from '../../sandbox/halo/tenant.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, storedIn } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { completeWizard, defaultAnswers, questionOf, without } from './run-wizard.ts';
import { BACK, ENTER, inTurn, type Script } from './scripted-prompter.ts';

const ALL = { 'halo.onlyTicketType': 'All', 'halo.onlyPriority': 'All', 'halo.onlyTeam': 'All' };

const FILTERS = [
  ['ticket type', { 'halo.onlyTicketType': ['Service Request'] }, { tickettype_id: 3 }, { tickettype_id: 1 }],
  ['priority', { 'halo.onlyPriority': ['Critical'] }, { priority_id: 1 }, { priority_id: 4 }],
  ['team', { 'halo.onlyTeam': ['2nd Line Support'] }, { team: '2nd Line Support' }, { team: '1st Line Support' }],
] as const;

/** Returns the conditions of each of the runbook's bindings, by the number of its event; `all` if there are none. */
function bindingsIn({ halo }: Sandbox): string[] {
  const runbook = halo.state.webhooks.find(({ name }) => name === 'ilert runbook');
  return halo.state.bindings
    .filter(({ webhook_id }) => webhook_id === runbook?.id)
    .map(({ eventno, conditions }) => {
      const values = conditions.map(
        ({ fieldname, value_int, value_string }) => `${fieldname.toLowerCase()} ${value_int ?? value_string}`,
      );
      return `${eventno}: ${values.sort().join(', ') || 'all'}`;
    })
    .sort();
}

const UNFILTERED = ['3: all', '76: all'];

/** Returns the filter options in the command on the last page. */
function filterOptions(page: string): string[] {
  const [apply = ''] = page.match(/npx ilert-haloitsm apply.*/) ?? [];
  return apply.match(/--only-\S+ ('[^']*'|\S+)/g) ?? [];
}

describe('a filter for tickets', () => {
  it.each(FILTERS)('by %s: a ticket of another one raises none', async (_, chosen, fitting, other) => {
    const sandbox = await sandboxOfTest();
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), tickets: 'Only matching', ...ALL, ...chosen });
    const { newTicket, statusChanged } = storedIn(sandbox);
    for (const binding of [newTicket, statusChanged])
      expect(binding).toMatchObject({ filter_type: 2, condition_count: 1 });
    const people = peopleIn(sandbox);
    await people.log('Not for us', other);
    expect(people.alerts()).toEqual([]);
    await people.log('For us', fitting);
    expect(people.alerts()).toEqual(['For us: PENDING']);
  });

  it('by type, priority and team adds three conditions to both events', async () => {
    const sandbox = await sandboxOfTest();
    await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      'halo.onlyTicketType': ['Incident'],
      'halo.onlyPriority': ['High'],
      'halo.onlyTeam': ['1st Line Support'],
    });
    const { newTicket, statusChanged } = storedIn(sandbox);
    for (const { conditions } of [newTicket, statusChanged]) expect(conditions).toHaveLength(3);
  });

  it('offers each priority once, although each service level agreement has it', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), tickets: 'Only matching', ...ALL });
    expect(questionOf(wizard, 'halo.onlyPriority').choices?.map(({ name }) => name)).toEqual([
      'Critical',
      'High',
      'Medium',
      'Low',
    ]);
    expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
  });

  it('of several priorities lets the tickets of each through, and closing them resolves their alerts', async () => {
    const sandbox = await sandboxOfTest();
    const { stdout } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      ...ALL,
      'halo.onlyPriority': ['Critical', 'High'],
    });
    expect(bindingsIn(sandbox)).toEqual([
      '39: all',
      '3: seriousness 1',
      '3: seriousness 2',
      '76: seriousness 1',
      '76: seriousness 2',
    ]);
    expect(filterOptions(stdout)).toEqual([
      '--only-ticket-type any',
      '--only-priority 1',
      '--only-priority 2',
      '--only-team any',
    ]);
    expect(stdout).toContain('Log a ticket that matches the filter');
    const people = peopleIn(sandbox);
    const critical = await people.log('Critical', { priority_id: 1 });
    await people.log('High', { priority_id: 2 });
    await people.log('Low', { priority_id: 4 });
    await people.setStatus(critical, StatusId.closed);
    expect(people.alerts()).toEqual(['Critical: RESOLVED', 'High: PENDING']);
  });

  it('of more combinations than can be bound is refused at the question that makes them', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      'halo.onlyTicketType': ['Incident', 'Service Request', 'Change Request'],
      'halo.onlyPriority': ['Critical', 'High', 'Medium', 'Low'],
      'halo.onlyTeam': inTurn(['1st', '2nd'], ['1st']),
    });
    expect(wizard.refused).toEqual([
      'These filters make 24 combinations; at most 20 are supported. Select fewer values.',
    ]);
    expect(bindingsIn(sandbox)).toHaveLength(25);
  });

  it('has a ticket type, a priority and a team whose names are words of the settings', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.halo.state.ticketTypes.push({ id: 70, name: 'Any' });
    sandbox.halo.state.teams.push({ id: 71, name: 'any' });
    await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      ...ALL,
      'halo.onlyTicketType': ['Any (ID 70)'],
      'halo.onlyTeam': ['any (ID 71)'],
    });
    expect(bindingsIn(sandbox)).toContain('3: requesttypenew 70, sectio_ any');
  });

  it('leaves out, and names, what is no longer in HaloITSM', async () => {
    const sandbox = await sandboxOfTest();
    const script = { ...defaultAnswers(sandbox), tickets: 'Only matching', ...ALL };
    const { cwd } = await completeWizard(sandbox, { ...script, 'halo.onlyTicketType': ['Incident', 'Change'] });
    sandbox.halo.state.ticketTypes.splice(2, 1);
    const again = await completeWizard(sandbox, { ...script, 'halo.onlyTicketType': ENTER }, { cwd });
    expect(again.shown).toContain('HaloITSM no longer has the ticket type Change Request; skipped.');
    expect(bindingsIn(sandbox)).toEqual(['39: all', '3: requesttypenew 1', '76: requesttypenew 1']);
  });
});

describe('where the application may not list the values of a filter', () => {
  async function sandboxWithoutLists(): Promise<Sandbox> {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) =>
      /^\/api\/(TicketType|Priority|Team)$/.test(path)
        ? { kind: 'respond', status: 403, body: 'You do not have access.' }
        : undefined;
    return sandbox;
  }

  it('they are typed, and a name is refused where only numbers help', async () => {
    const sandbox = await sandboxWithoutLists();
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      'halo.onlyTicketType': inTurn('Incident', 'any, 1', ' 1 ,, 1'),
      'halo.onlyPriority': inTurn('2, high', '1, 2'),
      'halo.onlyTeam': '1st Line Support',
    });
    expect(wizard.refused).toEqual([
      '"Incident" isn\'t an ID: enter a whole number.',
      'Enter any alone: it lets all tickets through.',
      '"high" isn\'t an ID: enter a whole number.',
    ]);
    expect(questionOf(wizard, 'halo.onlyTeam').message).toContain(
      'Team (HaloITSM returned no list: enter each name, separated by commas, or any for all)',
    );
    expect(bindingsIn(sandbox)).toEqual([
      '39: all',
      '3: requesttypenew 1, sectio_ 1st Line Support, seriousness 1',
      '3: requesttypenew 1, sectio_ 1st Line Support, seriousness 2',
      '76: requesttypenew 1, sectio_ 1st Line Support, seriousness 1',
      '76: requesttypenew 1, sectio_ 1st Line Support, seriousness 2',
    ]);
  });

  it('any, which Enter takes, is for all tickets', async () => {
    const sandbox = await sandboxWithoutLists();
    const nothing: Script = { 'halo.onlyTicketType': ENTER, 'halo.onlyPriority': 'ANY', 'halo.onlyTeam': '' };
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), tickets: 'Only matching', ...nothing });
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it('Enter keeps what was chosen from a list before, whatever is in its name', async () => {
    const sandbox = await sandboxWithoutLists();
    const { intercept } = sandbox;
    sandbox.intercept = undefined;
    sandbox.halo.state.teams.push({ id: 70, name: 'Nights, weekends' });
    const script = { ...defaultAnswers(sandbox), tickets: 'Only matching', ...ALL };
    const { cwd } = await completeWizard(sandbox, { ...script, 'halo.onlyTeam': ['Nights', '1st'] });
    sandbox.intercept = intercept;
    const typed = { 'halo.onlyTicketType': ENTER, 'halo.onlyPriority': ENTER, 'halo.onlyTeam': ENTER };
    const again = await completeWizard(sandbox, { ...without(script, 'confirm'), ...typed }, { cwd });
    expect(questionOf(again, 'halo.onlyTeam').offered).toBe('Nights, weekends, 1st Line Support');
    expect(again.stdout).toContain('No changes');
  });
});

describe('a filter of an earlier run', () => {
  /** A run with a filter. */
  async function filtered(sandbox: Sandbox): Promise<string> {
    const { cwd } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      ...ALL,
      'halo.onlyTicketType': ['Incident', 'Service Request'],
      'halo.onlyPriority': ['Critical'],
    });
    expect(bindingsIn(sandbox)).toHaveLength(5);
    return cwd;
  }

  it('is shown, and kept as chosen before', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = await filtered(sandbox);
    const before = bindingsIn(sandbox);
    const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
    expect(questionOf(again, 'tickets').choices?.map(({ name }) => name)).toEqual([
      'Keep the current filter: ticket type is Incident or Service Request and priority is Critical',
      'All tickets',
      'Only matching tickets…',
    ]);
    expect(questionOf(again, 'tickets').offered).toMatch(/^Keep/);
    expect(again.stdout).toContain('No changes');
    expect(bindingsIn(sandbox)).toEqual(before);
  });

  it('can be changed: each value is offered again', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = await filtered(sandbox);
    const script = { ...defaultAnswers(sandbox), tickets: 'Only matching', 'halo.onlyTeam': ENTER };
    const again = await completeWizard(
      sandbox,
      { ...script, 'halo.onlyTicketType': ENTER, 'halo.onlyPriority': ['High'] },
      { cwd },
    );
    const offered = (id: string) => questionOf(again, id).offered;
    expect(['halo.onlyTicketType', 'halo.onlyPriority', 'halo.onlyTeam'].map(offered)).toEqual([
      ['Incident', 'Service Request'],
      ['Critical'],
      'All',
    ]);
    expect(bindingsIn(sandbox)).toContain('3: requesttypenew 3, seriousness 2');
    expect(bindingsIn(sandbox)).toHaveLength(5);
  });

  it.each<[string, Script]>([
    ['All tickets', { tickets: 'All tickets' }],
    ['All, of each attribute', { tickets: 'Only matching', ...ALL }],
  ])('is removed by: %s', async (_, answers) => {
    const sandbox = await sandboxOfTest();
    const cwd = await filtered(sandbox);
    const { shown, stdout } = await completeWizard(sandbox, { ...defaultAnswers(sandbox), ...answers }, { cwd });
    expect(shown).toMatch(/Tickets {3}Ticket type is/);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
    expect(filterOptions(stdout)).toEqual(expect.arrayContaining(['--only-ticket-type any', '--only-priority any']));
    // And it stays removed.
    const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
    expect(questionOf(again, 'tickets').offered).toBe('All tickets');
    expect(again.stdout).toContain('No changes');
    expect(filterOptions(again.stdout)).toEqual(filterOptions(stdout));
  });

  it('can be put back after going back from the plan', async () => {
    const sandbox = await sandboxOfTest();
    const cwd = await filtered(sandbox);
    await completeWizard(
      sandbox,
      {
        ...defaultAnswers(sandbox),
        tickets: inTurn('All tickets', 'Only matching'),
        'on-call': inTurn(ENTER, BACK, ENTER),
        ...ALL,
        'halo.onlyPriority': ['Low'],
        confirm: inTurn(BACK, ENTER),
      },
      { cwd },
    );
    expect(bindingsIn(sandbox)).toEqual(['39: all', '3: seriousness 4', '76: seriousness 4']);
  });
});

describe('on a machine that knows nothing of the filter in HaloITSM', () => {
  const POLICY = ['--escalation-policy', 'Default'];

  it('it is offered first and kept with Enter, and so is the event Closed: the review says so', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--only-priority', '1', '--only-priority', '2');
    const before = bindingsIn(sandbox);
    const wizard = await completeWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'confirm'),
      existing: ENTER,
    });
    const { shown, stdout, cwd } = wizard;
    expect(questionOf(wizard, 'tickets').offered).toBe('Keep the current filter: priority is Critical or High');
    expect(shown.replace(/\s+/g, ' ')).toContain('priority is Critical or High (the existing filter is kept)');
    expect(stdout).toContain('No changes');
    expect(bindingsIn(sandbox)).toEqual(before);
    expect(filterOptions(stdout)).toEqual([]);
    expect(stdout).toContain('Log a ticket that matches the filter');
    // And it stays so.
    const again = await completeWizard(sandbox, without(defaultAnswers(sandbox), 'confirm'), { cwd });
    expect(again.shown.replace(/\s+/g, ' ')).toContain('priority is Critical or High (the existing filter is kept)');
    expect(bindingsIn(sandbox)).toEqual(before);
  });

  it('it is offered by the name of the runbook that a flag gives', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--only-team', '2nd Line Support', '--runbook-name', 'tickets');
    const wizard = await completeWizard(
      sandbox,
      { ...without(defaultAnswers(sandbox), 'confirm'), existing: ENTER },
      { argv: ['setup', '--runbook-name', 'tickets'] },
    );
    expect(questionOf(wizard, 'tickets').offered).toBe('Keep the current filter: team is 2nd Line Support');
    expect(wizard.stdout).toContain('No changes');
  });

  it('it is removed by All tickets', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--only-priority', '1');
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), tickets: 'All tickets', existing: ENTER });
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });

  it('it is removed by All of each attribute in "Only matching tickets…", and the plan says so', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--only-priority', '1');
    const { shown, stdout } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      ...ALL,
      existing: ENTER,
    });
    expect(shown).not.toContain('existing filter');
    expect(shown).toMatch(/Tickets {3}Priority is Critical → all/);
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
    expect(filterOptions(stdout)).toEqual(['--only-ticket-type any', '--only-priority any', '--only-team any']);
    expect(stdout).toContain('Log a ticket in HaloITSM');
  });

  it('it can still be changed after going back from the plan', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--only-priority', '1');
    storedIn(sandbox).method.method = 2;
    await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: inTurn(ENTER, 'Only matching'),
      'on-call': inTurn(ENTER, BACK, ENTER),
      ...ALL,
      'halo.onlyPriority': ['Low'],
      existing: ENTER,
      confirm: inTurn(BACK, ENTER),
    });
    expect(bindingsIn(sandbox)).toEqual(['39: all', '3: seriousness 4', '76: seriousness 4']);
  });

  it('conditions on other columns and the event Closed stay', async () => {
    const sandbox = await sandboxOfTest();
    await applied(sandbox, ...POLICY, '--closed-event');
    const { newTicket } = storedIn(sandbox);
    const summary = { fieldname: 'symptom', type: 2, value_string: 'mail', value_type: 'string', tablename: 'faults' };
    Object.assign(newTicket, { filter_type: 2, condition_count: 1, conditions: [{ id: 900, ...summary }] });
    const { shown, stdout } = await completeWizard(sandbox, {
      ...without(defaultAnswers(sandbox), 'confirm'),
      existing: ENTER,
    });
    expect(stdout).toContain('No changes');
    expect(shown).not.toContain('existing filter');
    expect(bindingsIn(sandbox)).toEqual(['39: all', '3: symptom mail', '76: all']);
    expect(filterOptions(stdout)).toEqual([]);
  });
});

describe('a filter that a flag provides', () => {
  it('stays: no answer lets all tickets through', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(
      sandbox,
      {
        ...defaultAnswers(sandbox),
        tickets: ENTER,
      },
      { argv: ['setup', '--only-priority', 'High'] },
    );
    expect(questionOf(wizard, 'tickets').choices?.map(({ name }) => name)).toEqual([
      'Keep the current filter: priority is High',
      'Only matching tickets…',
    ]);
    expect(bindingsIn(sandbox)).toContain('3: seriousness 2');
  });

  it('removes the one of an earlier run where it is any', async () => {
    const sandbox = await sandboxOfTest();
    const { cwd } = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      tickets: 'Only matching',
      ...ALL,
      'halo.onlyPriority': ['High'],
    });
    const argv = ['setup', '--only-priority', 'any'];
    await completeWizard(sandbox, defaultAnswers(sandbox), { cwd, argv });
    expect(bindingsIn(sandbox)).toEqual(UNFILTERED);
  });
});
