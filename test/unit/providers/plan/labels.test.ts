import { describe, expect, it, test } from 'vitest';
import { type Fields, objectsIn } from '../../../../src/engine/values.ts';
import type { IntegrationState, ResourceKey } from '../../../../src/providers/integration.ts';
import { planApply } from '../../../../src/providers/plan.ts';
import { resources } from '../../../../src/providers/resources.ts';
import { renderPlan } from '../../../../src/reporters/plan.ts';
import { createStyle } from '../../../../src/ui/style.ts';
import { fc } from '../../../support/property.ts';
import { applied, changeOf, desiredOf, drifted } from './tenants-in-memory.ts';

const names = {
  escalationPolicy: new Map([['11', 'Critical incidents']]),
  team: new Map([['3', 'Operations']]),
  service: new Map([['8', 'Web shop']]),
  supportHours: new Map([['5', 'Business hours']]),
  users: new Map([['2', 'Ada Admin']]),
  schedules: new Map([['4', 'On-call IT']]),
  priority: new Map([['1', 'Critical']]),
};

/** With every setting of ilert's side, and a filter. */
const wanted = desiredOf(
  {
    'alertSource.escalationPolicy': 'Critical incidents',
    'alertSource.policyResponders': ['ada@acme.example', 'On-call IT'],
    'alertSource.grouping': 'similarity',
    'alertSource.groupingWindow': '30m',
    'alertSource.similarityThreshold': 0.8,
    'alertSource.priority': 'high-during-support-hours',
    'alertSource.supportHours': 'Business hours',
    'alertSource.autoResolve': '2h',
    'alertSource.severity': 2,
    'alertSource.summaryTemplate': '{{ ticket.summary }}',
    'alertSource.detailsTemplate': '{{ ticket.details }}',
    'alertSource.linkTemplates': [{ text: 'Ticket', href: 'https://acme.example/{{ ticket.id }}' }],
    'alertSource.priorityTemplate': { value: '{{ ticket.priority.name }}', mappings: { Critical: 'high' } },
    'alertSource.severityTemplate': { value: '{{ ticket.priority.name }}', mappings: { Critical: 1 } },
    'alertSource.eventFilter': '(ticket.priority.name == "Critical")',
    'alertSource.createFilter': '(ticket.open == true)',
    'alertSource.acceptFilter': '(ticket.agent != "")',
    'alertSource.resolveFilter': '(ticket.open == false)',
    'halo.onlyPriority': ['Critical'],
  },
  {
    teams: [3],
    services: [8],
    supportHours: 5,
    responders: [
      { escalationTimeout: 10, users: [{ id: 2 }] },
      { escalationTimeout: 10, schedules: [{ id: 4 }] },
    ],
    filters: { ticketType: [], priority: [1], team: [] },
    names,
  },
);
const made = applied(wanted);

/** Names of fields in the services' APIs, which people don't use as words. */
const API_NAME =
  /\b[a-z]+[A-Z]\w*\b|\b[a-z]+_[a-z_]+\b|\b(resourcebaseurl|authorizationtype|requestbody|requesttype)\b/;
/** An ID without a name is shown as `(ID 7)`. */
const BARE_ID = /\{"id"|(?<!\()\bID \d|\bid \d/;

/** Returns what is shown, without the names and values from the settings. */
function wordsOf(live: IntegrationState): string {
  return renderPlan(planApply(wanted, live), createStyle(false))
    .split('\n')
    .filter((line) => !/^ {8}/.test(line))
    .join('\n');
}

test('each alert source setting is shown of a new one, as ilert shows it', () => {
  const { labelledFields } = changeOf(wanted, {}, 'alert-source');
  expect(labelledFields.map(({ label, afterText }) => [label, afterText])).toEqual([
    ['Escalation policy', 'Critical incidents'],
    ['Teams', 'Operations'],
    ['Alert grouping', 'Group by content similarity, 30 minutes, threshold 0.8'],
    ['Alert priority', 'High during support hours, otherwise low'],
    ['Support hours', 'Business hours'],
    ['Auto-resolution', 'after 2 hours'],
    ['Severity', '2'],
    ['Services', 'Web shop'],
    ['Alert summary', '{{ ticket.summary }}'],
    ['Alert details', '{{ ticket.details }}'],
    ['Links', 'Ticket to https://acme.example/{{ ticket.id }}'],
    ['Priority from Halo', 'Critical is high'],
    ['Severity from Halo', 'Critical is 1'],
    ['Event filter', '(ticket.priority.name == "Critical")'],
    ['Filter for opening alerts', '(ticket.open == true)'],
    ['Filter for accepting alerts', '(ticket.agent != "")'],
    ['Filter for resolving alerts', '(ticket.open == false)'],
  ]);
});

test('what no live tenant has confirmed yet is marked, and nothing else is', () => {
  const { labelledFields } = changeOf(wanted, {}, 'alert-source');
  const marked = labelledFields.filter(({ isUnconfirmed }) => isUnconfirmed);
  expect(marked.map(({ label }) => label)).toEqual(['Priority from Halo', 'Severity from Halo']);
});

describe('links have two labels, of which a plan shows', () => {
  const withLink = desiredOf({ 'halo.url': 'https://acme.example', 'alertSource.ticketLink': true });
  const live = applied(withLink);
  const [ours] = objectsIn(live['alert-source']?.linkTemplates);
  const other = { text: 'Wiki', hrefTemplate: { textTemplate: 'https://wiki.example' } };
  const more = { text: 'Runbook', hrefTemplate: { textTemplate: 'https://wiki.example/runbook' } };
  const links = [
    { text: 'Wiki', href: 'https://wiki.example' },
    { text: 'Runbook', href: 'https://wiki.example/runbook' },
  ];
  const listing = desiredOf({
    'halo.url': 'https://acme.example',
    'alertSource.ticketLink': true,
    'alertSource.linkTemplates': links,
  });

  it.each<[string, typeof withLink, readonly unknown[], string[]]>([
    ['the one to the ticket where that is missing', withLink, [other], ['Link to the ticket']],
    ['the others where one of them is missing', listing, [other, ours], ['Links']],
    ['the others where only their order changes', listing, [more, other, ours], ['Links']],
    ['both where both change', listing, [other], ['Link to the ticket', 'Links']],
    [
      'the one to the ticket where only its name changes',
      withLink,
      [{ ...ours, text: 'Open ticket in HaloPSA' }],
      ['Link to the ticket'],
    ],
  ])('%s', (_, desired, linkTemplates, shown) => {
    const { labelledFields } = changeOf(
      desired,
      drifted(live, 'alert-source', { linkTemplates } as Fields),
      'alert-source',
    );
    expect(labelledFields.map(({ label }) => label)).toEqual(shown);
  });
});

test('a new escalation policy shows whom it notifies, in which order', () => {
  const { labelledFields } = changeOf(wanted, {}, 'escalation-policy');
  expect(labelledFields.map(({ label, afterText }) => [label, afterText])).toEqual([
    ['Responders', 'Ada Admin, then On-call IT after 10 minutes'],
  ]);
});

describe('every field that can differ has a label', () => {
  // An existing escalation policy is never changed.
  const managed = resources.filter(({ key }) => made[key] !== undefined && key !== 'escalation-policy');
  it.each(managed.map((resource) => [resource.key, resource] as const))('%s', (key, resource) => {
    const row = made[key];
    if (!row) throw new TypeError(`there is no ${key}`);
    const props = resource.desired(wanted, made);
    const others = Object.fromEntries(Object.keys(props).map((field) => [field, 'something else']));
    const changes = resource.diff({ ...row, ...others, steps: [] } as never, props);
    const labelled = resource.labels.flatMap(({ field, of }) => of ?? [field]);
    const whole = changes.filter(({ path }) => path === undefined).map(({ field }) => field);
    expect(whole).not.toEqual([]);
    expect(labelled).toEqual(expect.arrayContaining(whole));
  });
});

test('whatever differs, a plan has no name of a field and no ID of the APIs in it', () => {
  const fieldsOf = new Map<ResourceKey, readonly string[]>(
    (['alert-source', 'custom-integration', 'method', 'runbook', 'new-ticket-event'] as const).map((key) => [
      key,
      resources.flatMap((each) => (each.key === key ? each.labels.flatMap(({ field, of }) => of ?? [field]) : [])),
    ]),
  );
  const drift = fc
    .constantFrom(...fieldsOf.keys())
    .chain((key) =>
      fc.tuple(
        fc.constant(key),
        fc.dictionary(fc.constantFrom(...(fieldsOf.get(key) ?? [])), fc.constantFrom(undefined, null, 0, 7, true, 'x')),
      ),
    )
    // Without its steps, a runbook is not planned for.
    .filter(([, fields]) => !('steps' in fields));
  expect(wordsOf({})).not.toMatch(API_NAME);
  fc.assert(
    fc.property(drift, ([key, fields]) => {
      const shown = wordsOf(drifted(made, key, fields));
      expect(shown).not.toMatch(API_NAME);
      expect(shown).not.toMatch(BARE_ID);
    }),
  );
});
