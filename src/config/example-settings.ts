import type { FieldKey } from './settings.ts';

/** What stands in a new settings file where a person has to put a value; until then, it is reported as not replaced. */
export const TO_FILL_IN: { readonly [K in FieldKey]?: string } = {
  'alertSource.escalationPolicy': '<your escalation policy>',
  'halo.url': '<your URL, such as https://acme.haloitsm.com>',
  'halo.clientId': '<your client ID>',
};

/** A setting with a value that is worth a look. */
export type Example = readonly [key: FieldKey, value: unknown];

/** The settings that most people look for, in groups of those that go together: shown where none of a group is set. */
export const EXAMPLES: readonly (readonly Example[])[] = [
  [['alertSource.name', 'HaloITSM']],
  [['alertSource.teams', ['Operations']]],
  [
    ['alertSource.grouping', 'window'],
    ['alertSource.groupingWindow', '15m'],
  ],
  [['alertSource.priority', 'high']],
  [['halo.payload', 'recommended']],
  [['halo.onlyTicketType', ['Incident']]],
  [['halo.onlyPriority', ['Critical', 'High']]],
  [['halo.onlyTeam', ['Service Desk']]],
];
