import {
  type BrokenLink,
  DRIFTED,
  edges,
  eventsAnswer,
  inARetriedRun,
  inARun,
  only,
  others,
  ours,
  remove,
  step,
  unseen,
} from './broken-link.ts';

/** The chain, link by link. */
export const brokenLinks: readonly BrokenLink[] = [
  {
    ...{ ...others, how: 'the alert source is switched off in ilert', link: 'alert-source' },
    ...{ says: /is switched off in ilert/, todo: /Switch it on in ilert/ },
    breakIt: ({ source }) => Object.assign(source, { active: false }),
  },
  {
    ...{ ...others, how: 'the alert source is in maintenance', link: 'alert-source' },
    ...{ says: /is in maintenance/, todo: /End the maintenance window in ilert, or wait/ },
    breakIt: ({ source }) => Object.assign(source, { inMaintenance: true }),
  },
  {
    ...{ ...others, how: 'the escalation policy has no rules', link: 'escalation-policy' },
    ...{ says: /wakes nobody/, todo: /Add a responder/ },
    breakIt: (_, { ilert }) => ilert.state.policies[0]?.rules.splice(0),
  },
  {
    ...{ ...others, how: 'the rules of the escalation policy have lost their people', link: 'escalation-policy' },
    ...{ says: /wakes nobody/, todo: /Add a responder/ },
    breakIt: (_, { ilert }) => Object.assign(ilert.state.policies[0]?.rules[0] ?? {}, { userIds: [] }),
  },
  {
    ...{ ...ours, how: 'the alert source was deleted', link: 'alert-source', says: /"HaloITSM" is missing/ },
    breakIt: ({ source }, { ilert }) => remove(ilert.state.alertSources, source),
  },
  {
    ...{
      ...ours,
      how: 'the integration key was renewed',
      link: 'method',
      says: /does not call the address of the alert/,
    },
    breakIt: ({ source }) => Object.assign(source, { integrationKey: 'il1hit0123456789abcdef0123456789abcdef' }),
  },
  {
    ...{ ...ours, how: 'the custom integration has another base URL', link: 'custom-integration' },
    says: /"ilert integration" does not have the address of the alert source/,
    breakIt: ({ integration }) => Object.assign(integration, { resourcebaseurl: 'https://example.com' }),
  },
  {
    ...{
      ...ours,
      how: 'the custom integration signs in',
      link: 'custom-integration',
      says: /signs in with credentials/,
    },
    breakIt: ({ integration }) => Object.assign(integration, { authorizationtype: 3 }),
  },
  {
    ...{ ...ours, how: 'the method was deleted', link: 'method', says: /"send ticket to ilert" is missing/ },
    breakIt: ({ method }, { halo }) => remove(halo.state.methods, method),
  },
  {
    ...{ ...ours, how: 'the path of the method was edited', link: 'method', says: /does not call the address/ },
    breakIt: ({ method }) => Object.assign(method, { path: '/api/v1/events/haloitsm/another' }),
  },
  {
    ...{ ...ours, how: 'the method sends with PUT', link: 'method', says: /does not send with POST/ },
    breakIt: ({ method }) => Object.assign(method, { method: 2 }),
  },
  {
    ...{ ...ours, how: 'the method sends a form', link: 'method', says: /does not send JSON/ },
    breakIt: ({ method }) => Object.assign(method, { requesttype: 3 }),
  },
  {
    ...{ ...ours, how: 'the body is no JSON any more', link: 'payload', says: /line 1 column \d+: this is not JSON/ },
    breakIt: ({ method }) => Object.assign(method, { requestbody: '{"ticket": <<ticket>>' }),
  },
  {
    ...{ ...ours, how: 'the body asks for a variable that Halo does not have', link: 'payload' },
    says: /Halo has no variable <<ticket\^sumary>>/,
    breakIt: ({ method }) => Object.assign(method, { requestbody: '{"ticket": {"summary": <<ticket^sumary>>}}' }),
  },
  {
    ...{ ...ours, how: "the body has lost the ticket's id", link: 'payload', seen: 'direct', status: DRIFTED },
    ...{ says: /status 400 .*The ticket has no id.*The body of the method was changed in Halo/, statusAfter: DRIFTED },
    breakIt: ({ method }) => Object.assign(method, { requestbody: '{"ticket": {"summary": <<ticket^summary>>}}' }),
  },
  {
    ...{
      ...ours,
      how: "the body has lost the ticket's id, and a ticket shows it",
      link: 'payload',
      seen: 'through Halo',
    },
    ...{ says: /status 400 .*The ticket has no id.*The body of the method was changed in Halo/, status: DRIFTED },
    breakIt: ({ method }) => Object.assign(method, { requestbody: '{"ticket": {"summary": <<ticket^summary>>}}' }),
  },
  {
    ...{ ...inARun, how: 'a payload of your own has no id', link: 'payload', says: /The ticket has no id/ },
    ...{
      todo: /Check your payload: it needs the ticket with its id/,
      payload: '{"ticket": {"summary": <<ticket^summary>>}}',
    },
    breakIt: () => undefined,
  },
  {
    ...{ ...inARun, how: 'a payload of your own asks for what the tickets do not have', link: 'payload' },
    ...{ says: /asks for <<ticket\^shelf>>, which the ticket does not have/, todo: /Take it out of your payload/ },
    payload: '{"ticket": {"id": <<ticket^id>>, "summary": <<ticket^summary>>, "shelf": <<ticket^shelf>>}}',
    flags: ['--known-variable', 'ticket^shelf'],
    breakIt: () => undefined,
  },
  {
    ...{ ...ours, how: 'the runbook was deleted', link: 'runbook', says: /"ilert runbook" is missing/ },
    breakIt: ({ runbook, newTicket, statusChanged }, { halo }) => {
      remove(halo.state.webhooks, runbook);
      remove(halo.state.bindings, newTicket);
      remove(halo.state.bindings, statusChanged);
    },
  },
  {
    ...{ ...ours, how: 'the runbook is switched off', link: 'runbook', says: /"ilert runbook" is switched off/ },
    breakIt: ({ runbook }) => Object.assign(runbook, { active: false }),
  },
  {
    ...{ ...ours, how: 'the step calls another method', link: 'steps', says: /step "Send webhook" auto_action_type/ },
    breakIt: (stored, { halo }) => Object.assign(step(stored, 0), { auto_action_type: halo.state.methods[0]?.id }),
  },
  {
    ...{ ...ours, how: 'a save in the editor has made both ways out the same', link: 'steps' },
    says: /flow chart of "ilert runbook" .* way out 2 approval_result/,
    breakIt: (stored) => Object.assign(edges(stored)[1] ?? {}, { approval_result: 1 }),
  },
  {
    ...{ ...ours, how: 'a way out of the step is gone', link: 'steps', says: /step "Send webhook" way out/ },
    breakIt: (stored) => edges(stored).shift(),
  },
  {
    ...{ ...ours, how: 'the end of a success counts as a failure', link: 'steps', says: /step "Success" auto_action/ },
    breakIt: (stored) => Object.assign(step(stored, 1), { auto_action: 1 }),
  },
  {
    ...{
      ...ours,
      how: 'the event for new tickets was deleted',
      link: 'new-ticket-event',
      says: /"New Ticket Logged" is missing/,
    },
    breakIt: ({ newTicket }, { halo }) => remove(halo.state.bindings, newTicket),
  },
  {
    ...{
      ...ours,
      how: 'the event is "Assigned", which never fires',
      link: 'new-ticket-event',
      says: /"New Ticket Logged" is missing/,
    },
    breakIt: ({ newTicket }) => Object.assign(newTicket, { eventno: 1 }),
  },
  {
    ...{
      ...ours,
      how: 'the event does not start the runbook',
      link: 'new-ticket-event',
      says: /does not start the runbook/,
    },
    breakIt: ({ newTicket }) => Object.assign(newTicket, { delivery_method: 1 }),
  },
  {
    ...{ ...ours, how: 'the event for changes of status was deleted', link: 'status-changed-event' },
    says: /"Ticket Status Changed" is missing/,
    breakIt: ({ statusChanged }, { halo }) => remove(halo.state.bindings, statusChanged),
  },
  {
    ...{ ...unseen, how: 'a filter of the event keeps the ticket out', link: 'filter', todo: /--ticket-type/ },
    says: /not started by a new ticket within 180 s\. The events have filters: event "New Ticket Logged": ticket type is Change Request/,
    breakIt: ({ newTicket }) => Object.assign(newTicket, only('requesttypenew', 4)),
  },
  {
    ...{
      ...unseen,
      how: 'a filter of the event keeps the closed ticket out',
      link: 'filter',
      todo: /take the filters away/,
    },
    says: /not started by the change to status "Closed"/,
    breakIt: ({ statusChanged }) => Object.assign(statusChanged, only('status', 2)),
  },
  {
    ...{ ...unseen, how: 'an event filter of the alert source keeps the ticket out', link: 'alert' },
    ...{ says: /the alert source has an event filter/, todo: /Look at the filter of the alert source/ },
    breakIt: ({ source }, sandbox) => {
      source.includable.eventFilter = '(event.customDetails.ticket.priority.name == "Critical")';
      eventsAnswer({ kind: 'respond', status: 202 })(undefined, sandbox);
    },
  },
  {
    ...{ ...unseen, how: 'an open alert takes the ticket in, since the alert source groups', link: 'alert' },
    ...{ says: /the alert source groups, and an open alert took it in/, todo: /Resolve the open alerts/ },
    flags: ['--grouping', 'until-resolved'],
    breakIt: ({ source }, { ilert }) => ilert.state.addAlert(source, { summary: 'Already open' }),
  },
  {
    ...{
      ...inARetriedRun,
      how: 'ilert fails',
      link: 'delivery',
      says: /ilert failed with status 500/,
      todo: /Try again later/,
    },
    breakIt: eventsAnswer({ kind: 'respond', status: 500, body: { message: 'oops' } }),
  },
  {
    ...{
      ...inARetriedRun,
      how: 'ilert throttles',
      link: 'delivery',
      says: /no more than 50 events a minute/,
      todo: /--only-priority/,
    },
    breakIt: eventsAnswer({ kind: 'respond', status: 429 }),
  },
  {
    ...{
      ...inARetriedRun,
      how: 'ilert cannot be reached from Halo',
      link: 'delivery',
      says: /gave no answer/,
      todo: /a firewall/,
    },
    breakIt: eventsAnswer({ kind: 'reset' }),
  },
  {
    ...{ ...inARun, how: 'something in between answers 404', link: 'delivery', statusAfter: DRIFTED },
    ...{ says: /does not know the address that is called/, todo: /apply changes nothing: look at what is in between/ },
    breakIt: eventsAnswer({ kind: 'respond', status: 404 }),
  },
  {
    ...{ ...unseen, how: 'Halo starts no runs', link: 'new-ticket-event', todo: /wait longer with --wait/ },
    says: /not started by a new ticket within 180 s\.$/,
    breakIt: (_, { halo }) => Object.assign(halo.state, { automationStands: true }),
  },
];
