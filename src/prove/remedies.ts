/** What to do if a fact is contradicted, by the fact's ID: a setting, if there is one. */
export const REMEDIES: Readonly<Record<string, string>> = {
  'event-on-close': 'Set halo.closedEvent (--closed-event): then the event "Closed" starts the runbook as well.',
  'conditions-all':
    'Set only one of halo.onlyTicketType, halo.onlyPriority and halo.onlyTeam: tickets that meet any of them create alerts.',
  'events-several': 'Set only one value for each of halo.onlyTicketType, halo.onlyPriority and halo.onlyTeam.',
  'condition-requesttypenew': 'Omit halo.onlyTicketType, and filter in ilert instead (alertSource.eventFilter).',
  'condition-seriousness': 'Omit halo.onlyPriority, and filter in ilert instead (alertSource.eventFilter).',
  'condition-sectio_': 'Omit halo.onlyTeam, and filter in ilert instead (alertSource.eventFilter).',
  'run-no-answer': 'Tickets logged while ilert is unreachable are not sent again; `status` lists the runs that failed.',
};
