import { fc } from './property.ts';

const WINDOWS = ['2m', '5m', '15m', '30m', '1h', '2h', '4h', '8h', '12h', '24h'];
const TIMES = ['10m', '60m', '90m', '2h', '24h'];

/** Names from people and machines. A `,` splits lists only in variables; the file has none. */
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom('He said "no" \\ <<x>>', "O'Neill", 'ü 🔥', '12', 'null', '$x', '{{ y }}', '- a: b', '#', 'a,b'),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '');

const grouping = fc.oneof(
  fc.constantFrom({}, { grouping: 'none' }, { grouping: 'until-accepted' }, { grouping: 'until-resolved' }),
  fc.record({ grouping: fc.constant('window'), groupingWindow: fc.constantFrom(...WINDOWS) }),
  fc.record(
    {
      grouping: fc.constant('similarity'),
      groupingWindow: fc.constantFrom(...WINDOWS),
      similarityThreshold: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    },
    { requiredKeys: ['grouping', 'groupingWindow'] },
  ),
);

const priority = fc.oneof(
  fc.constantFrom({}, { priority: 'high' }, { priority: 'low' }),
  fc.constantFrom('high', 'low').map((first) => ({
    priority: `${first}-during-support-hours`,
    supportHours: 'Office hours',
  })),
);

const others = fc.record(
  {
    teams: fc.subarray(['Operations', 'Service Desk']),
    services: fc.subarray(['Mail', 'Customer portal']),
    autoResolve: fc.constantFrom(...TIMES),
    severity: fc.integer({ min: 1, max: 5 }),
    summaryTemplate: name,
    detailsTemplate: name,
    linkTemplates: fc.array(fc.record({ text: name, href: fc.constant('https://a.example/{{ ticket.id }}') }), {
      maxLength: 2,
    }),
    ticketLink: fc.boolean(),
    priorityTemplate: fc.record({
      value: fc.constant('{{ ticket.priority_id }}'),
      mappings: fc.dictionary(fc.constantFrom('1', '2', 'Ä "q"'), fc.constantFrom('high', 'low')),
    }),
    severityTemplate: fc.record({
      value: fc.constant('{{ ticket.priority_id }}'),
      mappings: fc.dictionary(fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 5 })),
    }),
    eventFilter: fc.constant('(ticket.id > 0)'),
    resolveFilter: fc.constant('(ticket.status_id == 9)'),
  },
  { requiredKeys: [] },
);

/** Any settings of an alert source except its name. */
export const alertSourceSettings = fc
  .tuple(grouping, priority, others)
  .map(([grouped, prioritised, rest]) => ({ escalationPolicy: 'Default', ...grouped, ...prioritised, ...rest }));

const halo = fc.record(
  { integrationName: name, methodName: name, runbookName: name, payload: fc.constantFrom('recommended', 'full') },
  { requiredKeys: [] },
);

/** Any settings, in the form of a settings file. */
export const anySettings = fc.record({
  alertSource: fc.tuple(alertSourceSettings, name).map(([each, own]) => ({ ...each, name: own })),
  halo,
});
