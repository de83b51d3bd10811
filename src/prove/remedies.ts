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
  'ilert-resolves':
    'Set alertSource.autoResolve (--auto-resolve), so that alerts of closed tickets are resolved after some time.',
  'ilert-over': 'Use a payload of your own (halo.payload) that contains the part of the status that ilert recognises.',
  'ilert-closed-without-alert':
    'Set no filter of tickets (halo.onlyPriority and others): then fewer tickets are closed that never had an alert.',
  'ilert-links': 'Leave alertSource.ticketLink out: the link would have no effect.',
  'ilert-mappings':
    'Leave alertSource.priorityFromHalo and alertSource.severityFromHalo out, and use an alert source per priority (halo.onlyPriority).',
};
