import { describe, expect, it } from 'vitest';
import { sandboxOfTest } from '../support/sandbox.ts';
import { storedIn } from '../support/tenants.ts';
import { peopleIn } from './people.ts';
import { completeWizard, defaultAnswers, questionOf } from './run-wizard.ts';
import { ENTER, inTurn, type Script } from './scripted-prompter.ts';

const ALL = { 'halo.onlyTicketType': 'All', 'halo.onlyPriority': 'All', 'halo.onlyTeam': 'All' };

const FILTERS = [
  ['ticket type', { 'halo.onlyTicketType': 'Service Request' }, { tickettype_id: 3 }, { tickettype_id: 1 }],
  ['priority', { 'halo.onlyPriority': 'Critical (1)' }, { priority_id: 1 }, { priority_id: 4 }],
  ['team', { 'halo.onlyTeam': '2nd Line Support' }, { team: '2nd Line Support' }, { team: '1st Line Support' }],
] as const;

describe('a filter for tickets', () => {
  it.each(FILTERS)('by %s: a ticket of another one raises none', async (_, chosen, fitting, other) => {
    const sandbox = await sandboxOfTest();
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), more: 'Only some …', ...ALL, ...chosen });
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
      more: 'Only some …',
      'halo.onlyTicketType': 'Incident',
      'halo.onlyPriority': 'High',
      'halo.onlyTeam': '1st Line Support',
    });
    const { newTicket, statusChanged } = storedIn(sandbox);
    for (const { conditions } of [newTicket, statusChanged]) expect(conditions).toHaveLength(3);
  });

  it('offers each priority once, although each service level agreement has it', async () => {
    const sandbox = await sandboxOfTest();
    const wizard = await completeWizard(sandbox, { ...defaultAnswers(sandbox), more: 'Only some …', ...ALL });
    expect(questionOf(wizard, 'halo.onlyPriority').choices?.map(({ name }) => name)).toEqual([
      'All',
      'Critical (1)',
      'High (2)',
      'Medium (3)',
      'Low (4)',
    ]);
    expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
  });

  it('is typed where the application may not list the values', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) =>
      /^\/api\/(TicketType|Priority|Team)$/.test(path)
        ? { kind: 'respond', status: 403, body: 'You do not have access.' }
        : undefined;
    const wizard = await completeWizard(sandbox, {
      ...defaultAnswers(sandbox),
      more: 'Only some …',
      'halo.onlyTicketType': inTurn('Incident', '1'),
      'halo.onlyPriority': inTurn('high', '2'),
      'halo.onlyTeam': '1st Line Support',
    });
    expect(wizard.refused).toEqual([
      expect.stringMatching(/^A whole number/),
      expect.stringMatching(/^A whole number/),
    ]);
    expect(questionOf(wizard, 'halo.onlyTeam').message).toContain('type the name, or nothing for all');
    expect(storedIn(sandbox).newTicket.conditions).toMatchObject([
      { fieldname: 'requesttypenew', value_int: 1 },
      { fieldname: 'sectio_', value_string: '1st Line Support' },
      { fieldname: 'seriousness', value_int: 2 },
    ]);
  });

  it('is not set where nothing is typed', async () => {
    const sandbox = await sandboxOfTest();
    sandbox.intercept = ({ path }) =>
      /^\/api\/(TicketType|Priority|Team)$/.test(path) ? { kind: 'respond', status: 403, body: 'No.' } : undefined;
    const nothing: Script = { 'halo.onlyTicketType': ENTER, 'halo.onlyPriority': ENTER, 'halo.onlyTeam': ENTER };
    await completeWizard(sandbox, { ...defaultAnswers(sandbox), more: 'Only some …', ...nothing });
    expect(storedIn(sandbox).newTicket.conditions).toEqual([]);
  });
});
