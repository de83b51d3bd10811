import { describe, expect, it, test } from 'vitest';
import type { Origin } from '../../../src/config/raw-value.ts';
import type { FieldKey, Settings } from '../../../src/config/settings.ts';
import { ApiError } from '../../../src/errors/api-error.ts';
import { ExitCode } from '../../../src/errors/cli-error.ts';
import { lookedUpLater, type TicketFilters } from '../../../src/providers/references.ts';
import { filtersOffline, readFilters } from '../../../src/providers/resolve-filters.ts';
import { fc } from '../../support/property.ts';

const TYPES = [
  { id: 1, name: 'Incident' },
  { id: 3, name: 'Service Request' },
  { id: 4, name: 'Twice' },
  { id: 5, name: 'Twice' },
];
/** As two service level agreements list them. */
const PRIORITIES = [
  { priorityid: 1, name: 'Critical' },
  { priorityid: 2, name: 'High' },
  { priorityid: 11, name: 'Critical' },
  { priorityid: 2, name: 'High' },
  { priorityid: 12, name: '2' },
];
const TEAMS = [
  { id: 7, name: 'Network ' },
  { id: 8, name: 'Desk' },
  { id: 9, name: 'Desk' },
  { id: 10, name: '' },
  { id: 11, name: '8' },
];

type Lists = Parameters<typeof readFilters>[0];
type Filters = Partial<Pick<Settings, 'halo.onlyTicketType' | 'halo.onlyPriority' | 'halo.onlyTeam'>>;

const lists: Lists = {
  ticketTypes: async () => TYPES,
  priorities: async () => PRIORITIES,
  ticketTeams: async () => TEAMS,
};
const refusing = (status: number): Lists => {
  const refuse = async () => {
    throw new ApiError({ message: `answered ${status}` }, ExitCode.denied, { status });
  };
  return { ticketTypes: refuse, priorities: refuse, ticketTeams: refuse };
};
const empty: Lists = { ticketTypes: async () => [], priorities: async () => [], ticketTeams: async () => [] };

const flags = new Map<FieldKey, { from: 'flag' }>([
  ['halo.onlyTicketType', { from: 'flag' }],
  ['halo.onlyPriority', { from: 'flag' }],
  ['halo.onlyTeam', { from: 'flag' }],
]);
const read = (filters: Filters, from: Lists = lists) =>
  readFilters(from, { 'halo.product': 'haloitsm', ...filters } as Settings, flags);

const stored = (values: Partial<TicketFilters>) => ({ ticketType: [], priority: [], team: [], ...values });

describe('a filter has the values that tickets store', () => {
  it.each<[string, Filters, Partial<TicketFilters>]>([
    ['of ticket types by name and by id', { 'halo.onlyTicketType': ['Service Request', '1'] }, { ticketType: [3, 1] }],
    ['of one that is given twice, once', { 'halo.onlyTicketType': ['Incident', '1'] }, { ticketType: [1] }],
    [
      'of a ticket type by id, where its name is not the only one',
      { 'halo.onlyTicketType': ['5'] },
      { ticketType: [5] },
    ],
    ['of a priority by its number', { 'halo.onlyPriority': ['1'] }, { priority: [1] }],
    ['of a priority by a name, each number that has it', { 'halo.onlyPriority': ['Critical'] }, { priority: [1, 11] }],
    ['of a priority by a number that is also a name', { 'halo.onlyPriority': ['2', '12'] }, { priority: [2, 12] }],
    ['of a team by name, without the blanks around it', { 'halo.onlyTeam': ['Network'] }, { team: ['Network'] }],
    ['of a team by id, its name', { 'halo.onlyTeam': ['7', 'Network'] }, { team: ['Network'] }],
    ['of teams of the same name, that name', { 'halo.onlyTeam': ['Desk', '9'] }, { team: ['Desk'] }],
    [
      'of all three',
      { 'halo.onlyTicketType': ['1'], 'halo.onlyPriority': ['High'], 'halo.onlyTeam': ['Desk'] },
      { ticketType: [1], priority: [2], team: ['Desk'] },
    ],
    ['none, where any is wanted', { 'halo.onlyPriority': [] }, {}],
    ['none beside the one that is given', { 'halo.onlyPriority': [], 'halo.onlyTeam': ['Desk'] }, { team: ['Desk'] }],
  ])('%s', async (_, given, filters) => {
    expect(await read(given)).toMatchObject({ filters: stored(filters), problems: [] });
  });

  it('and is not managed where none of the settings is given', async () => {
    expect(await read({}, refusing(500))).toMatchObject({ filters: undefined, problems: [] });
    expect(filtersOffline({} as Settings)).toBeUndefined();
  });
});

describe('a name in a filter is refused', () => {
  it.each<[string, Filters, string, string]>([
    [
      'that no ticket type has',
      { 'halo.onlyTicketType': ['Incdent'] },
      'HaloITSM has no ticket type "Incdent" (--only-ticket-type).',
      'Did you mean "Incident"? Also available: "Service Request", "Twice".',
    ],
    [
      'that several ticket types have',
      { 'halo.onlyTicketType': ['Twice'] },
      '2 ticket types are named "Twice" (--only-ticket-type).',
      'Use the ID instead: 4, 5.',
    ],
    [
      'that no priority has',
      { 'halo.onlyPriority': ['Critcal'] },
      'HaloITSM has no priority "Critcal" (--only-priority).',
      'Did you mean "Critical"? Also available: "High", "2".',
    ],
    [
      'where it is a number that no priority has',
      { 'halo.onlyPriority': ['9'] },
      'HaloITSM has no priority "9" (--only-priority).',
      'Available: "Critical", "High", "2".',
    ],
    [
      'that no team has',
      { 'halo.onlyTeam': ['Netwrk'] },
      'HaloITSM has no team "Netwrk" (--only-team).',
      'Did you mean "Network"? Also available: "Desk", "8".',
    ],
    [
      'that is the id of one team and the name of another',
      { 'halo.onlyTeam': ['8'] },
      '2 teams are named "8" (--only-team).',
      'Use the ID instead: the name "Desk" for that ID, 11.',
    ],
  ])('%s', async (_, given, message, hint) => {
    const { filters, problems } = await read(given);
    expect(problems).toMatchObject([{ message, hint }]);
    expect(filters).toBeUndefined();
  });

  const variable = { from: 'variable', name: 'HALO_ONLY' } as const;
  const file = { from: 'file', path: 'ilert.yaml', line: 3 } as const;

  it.each<[string, Filters, Origin, string]>([
    [
      'with several names in one flag',
      { 'halo.onlyPriority': ['Critical,High'] },
      { from: 'flag' },
      'Use the flag once for each value: --only-priority Critical --only-priority High.',
    ],
    [
      'with several numbers in one flag, besides another',
      { 'halo.onlyPriority': ['1, 2', '11'] },
      { from: 'flag' },
      'Use the flag once for each value: --only-priority 1 --only-priority 2 --only-priority 11.',
    ],
    [
      'with several names in one text of the file',
      { 'halo.onlyTicketType': ['Incident; Service Request'] },
      file,
      'Write a list: onlyTicketType: ["Incident", "Service Request"].',
    ],
    [
      'with a list in brackets in a variable',
      { 'halo.onlyTicketType': ['["Incident"', 'Service Request]'] },
      variable,
      "Write names without brackets, with commas between them: HALO_ONLY='Incident,Service Request'.",
    ],
    [
      'with one name in brackets in a variable',
      { 'halo.onlyTicketType': ['["Service Request"]'] },
      variable,
      "Write names without brackets, with commas between them: HALO_ONLY='Service Request'.",
    ],
    ['by none', { 'halo.onlyTeam': ['none'] }, { from: 'flag' }, 'To include all tickets, use "any": --only-team any.'],
    ['by all', { 'halo.onlyPriority': ['All'] }, variable, 'To include all tickets, use "any": HALO_ONLY=any.'],
    [
      'with several of which one is unknown',
      { 'halo.onlyTeam': ['Desk,Netwrk'] },
      { from: 'flag' },
      'Did you mean "Desk"? Also available: "Network", "8".',
    ],
  ])('%s: the hint says how it is written', async (_, given, origin, hint) => {
    const [key] = Object.keys(given) as FieldKey[];
    const { problems } = await readFilters(
      lists,
      { 'halo.product': 'haloitsm', ...given } as Settings,
      new Map(key && [[key, origin]]),
    );
    expect(new Set(problems.map((problem) => problem.hint))).toEqual(new Set([hint]));
  });

  it('with one problem for each, in the order of the settings', async () => {
    const { problems } = await read({
      'halo.onlyTeam': ['x1', 'Desk', 'x2'],
      'halo.onlyPriority': ['x3'],
      'halo.onlyTicketType': ['x4'],
    });
    expect(problems.map(({ message }) => /"(x\d)"/.exec(message)?.[1])).toEqual(['x4', 'x3', 'x1', 'x2']);
  });

  it('together with others, where its many numbers make too many bindings', async () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ priorityid: index + 1, name: 'Urgent' }));
    const given = { 'halo.onlyPriority': ['Urgent'], 'halo.onlyTicketType': ['1', '3', '4'] };
    const { filters, problems } = await read(given, { ...lists, priorities: async () => many });
    expect(problems).toMatchObject([
      {
        message: expect.stringContaining('--only-ticket-type (3 values) and --only-priority (7 values) make 21'),
        hint: 'Shorten --only-ticket-type. A name in --only-priority stands for several numbers: use only the numbers you mean.',
      },
    ]);
    expect(filters).toBeUndefined();
  });

  it('where it alone has too many numbers: shortening it is no way out', async () => {
    const many = Array.from({ length: 31 }, (_, index) => ({ priorityid: index + 1, name: 'Urgent' }));
    const { problems } = await read({ 'halo.onlyPriority': ['Urgent'] }, { ...lists, priorities: async () => many });
    expect(problems).toMatchObject([
      {
        message: '--only-priority (31 values) makes 31 combinations for each event; at most 20 are possible.',
        hint: 'A name in --only-priority stands for several numbers: use only the numbers you mean.',
      },
    ]);
  });
});

describe.each([
  ['may not be listed', refusing(403)],
  ['are listed as none', empty],
])('where the values %s', (_, from) => {
  it('those are taken that are as tickets store them', async () => {
    const given = {
      'halo.onlyTicketType': ['1', '3'],
      'halo.onlyPriority': ['2'],
      'halo.onlyTeam': ['Desk', 'Network'],
    };
    expect(await read(given, from)).toMatchObject({
      filters: { ticketType: [1, 3], priority: [2], team: ['Desk', 'Network'] },
      problems: [],
    });
  });

  it.each<Filters>([
    { 'halo.onlyTicketType': ['1', 'Incident'] },
    { 'halo.onlyPriority': ['Critical'] },
    { 'halo.onlyTeam': ['Desk', '8'] },
  ])('others stop the run: %j', async (given) => {
    const outcome = await read(given, from).catch((error: unknown) => error);
    if (outcome instanceof ApiError) expect(outcome.status).toBe(403);
    else
      expect(outcome).toMatchObject({
        filters: undefined,
        problems: [{ code: 'name-unknown', message: expect.stringMatching(/"(Incident|Critical|8)"/) }],
      });
  });
});

test('any other failure of a list stops the run', async () => {
  await expect(read({ 'halo.onlyPriority': ['1'] }, refusing(500))).rejects.toMatchObject({ status: 500 });
});

test('what is given by name offline stands for what is looked up later', () => {
  const filters = filtersOffline({
    'halo.onlyTicketType': ['Incident'],
    'halo.onlyPriority': ['1', 'High'],
    'halo.onlyTeam': ['Desk', '8'],
  } as unknown as Settings);
  expect(filters).toEqual({
    ticketType: [lookedUpLater('ticket type', 'Incident')],
    priority: [1, lookedUpLater('priority', 'High')],
    team: ['Desk', lookedUpLater('team', '8')],
  });
  expect(filtersOffline({ 'halo.onlyTeam': [] } as unknown as Settings)).toEqual(stored({}));
});

test('whatever is given, each value is one that is listed, and each name either has values or a problem', async () => {
  const wanted = fc.uniqueArray(fc.constantFrom('1', '2', '8', '11', '12', 'Critical', 'High', 'Desk', 'Twice', 'x'));
  await fc.assert(
    fc.asyncProperty(wanted, wanted, wanted, async (types, priorities, teams) => {
      const given = { 'halo.onlyTicketType': types, 'halo.onlyPriority': priorities, 'halo.onlyTeam': teams };
      const { filters, problems } = await read(given);
      expect(filters === undefined).toBe(problems.length > 0);
      for (const value of filters?.ticketType ?? []) expect(TYPES.map(({ id }) => id)).toContain(value);
      for (const value of filters?.priority ?? []) expect(PRIORITIES.map((each) => each.priorityid)).toContain(value);
      for (const value of filters?.team ?? []) expect(TEAMS.map(({ name }) => name.trim())).toContain(value);
      if (filters) expect(filters.priority.length > 0).toBe(priorities.length > 0);
    }),
  );
});
