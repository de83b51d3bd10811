import { describe, expect, it, test } from 'vitest';
import type { FieldKey } from '../../../../src/config/settings.ts';
import type { Fields, Value } from '../../../../src/engine/values.ts';
import { applied, changeOf, desiredOf, drifted, pendingIn, shown } from './tenants-in-memory.ts';

const HREF = 'https://acme.haloitsm.com/ticket?id={{ ticket.id }}';
const desired = desiredOf({
  'alertSource.linkTemplates': [{ text: 'Ticket', href: HREF }],
  'alertSource.summaryTemplate': '{{ ticket.summary }}',
  'alertSource.priorityTemplate': { value: '{{ ticket.priority.name }}', mappings: { P1: 'high', P4: 'low' } },
});
const live = applied(desired);
const withLink = (link: Fields) => drifted(live, 'alert-source', { linkTemplates: [link] });

describe('an alert source whose templates were edited in ilert', () => {
  const byText = { textTemplate: HREF };
  it.each<[string, Fields]>([
    ['the link by text', { text: 'Ticket', hrefTemplate: byText }],
    ['the link by linkTextTemplate alone', { linkTextTemplate: { textTemplate: 'Ticket' }, hrefTemplate: byText }],
    [
      'the template before a text that it superseded',
      { text: 'Old', linkTextTemplate: { textTemplate: 'Ticket' }, hrefTemplate: byText },
    ],
    ['a text that is null', { text: null, linkTextTemplate: { textTemplate: 'Ticket' }, hrefTemplate: byText }],
    [
      'elements beside the text',
      {
        linkTextTemplate: { textTemplate: 'Ticket', elements: [{ type: 'TEXT', val: 'Ticket' }] },
        hrefTemplate: { ...byText, elements: [{ type: 'VAR', val: 'ticket.id' }] },
      },
    ],
    [
      'elements alone',
      {
        linkTextTemplate: { elements: [{ type: 'TEXT', val: 'Ticket' }] },
        hrefTemplate: {
          elements: [
            { type: 'TEXT', val: 'https://acme.haloitsm.com/ticket?id=' },
            { type: 'VAR', val: 'ticket.id' },
          ],
        },
      },
    ],
    ['other spacing', { text: 'Ticket', hrefTemplate: { textTemplate: HREF.replaceAll(' ', '') } }],
  ])('does not differ by %s', (_, link) => {
    expect(pendingIn(desired, withLink(link))).toEqual({});
  });

  it('does not differ by the order of its mappings, or the case of its type', () => {
    const row = {
      integrationType: 'HaloITSM',
      priorityTemplate: {
        valueTemplate: { textTemplate: '{{ticket.priority.name}}' },
        mappings: [
          { value: 'P4', priority: 'LOW', id: 2 },
          { value: 'P1', priority: 'HIGH', id: 1 },
        ],
      },
    };
    expect(pendingIn(desired, drifted(live, 'alert-source', row))).toEqual({});
  });

  it.each<[string, Fields]>([
    ['another name', { linkTextTemplate: { textTemplate: 'Other' }, hrefTemplate: byText }],
    ['another address', { linkTextTemplate: { textTemplate: 'Ticket' }, hrefTemplate: { textTemplate: 'https://x' } }],
    ['no name', { hrefTemplate: byText }],
    [
      'a function that only ilert can write',
      { linkTextTemplate: { elements: [{ type: 'VAR', val: 'x', func: 'upper' }] }, hrefTemplate: byText },
    ],
  ])('differs by %s, and after one update no more', (_, link) => {
    const edited = withLink(link);
    expect(pendingIn(desired, edited)).toEqual({ 'alert-source': ['linkTemplates'] });
    expect(pendingIn(desired, applied(desired, edited))).toEqual({});
  });
});

test('a plain link name is sent as text, one with variables also as a template', () => {
  const settings = {
    'alertSource.linkTemplates': [
      { text: 'Ticket', href: HREF },
      { text: 'Ticket {{ ticket.id }}', href: HREF },
    ],
  } satisfies Partial<Record<FieldKey, unknown>>;
  const { request } = changeOf(desiredOf(settings), {}, 'alert-source');
  const hrefTemplate = { textTemplate: HREF };
  const name = 'Ticket {{ ticket.id }}';
  expect(shown(request?.body)).toMatchObject({
    linkTemplates: [
      { text: 'Ticket', hrefTemplate },
      { text: name, linkTextTemplate: { textTemplate: name }, hrefTemplate },
    ],
  });
});

describe('an update of something else sends back', () => {
  const severe = desiredOf({ 'alertSource.severity': 1 });
  const sent = (row: Fields) => {
    const { request } = changeOf(
      severe,
      drifted(applied(severe), 'alert-source', { severity: 2, ...row }),
      'alert-source',
    );
    return shown(request?.body) as Record<string, unknown>;
  };

  it.each<[string, Value, Value]>([
    [
      'a link as it was saved, without its nulls',
      {
        text: null,
        linkTextTemplate: { textTemplate: 'A', elements: [] },
        hrefTemplate: { textTemplate: 'https://a' },
      },
      { linkTextTemplate: { textTemplate: 'A', elements: [] }, hrefTemplate: { textTemplate: 'https://a' } },
    ],
    [
      'a link by text',
      { text: 'A', hrefTemplate: { textTemplate: 'https://a' } },
      { text: 'A', hrefTemplate: { textTemplate: 'https://a' } },
    ],
  ])('%s', (_, before, after) => {
    expect(sent({ linkTemplates: [before] })).toMatchObject({ linkTemplates: [after] });
  });

  it('a grouping that this version does not know, with its window', () => {
    const grouping = { alertCreation: 'GROUPED_BY_MOOD', alertGroupingWindow: 'PT1H', scoreThreshold: 0.5 };
    expect(pendingIn(severe, drifted(applied(severe), 'alert-source', grouping))).toEqual({});
    expect(sent(grouping)).toMatchObject(grouping);
  });
});
