import type { FieldKey } from './settings.ts';

/** Stands in a new settings file for a value that a person has to fill in. Until then, a run reports it. */
export const TO_FILL_IN: { readonly [K in FieldKey]?: string } = {
  'alertSource.escalationPolicy': '<your escalation policy>',
  'halo.url': '<your URL, such as https://acme.haloitsm.com>',
  'halo.clientId': '<your client ID>',
};

/** A setting with a useful value. */
export type Example = readonly [key: FieldKey, value: unknown];

/** The most useful settings, in groups that belong together. A group is shown if none of its settings is set. */
export const EXAMPLES: readonly (readonly Example[])[] = [
  [['alertSource.name', 'HaloITSM']],
  [['alertSource.teams', ['Operations']]],
  [
    ['alertSource.grouping', 'window'],
    ['alertSource.groupingWindow', '15m'],
  ],
  [['alertSource.priority', 'high']],
  [['alertSource.ticketLink', true]],
  [['alertSource.priorityFromHalo', { Critical: 'high', Low: 'low' }]],
  [['halo.payload', 'recommended']],
  [['halo.onlyTicketType', ['Incident']]],
  [['halo.onlyPriority', ['Critical', 'High']]],
  [['halo.onlyTeam', ['Service Desk']]],
  [['halo.notifyOnFailure', 'Ada Admin']],
];
