import { describe, expect, it } from 'vitest';
import { RaisedEvent } from '../../../sandbox/halo/runbooks/event-catalogue.ts';
import { Event, expectOneSet, runWith, settingsFile, setUp, succeeded, USUAL_NAMES } from './one-set.ts';

const { newTicket, statusChanged, closed } = Event;
const FILTERED = { [newTicket]: 1, [statusChanged]: 1, [closed]: 1 };

describe('F4: closing a ticket resolves its alert, whatever has become of the ticket since', () => {
  it.each([
    ['its priority was changed', { onlyPriority: 1 }, { priority_id: 1 }, { priority_id: 3 }],
    [
      'it was handed over to another team',
      { onlyTeam: '2nd Line Support' },
      { team: '2nd Line Support' },
      { team: '1st Line Support' },
    ],
    ['it became another type of ticket', { onlyTicketType: 'Incident' }, { tickettype_id: 1 }, { tickettype_id: 4 }],
    [
      'both priority and team were changed',
      { onlyPriority: [1, 2], onlyTeam: '2nd Line Support' },
      { priority_id: 2, team: '2nd Line Support' },
      { priority_id: 4, team: '1st Line Support' },
    ],
  ])('%s', async (_, halo, matching, other) => {
    const { watched, people } = await setUp({ settings: { halo } });
    const ticket = await people.log('Mail is down', matching);
    expect(people.alerts()).toEqual(['Mail is down: PENDING']);
    await people.change(ticket, other);
    await people.close(ticket);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
    expect(watched.set().events.filter(({ eventno }) => eventno === closed)).toMatchObject([
      { filter_type: 0, conditions: [] },
    ]);
  });

  it('and a ticket that still matches is resolved, too, with one alert in all', async () => {
    const { people } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const ticket = await people.log('Mail is down', { priority_id: 1 });
    await people.close(ticket);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });

  it('and one that never matched opens no alert, neither when it is logged nor when it is closed', async () => {
    const { people } = await setUp({ settings: { halo: { onlyPriority: 1 } } });
    const ticket = await people.log('Printer is slow', { priority_id: 3 });
    await people.close(ticket);
    expect(people.alerts()).toEqual([]);
  });

  it('also where closing raises no "Ticket Status Changed", with --closed-event and without a filter', async () => {
    const { sandbox, watched, people } = await setUp();
    sandbox.halo.state.closingRaises = [RaisedEvent.closed];
    await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES), ['apply', '--closed-event']));
    expectOneSet(watched, FILTERED);
    const ticket = await people.log('Mail is down');
    await people.close(ticket);
    expect(people.sentFor(ticket)).toEqual([newTicket, closed]);
    expect(people.alerts()).toEqual(['Mail is down: RESOLVED']);
  });
});
