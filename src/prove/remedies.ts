/** What a contradicted fact means for an installation, and what to do about it, by the fact's ID: a setting, if there is one. */
export const REMEDIES: Readonly<Record<string, string>> = {
  'halo-lists-filtered': 'Nothing to do: the tool ignores rows that it has not asked for.',
  'method-address':
    'Run `verify --through-halo`. If the ticket does not arrive, move the slash between base URL and path to the other of the two in HaloITSM: `plan` accepts both.',
  'method-bodies-in-integration': 'Nothing to do: the tool then reads each method by itself.',
  'template-values':
    'Run `verify --through-halo`. If it fails, use a payload of your own (halo.payload), in the form that your account renders.',
  'template-escaping':
    'Tickets with quotes or line breaks may create no alert: their runs fail, and `status` lists them. Use a payload of your own (halo.payload) with as few texts as possible, and without the details.',
  'template-numbers':
    'Run `verify --through-halo`. If it fails, use a payload of your own (halo.payload), in which numbers are written as your account renders them.',
  'template-unresolved-method':
    'A misspelt variable in a payload of your own (halo.payload) makes no run fail: check the alert of `verify --through-halo`.',
  'template-unset':
    'Tickets that lack a field of the payload may create no alert: their runs fail, and `status` lists them. Use a payload of your own (halo.payload) with fields that every ticket has: ID, summary and status.',
  'template-fields':
    'Run `verify --through-halo`. If it fails, use a payload of your own (halo.payload) without the fields that the report names.',
  'failure-notification':
    'Omit halo.notifyOnFailure (--notify-on-failure), which has no effect; let `status` look for failed runs instead.',
  agents: 'If you use halo.notifyOnFailure (--notify-on-failure), check in HaloITSM that the agent is not disabled.',
  'import-integration':
    'This only concerns files that you import by hand: choose the method in the step of the imported runbook.',
  'end-results':
    'Tickets logged while ilert is unreachable may not be sent again; `status` lists the runs that failed.',
  'steps-replace':
    "The integration works. If `apply` can't repair a runbook that somebody has changed, run `destroy`, then `apply`.",
  'every-event': "Nothing breaks, but `plan` and `status` can't warn of other runbooks that send the same tickets.",
  'binding-list':
    '`plan` and `apply` may not see what starts the runbook. Run `verify --through-halo`, and before another `apply` check in HaloITSM that the runbook has no event twice.',
  'event-on-close': 'Set halo.closedEvent (--closed-event): then the event "Closed" starts the runbook as well.',
  'event-closed':
    'With a filter (halo.onlyPriority and others), set alertSource.autoResolve (--auto-resolve): the alert of a ticket that no longer matches when it is closed would stay open. Without a filter, there is nothing to do.',
  'events-several': 'Set only one value for each of halo.onlyTicketType, halo.onlyPriority and halo.onlyTeam.',
  'conditions-all':
    'Set only one of halo.onlyTicketType, halo.onlyPriority and halo.onlyTeam: tickets that meet any of them create alerts.',
  'condition-returned':
    'Tickets are filtered all the same, but `plan` may show the filter as changed. Then omit it, and filter in ilert instead (alertSource.eventFilter).',
  'conditions-cleared': 'To remove a filter, run `destroy`, then `apply` without it.',
  'condition-requesttypenew': 'Omit halo.onlyTicketType, and filter in ilert instead (alertSource.eventFilter).',
  'condition-seriousness': 'Omit halo.onlyPriority, and filter in ilert instead (alertSource.eventFilter).',
  'condition-sectio_': 'Omit halo.onlyTeam, and filter in ilert instead (alertSource.eventFilter).',
  'run-retry': 'The integration works, but `status` may list a run as failed that Halo will still retry.',
  'run-retry-row':
    'The integration works, but `status` may misjudge runs that are retried, and a retried ticket may reach ilert as it was before.',
  'run-no-answer': 'Tickets logged while ilert is unreachable are not sent again; `status` lists the runs that failed.',
  'ilert-source':
    'Run `verify`. If its alert arrives, there is nothing to do: tickets are sent to the URL that ilert shows.',
  'ilert-own-grouping': 'Several tickets may share one alert: check the grouping of the alert source in ilert.',
  'ilert-alert-key':
    'Closing a ticket may not resolve its alert. `verify --through-halo` shows whether it does; if not, set alertSource.autoResolve (--auto-resolve).',
  'ilert-alert-key-case': 'Nothing to do: the ID of a ticket is a number, and has no case.',
  'ilert-grouping': 'If you use alertSource.grouping, omit it: tickets may be added to other alerts than you expect.',
  'ilert-resolves':
    'Set alertSource.autoResolve (--auto-resolve), so that alerts of closed tickets are resolved after some time.',
  'ilert-closed-without-alert':
    'Set no filter of tickets (halo.onlyPriority and others): then fewer tickets are closed that never had an alert.',
  'ilert-over': 'Use a payload of your own (halo.payload) that contains the part of the status that ilert recognises.',
  'ilert-filtered':
    'Tickets that alertSource.eventFilter excludes may count as failed runs in HaloITSM. Filter there instead (halo.onlyPriority and others).',
  'ilert-event-type-filters': 'Omit alertSource.createFilter, alertSource.acceptFilter and alertSource.resolveFilter.',
  'ilert-links': 'Leave alertSource.ticketLink out: the link would have no effect.',
  'ilert-mappings':
    'Leave alertSource.priorityFromHalo and alertSource.severityFromHalo out, and use an alert source per priority (halo.onlyPriority).',
  'ilert-custom-details': "The integration works; only `verify` can't compare the alert with the payload.",
};
