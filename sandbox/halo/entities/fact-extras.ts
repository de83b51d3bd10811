import type { EntityName, FieldType } from './entities.ts';

/** Something that works on live tenants but is missing from Halo's document of September 2024. */
interface FactExtra {
  /** The entity of a body field, or the path of a query parameter. */
  of: EntityName | '/Webhook' | '/Lookup' | '/Automation';
  name: string;
  type: FieldType;
  /** The fact behind it. */
  fact: string;
}

/** Everything that the simulator accepts beyond the document. */
export const factExtras: readonly FactExtra[] = [
  { of: 'FlowDetail', name: 'id', type: 'int', fact: '"Import from JSON" sends each step with id null' },
  { of: 'FlowDetail', name: 'fdid', type: 'int', fact: '"Import from JSON" sends each step with fdid null' },
  { of: 'FlowDetail', name: 'islaststep', type: 'bool', fact: 'steps of live runbooks carry it' },
  { of: 'FlowDetail', name: 'allow_all_statuses', type: 'bool', fact: 'steps of live runbooks carry it, true' },
  { of: 'FlowSubDetail', name: 'id', type: 'int', fact: '"Import from JSON" sends each edge with id null' },
  { of: 'Webhook', name: '_is_new', type: 'bool', fact: '"Import from JSON" sends it, true' },
  { of: 'Webhook', name: 'auto_disable_attempts', type: 'int', fact: 'after so many failures Halo disables a runbook' },
  // `log_ticket_attempts` is refused: its tickets may start the failed runbook again (fact `failure-ticket`).
  { of: 'Webhook', name: 'notify_on_failure', type: 'bool', fact: 'says whether an agent is notified of failures' },
  { of: 'Webhook', name: 'notify_on_failure_tech', type: 'int', fact: 'the agent who is notified, -1 for nobody' },
  {
    of: 'UnameNotification',
    name: 'filter_type',
    type: 'int',
    fact: 'with 2 the conditions of a binding are evaluated',
  },
  { of: '/Webhook', name: 'showall', type: 'bool', fact: 'runbooks are listed with showall=true&type=1' },
  { of: '/Lookup', name: 'count', type: 'int', fact: 'count=1000 lists the rows of all lookups' },
  { of: '/Automation', name: 'count', type: 'int', fact: 'a small count hides new runs' },
];
