import { describe, expect, it } from 'vitest';
import { judgeDetails } from '../../../src/prove/experiments/ilert/alert-details.ts';

const payload = { ticket: { id: 1, team: null, status: { name: 'New' } }, list: [1, 'two'] };

describe('the details of an alert are', () => {
  it.each([
    ['confirmed if they are the payload', payload],
    ['confirmed without what is null', { ticket: { id: 1, status: { name: 'New' } }, list: [1, 'two'] }],
    ['confirmed with more than the payload', { ...payload, received: 'today' }],
    ['contradicted if a field is missing', { ticket: payload.ticket }],
    ['contradicted if a number became a text', { ...payload, ticket: { ...payload.ticket, id: '1' } }],
    ['contradicted if they are flat', { 'ticket.id': 1, list: [1, 'two'] }],
    ['contradicted if they are a text', JSON.stringify(payload)],
    ['contradicted if they are empty', {}],
    ['not observed if the account shows none', null],
    ['not observed if the account leaves them out', undefined],
  ])('%s', (answer, customDetails) => {
    expect(answer).toContain(judgeDetails(payload, { customDetails }).answer);
  });

  it('described by the names of the fields that differ', () => {
    expect(judgeDetails(payload, { customDetails: { list: [] } }).sentence).toContain('ticket, list');
  });
});
