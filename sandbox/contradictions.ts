/**
 * What the simulators do instead of what a fact says, by the fact's id in docs/facts.md. Each is a way in which the
 * real services could differ. Facts whose opposite no API client can see are not in the table.
 */
export const contradictions = {
  // Halo: reading and writing
  'halo-lists-filtered': 'Lists ignore `webhook_id`, `integration_id` and `type`.',
  'halo-pages': 'A page has as many rows as `page_size` says.',
  'halo-date-zone': 'A date without `Z` is in the time zone of the tenant, two hours ahead of UTC.',
  'halo-ids-ascend': 'Each new integration, method and event has a lower ID than the one before.',
  'halo-access-control': 'A change without `access_control` removes it.',
  // Halo: the method and its template
  'method-other-request-types': '`requesttype` 0 sends the body as JSON, 2 as a form and 3 as XML.',
  'method-address': 'Halo puts exactly one slash between base URL and path.',
  'method-bodies-in-integration': 'An integration read with `includemethods=true` has no bodies in its methods.',
  'template-values': 'The two forms of a text are exchanged: with `!` it is a JSON value, without it plain text.',
  'template-escaping': 'Quotes and line breaks in the JSON value of a text are not escaped.',
  'template-numbers': 'A number without `!` is a JSON text, in quotes.',
  'template-unresolved-method': 'An unknown variable stays in the body as it is written, and the body is sent.',
  'template-unset': 'A field that is not set on the ticket is nothing as a JSON value.',
  'template-fields': 'A field inside another, such as `ticket^status^name`, is null.',
  // Halo: the runbook
  'failure-notification': '`notify_on_failure` and `notify_on_failure_tech` are dropped silently.',
  agents: '`/Agent` always lists disabled agents too.',
  'webhooks-of-any-type':
    'A runbook may have the name of a webhook of another type, and without `type` only those are listed.',
  'runbook-disabled': 'Halo never disables a runbook, whatever `auto_disable_attempts` says.',
  'runbook-disabled-start': 'A runbook that is disabled starts nevertheless.',
  'import-integration': 'An imported custom integration has methods with GUIDs of their own.',
  'steps-replace': 'Steps omitted from a posted list stay.',
  'end-results': 'A run that ends with "Failed (retry from the start)" is not retried.',
  // Halo: events
  'every-event': '`GET /Notification?showall=true` without `webhook_id` lists no event of a runbook.',
  'binding-list': '`/Notification?webhook_id=` lists nothing.',
  'event-on-close': 'Closing a ticket raises only "Closed".',
  'event-closed': 'Closing a ticket raises only "Ticket Status Changed".',
  'events-several': 'A second row of an event replaces the first one of the same runbook.',
  'conditions-all': 'A ticket must meet one of the conditions of an event.',
  'condition-operators':
    'The types of a condition are: 1 contains, 2 not contains, 3 not equal, 5 <, 6 <=, 7 >, 8 >=, 23 not in set, 24 in set, 29 has no value, 30 has one.',
  'condition-returned': 'A stored condition has no `fieldname`, only the id of its column.',
  'conditions-cleared': 'Conditions that a posted list leaves out stay.',
  'condition-requesttypenew': 'A condition on the column `requesttypenew` is dropped silently.',
  'condition-seriousness': 'A condition on the column `seriousness` is dropped silently.',
  'condition-sectio_': 'A condition on the column `sectio_` is dropped silently.',
  // Halo: runs and deliveries
  'run-retry': 'A run that Halo will retry has no `next_retry_date`.',
  'run-retry-row': 'The retry of a run is a row of its own.',
  'run-no-answer': 'A run whose call gets no answer ends with an error, and follows no edge.',
  'delivery-run': '`entity_id` of a delivery is the id of its run, and `automation_id` is 0.',
  // ilert: alert source and API
  'ilert-source': 'The last part of `integrationUrl` is not the key.',
  'ilert-source-by-key': 'An alert source is not found by its integration key.',
  'ilert-types': 'The type of an alert source is returned as `HALO`.',
  'ilert-own-grouping': 'Without `alertCreation`, a source groups tickets until the alert is resolved.',
  'ilert-put': 'A PUT keeps the fields that it omits.',
  'ilert-link-text': 'A link is returned with both of its names.',
  'ilert-template-elements': 'A template is returned as `textTemplate`, requested or not, and never as `elements`.',
  'ilert-setup-status': 'A source created without `setupStatus` is `FINISHED`.',
  'ilert-include': 'Templates and filters of a source are returned without `include`, and in lists.',
  'ilert-support-hours': '`supportHours` and a window are accepted with any rule and any grouping.',
  'ilert-at-most': 'A source may have more than 15 services and 10 links.',
  'ilert-policy': 'An escalation policy may have no rules.',
  'ilert-lists': 'Lists are not paged: `start-index` and `max-results` are ignored.',
  'ilert-limits': 'A 429 says in `Retry-After` how long to wait.',
  'ilert-requests-left': 'No header says how many requests are left.',
  'ilert-refusals': 'A refusal is `{error}`, without status, message and code.',
  'ilert-key-forms': 'Keys have no prefix.',
  'ilert-ids-ascend': 'Each new row has a lower ID than the one before.',
  // ilert: alerts
  'ilert-alert-key': "The key of an alert is the ticket's summary.",
  'ilert-alert-key-case': 'Keys that differ only in case belong to different alerts.',
  'ilert-grouping': 'Alerts that are resolved take events in as well.',
  'ilert-resolves': 'The event of a closed ticket is only added to its alert.',
  'ilert-closed-without-alert': 'The event of a closed ticket that has no open alert creates one.',
  'ilert-over': "ilert recognises a closed ticket only by its status's id, 8 or 9.",
  'ilert-filtered': 'An event that a filter excludes is refused with 400 and the reason.',
  'ilert-event-type-filters': 'Filters by event type are stored and have no effect.',
  'ilert-links': 'Link templates are stored, and alerts have no links.',
  'ilert-mappings': 'Priority and severity templates are stored and have no effect.',
  'ilert-alerts': '`/alerts` ignores `sources`, `states` and `from`.',
  'ilert-custom-details': 'The `customDetails` of an alert are the fields of the ticket, without `ticket` around them.',
} as const satisfies Readonly<Record<string, string>>;

/** The id of a fact that the simulators can contradict. */
export type Contradiction = keyof typeof contradictions;
