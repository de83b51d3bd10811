import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/recording/recording.ts';
import { redactExchanges } from '../../../src/recording/redact.ts';

const ORIGINS = { halo: ['https://acme.haloitsm.com'], ilert: ['https://api.ilert.com'] };

/** Redacts a recording that consists of one response. */
function redacted(body: unknown, request: Partial<Exchange['request']> = {}): Exchange {
  const exchange: Exchange = {
    service: 'halo',
    request: { method: 'GET', path: '/api/Tickets', ...request },
    response: { status: 200, body },
  };
  const [only] = redactExchanges([exchange], ORIGINS);
  if (!only) throw new Error('the exchange is missing');
  return only;
}

function redactedBody(body: unknown): unknown {
  return (redacted(body).response as { body?: unknown }).body;
}

describe('a recording', () => {
  it('has the same placeholder for the same text, and another for another', () => {
    expect(redactedBody([{ summary: 'Mail is down' }, { name: 'Mail is down' }, { name: 'Mail' }])).toEqual([
      { summary: 'text-1' },
      { name: 'text-1' },
      { name: 'text-2' },
    ]);
  });

  it('has small numbers for IDs, in the order of the IDs', () => {
    expect(redactedBody([{ id: 90_417 }, { id: '5023' }, { ticket_id: 90_417 }, { id: -20_000 }])).toEqual([
      { id: 4 },
      { id: '2' },
      { ticket_id: 4 },
      { id: -3 },
    ]);
  });

  it('keeps codes and counts, but not a large number in the place of a code', () => {
    const row = { steptype: 2, record_count: 5210, agent_id: 0, type: -2, eventno: 76, active: true, guid: null };
    expect(redactedBody({ ...row, status: 4711 })).toEqual({ ...row, status: 2 });
  });

  it("keeps the number of an event, which is the ID of the catalogue's row", () => {
    expect(
      redactedBody([{ id: 76, lookupid: 64, name: 'Ours' }, { id: 39, name: 'Closed - All' }, { id: 40 }]),
    ).toEqual([{ id: 76, lookupid: 64, name: 'text-1' }, { id: 39, name: 'Closed - All' }, { id: 2 }]);
  });

  it('replaces field names that are not those of the vendors', () => {
    expect(redactedBody({ CFcustomer: 'Acme', Summary: 'x', 'Cost centre': 1, acme: { acme: null } })).toEqual({
      'field-1': 'text-1',
      Summary: 'text-2',
      'field-2': 1,
      'field-3': { 'field-3': null },
    });
  });

  it('keeps the shape of a URL, and of the path to which tickets are sent', () => {
    expect(
      redactedBody({
        integrationUrl: 'https://api.ilert.com/api/v1/events/haloitsm/il1hit0123456789',
        path: '/api/v1/events/haloitsm/il1hit0123456789',
        integrationKey: 'il1hit0123456789',
        url: 'https://acme.haloitsm.com/tickets?id=8123&area=Sales%20team#top',
        hrefTemplate: 'https://admin:secret@wiki.acme.com:8443/Runbooks',
      }),
    ).toEqual({
      integrationUrl: 'https://ilert.example/api/v1/events/haloitsm/key-1',
      path: '/api/v1/events/haloitsm/key-1',
      integrationKey: 'key-1',
      url: 'https://halo.example/text-1?id=2&field-1=text-2#text-3',
      hrefTemplate: 'https://host-1.example/text-4',
    });
  });

  it('keeps the form of dates and how far apart they are', () => {
    expect(
      redactedBody([
        '2026-11-27T16:45:38.2520000',
        '2026-11-25T08:00:00Z',
        '2026-11-25',
        '1899-12-30T00:00:00',
        '2026-02-31T00:00:00',
      ]),
    ).toEqual(['2020-01-03T16:45:38.2520000', '2020-01-01T08:00:00Z', '2020-01-01', '1899-12-30T00:00:00', 'text-1']);
  });

  it('replaces GUIDs and addresses of people, in any case', () => {
    const guid = '8e021669-d6c5-4f09-ab89-94a32288a1ee';
    expect(redactedBody([guid, `{${guid.toUpperCase()}}`, 'Ada@acme.com', 'ada@acme.com'])).toEqual([
      '00000000-0000-4000-8000-000000000001',
      '{00000000-0000-4000-8000-000000000001}',
      'person-1@example.com',
      'person-1@example.com',
    ]);
  });

  it('replaces what is within JSON in a text, also if the JSON is broken', () => {
    const sent = JSON.stringify({ ticket: { id: 8123, summary: 'Mail "down"', agent: null } }, null, 1);
    const broken = '{"summary": "Mail "down"", "id": , "Acme": 1.5}';
    expect(redactedBody({ requestbody: sent, responsebody: broken, summary: 'Mail "down"' })).toEqual({
      requestbody: '{\n "ticket": {\n  "id": 2,\n  "summary": "text-1",\n  "agent": null\n }\n}',
      responsebody: '{"summary": "text-2"text-3"", "id": , "field-1": 0.5}',
      summary: 'text-1',
    });
  });

  it('keeps a body whose variables every tenant has', () => {
    const body = '{"ticket": {"id": <<ticket^id>>, "summary": "<<ticket^summary!>>"}}';
    expect(redactedBody({ requestbody: body })).toEqual({ requestbody: body });
    expect(redactedBody({ requestbody: '{"ticket": <<CFacme>>}' })).toEqual({ requestbody: '{"ticket": text-1}' });
  });

  it('keeps the names that this program gives, and hides only the mark of a run', () => {
    const names = [
      'ilert integration',
      'ilert-haloitsm prove 1a2b3c4d: closing',
      'ilert-haloitsm prove 1a2b3c4d: closing: ilert-haloitsm prove 1a2b3c4d: condition 12',
      'ilert-haloitsm prove 1a2b3c4d: ticket 8123',
    ];
    expect(redactedBody([...names, 'ilert-haloitsm prove acme', 8123])).toEqual([
      'ilert integration',
      'ilert-haloitsm prove 00000000: closing',
      'ilert-haloitsm prove 00000000: closing: ilert-haloitsm prove 00000000: condition 12',
      'ilert-haloitsm prove 00000000: text-1',
      'text-2',
      2,
    ]);
  });

  it('replaces the credentials of a sign-in, and the token', () => {
    const form = { grant_type: 'client_credentials', client_id: 'b51c', client_secret: 'hush', scope: 'all' };
    const signIn = redacted(
      { access_token: 'eyJ', token_type: 'Bearer' },
      { method: 'POST', path: '/auth/token', form },
    );
    expect(signIn).toMatchObject({
      request: {
        form: { grant_type: 'client_credentials', client_id: 'text-1', client_secret: 'text-2', scope: 'all' },
      },
      response: { body: { access_token: 'text-3', token_type: 'Bearer' } },
    });
  });

  it('replaces what a query searches for, and keeps its pages', () => {
    const query = 'search=Acme+Ltd&page_no=3&webhook_id=8e021669-d6c5-4f09-ab89-94a32288a1ee&include=linkTemplates';
    expect(redacted([], { query }).request.query).toBe(
      'search=text-1&page_no=3&webhook_id=00000000-0000-4000-8000-000000000001&include=linkTemplates',
    );
  });

  it('has only a placeholder for a web page, and no words of the account in headers', () => {
    const exchange: Exchange = {
      service: 'ilert',
      request: { method: 'GET', path: '/api/users/4711' },
      response: {
        status: 302,
        headers: { 'retry-after': '30', location: 'https://sso.acme.com/sign-in' },
        text: '<html>Acme</html>',
      },
    };
    expect(redactExchanges([exchange], ORIGINS)).toEqual([
      {
        service: 'ilert',
        request: { method: 'GET', path: '/api/users/2' },
        response: {
          status: 302,
          headers: { 'retry-after': '30', location: 'https://host-1.example/text-1' },
          text: 'text-2',
        },
      },
    ]);
  });
});
