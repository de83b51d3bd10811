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

const HALO_PRIORITIES = ['Critical', 'High', 'Medium', 'Low'];

/** How one of an alert's values follows from its ticket, by the name of Halo's priority or by any other value. */
function fromTicket(to: 'priority' | 'severity', value: fc.Arbitrary<string | number>) {
  const byName = fc.dictionary(fc.constantFrom(...HALO_PRIORITIES), value);
  const byValue = fc.record({
    value: fc.constant('{{ ticket.priority_id }}'),
    mappings: fc.dictionary(fc.constantFrom('1', '2', 'Ä "q"'), value),
  });
  return fc.oneof(
    fc.constant({}),
    fc.oneof(byName, fc.constant('none')).map((pairs) => ({ [`${to}FromHalo`]: pairs })),
    byValue.map((template) => ({ [`${to}Template`]: template })),
  );
}

const priorityFromTicket = fromTicket('priority', fc.constantFrom('high', 'low'));
const severityFromTicket = fromTicket('severity', fc.integer({ min: 1, max: 5 }));

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
    eventFilter: fc.constant('(ticket.id > 0)'),
    createFilter: fc.constantFrom('(ticket.id > 1)', '(ticket.summary contains "\\"no\\"")'),
    acceptFilter: fc.constant('(ticket.status_id == 2)'),
    resolveFilter: fc.constant('(ticket.status_id == 9)'),
  },
  { requiredKeys: [] },
);

/** Any settings of an alert source except its name. */
export const alertSourceSettings = fc
  .tuple(grouping, priority, priorityFromTicket, severityFromTicket, others)
  .map(([grouped, prioritised, byTicket, severe, rest]) => ({
    escalationPolicy: 'Default',
    ...grouped,
    ...prioritised,
    ...byTicket,
    ...severe,
    ...rest,
  }));

const halo = fc.record(
  {
    integrationName: name,
    methodName: name,
    runbookName: name,
    payload: fc.constantFrom('recommended', 'full'),
    onlyTicketType: fc.constantFrom('Incident', 'Service Request'),
    onlyPriority: fc.oneof(fc.subarray(HALO_PRIORITIES, { minLength: 1, maxLength: 2 }), fc.constant('any')),
    onlyTeam: fc.subarray(['1st Line Support', '2nd Line Support'], { minLength: 1 }),
    closedEvent: fc.boolean(),
    notifyOnFailure: fc.constantFrom('Hanna Halo', 'hanna.halo@example.com', '2', 'nobody'),
  },
  { requiredKeys: [] },
);

/** Any settings, in the form of a settings file. */
export const anySettings = fc.record({
  alertSource: fc.tuple(alertSourceSettings, name).map(([each, own]) => ({ ...each, name: own })),
  halo,
});
