import { describe, expect, it } from 'vitest';
import { templateRisks } from '../../../src/payload/risks.ts';

/** Creates a payload with what ilert needs, and one more field. */
const withField = (field: string) => `{"ticket": <<ticket>>, "x": ${field}}`;

describe('a payload is warned about', () => {
  it.each([
    [
      'bare text that may have quotes',
      '"<<ticket^summary!>>"',
      '"<<ticket^summary!>>" produces invalid JSON if the field contains a quote',
    ],
    ['a custom field inside quotes', '"<<CFasset>>"', '<<CFasset>> inside quotes produces invalid JSON'],
    [
      'a custom field as bare text',
      '<<ticket^CFasset!>>',
      '<<ticket^CFasset!>> without quotes produces invalid JSON if the field is text or',
    ],
    ['a variable only this tenant has, inside quotes', '"<<mine>>"', '<<mine>> inside quotes produces invalid JSON'],
    [
      'a number that may be unset',
      '<<ticket^organisation_id!>>',
      '<<ticket^organisation_id!>> without quotes produces invalid JSON if',
    ],
    ["the tenant's address without quotes", '<<halo_url>>', '<<halo_url>> without quotes may produce invalid JSON'],
  ])('for %s', (_, field, risk) => {
    expect(templateRisks(withField(field), ['mine'])).toEqual([expect.stringContaining(risk)]);
  });

  it.each([
    '"<<ticket^id!>> <<ticket^client_id>>"',
    '<<ticket^site_id!>>',
    '<<CFasset>>',
    '"<<halo_url>>/<<halo_url!>>"',
  ])('not for %s', (field) => {
    expect(templateRisks(withField(field))).toEqual([]);
  });

  it('once for each variable', () => {
    expect(templateRisks(withField('["<<CFa>>", "<<CFa>>", "<<CFb>>"]'))).toHaveLength(2);
  });
});

const STATUS = '"status": {"name": <<ticket^status^name>>}';

describe('the fields that ilert needs:', () => {
  it.each([
    '{"ticket": <<ticket>>}',
    `{"ticket": {"id": <<ticket^id>>, ${STATUS}}}`,
    `{"ticket": {"id": "HALO-<<ticket^id>>", ${STATUS}}}`,
    '{"ticket": {"id": <<ticket^id>>, "status_id": <<ticket^status_id>>}}',
    '{"ticket": {"id": <<ticket^id>>, "status": <<ticket^status>>}}',
    '{"ticket": {"id": <<ticket^id>>, "status": "<<ticket^status^name!>>"}}',
  ])('it is in %s', (payload) => {
    expect(templateRisks(payload).filter((risk) => !risk.includes('invalid JSON'))).toEqual([]);
  });

  it.each(['5', '[]', '{}', '{"ticket": {}}', '{"summary": <<ticket^summary>>}'])('no id in %s', (payload) => {
    expect(templateRisks(payload)).toEqual([expect.stringContaining('may not create an alert')]);
  });

  it.each(['', ', "status": {}', ', "status": null', ', "state": 1'])('no status in a ticket with an id%s', (more) => {
    expect(templateRisks(`{"ticket": {"id": <<ticket^id>>${more}}}`)).toEqual([
      expect.stringContaining('may not resolve'),
    ]);
  });

  it.each(['1', '"1"', 'null', '"INC"'])('a constant ticket id, %s', (id) => {
    expect(templateRisks(`{"ticket": {"id": ${id}, ${STATUS}}}`)).toEqual([
      `ticket.id in the payload is always ${id}, so ilert treats all tickets as the same one; use <<ticket^id>>`,
    ]);
  });

  it.each([
    ['"status": "New"', '"New"'],
    ['"status": {"name": "Open"}', '"Open"'],
    ['"status": {"id": <<ticket^status^id>>, "name": "Open"}', '"Open"'],
    ['"status": {"id": 1}', '1'],
    ['"status_id": 1', '1'],
  ])('a constant ticket status, %s', (status, shown) => {
    expect(templateRisks(`{"ticket": {"id": <<ticket^id>>, ${status}}}`)).toEqual([
      `the ticket status in the payload is always ${shown}, so ilert cannot see that a ticket was closed; use <<ticket^status^name>>`,
    ]);
  });
});
