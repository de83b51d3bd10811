import type { Json } from './entities/entity-schema.ts';

/** `/CustomIntegration`, entity `OutboundIntegration`. */
export interface IntegrationRow extends Json {
  id: number;
  guid: string;
  name: string;
  /** From 0 none to 8 mTLS. */
  authorizationtype: number;
  resourcebaseurl: string | null;
}

/** `/CustomIntegrationMethod`, entity `OutboundIntegrationMethod`. */
export interface MethodRow extends Json {
  id: number;
  guid: string;
  integration_id: number;
  name: string;
  /** Base URL, copied from the integration if the method is saved without it. */
  resource: string;
  path: string;
  /** 0 GET, 1 POST, 2 PUT, 3 DELETE, 4 PATCH. */
  method: number;
  /** 0 none, 1 JSON, 2 XML, 3 form, 4 text. */
  requesttype: number;
  /** As for the integration; -1 uses the integration's own. */
  authorizationtype: number;
  requestbody: string;
}

/** An edge of a step, entity `FlowSubDetail`. */
export interface EdgeRow extends Json {
  id: number;
  action_name?: string | null | undefined;
  start_step: number;
  end_step: number;
  seq: number;
  approval_result: number | null;
}

/** A step of a runbook, entity `FlowDetail`. */
export interface StepRow extends Json {
  fdid: number;
  step_id: number;
  name: string;
  /** 1 condition, 2 action, 3 end. */
  steptype: number;
  /** For an action, 6 executes a method. For an end: 0 success, 1 failed, 2 failed (retry from the start). */
  auto_action: number | null;
  /** ID of the method to execute. */
  auto_action_type: number | null;
  isstart: boolean;
  actions: EdgeRow[];
}

/** `/Webhook`. A runbook has `type` 1. */
export interface WebhookRow extends Json {
  /** GUID. */
  id: string;
  name: string;
  /** 0 webhook, 1 runbook. */
  type: number;
  active: boolean;
  /** Halo itself disables a runbook after `auto_disable_attempts` failures. */
  disabled?: boolean;
  auto_disable_attempts?: number | null;
  notify_on_failure?: boolean | null;
  /** ID of an agent; -1 means nobody (fact `failure-notification`). */
  notify_on_failure_tech?: number | null;
  steps: StepRow[];
}

/** A condition of a binding, entity `NotificationConditions`. */
export interface ConditionRow extends Json {
  fieldname: string;
  /** 0 =, 1 !=, 2 contains, 3 does not, 5 >, 6 >=, 7 <, 8 <=, 23 in set, 24 not in set, 29 has a value, 30 has none. */
  type: number;
}

/** `/Notification`, entity `UnameNotification`: starts a runbook. */
export interface BindingRow extends Json {
  id: number;
  guid: string;
  name: string;
  /** ID of a `/Lookup` row with lookupid 64. */
  eventno: number;
  webhook_id: string;
  filter_type: number;
  condition_count?: number | null;
  conditions: ConditionRow[];
}

/** A row that other rows refer to. */
export interface NamedRow {
  id: number;
  name: string;
}

/** `/Agent`, which the API document at hand does not describe. */
export interface AgentRow extends NamedRow {
  email: string | null;
  isdisabled: boolean;
}

/** `/Status`, entity `TStatus`. */
export interface StatusRow extends NamedRow {
  shortname: string;
  sequence: number;
  colour: string;
}

/** `/Tickets`, entity `Faults`. Refers to other rows by ID. */
export interface TicketRow extends Json {
  id: number;
  summary: string;
  details: string;
  status_id: number;
  tickettype_id: number;
  priority_id: number;
  client_id: number;
  site_id: number;
  user_id: number;
  agent_id: number;
  team: string;
  dateclosed: string | null;
}

/** A step of a run, as in `trace[]`. */
interface TraceRow {
  step_id: number;
  step_name: string;
  result: string;
  timestamp: string;
}

/** `/Automation`: a run of a runbook. An unset date is a placeholder, not null. */
export interface RunRow {
  id: number;
  runbook_id: string;
  runbook_name: string;
  ticket_id: number;
  /** 1: running, failed (if `error` is set) or waiting for a retry. 2: done. */
  status: 1 | 2;
  error: string | null;
  /** Steps of the latest attempt. */
  steps_executed: number;
  timestamp: string;
  executionStartTime: string;
  /** When it ended for good. */
  date_processed: string;
  last_attempt_date: string;
  /** Attempts left. Means nothing for a run without a `next_retry_date`. */
  retry_attempts_remaining: number;
  next_retry_date: string;
  /** The simulator's own field, never shown. */
  notification_id: number;
  /** Only shown if the run is read by ID. */
  trace: TraceRow[];
}

/** `/WebhookEvent`: a call that a runbook made. */
export interface DeliveryRow {
  /** GUID. */
  id: string;
  webhook_id: string;
  integration_method_id: number;
  notification_id: number;
  automation_id: number;
  automation_step: number;
  /** ID of the ticket. */
  entity_id: number;
  timestamp: string;
  /** Milliseconds. */
  duration: number;
  /** As sent: empty if the method sends none. */
  requestbody: string;
  /** The form of the text is inferred. */
  requestheaders: string;
  /** HTTP status; 0 if there was no answer. */
  responsestatus: number;
  responsebody: string;
  error: boolean;
}

/** `/Lookup`. */
export interface LookupRow {
  id: number;
  lookupid: number;
  name: string;
  value2: string;
}
