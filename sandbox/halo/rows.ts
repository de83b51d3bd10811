import type { Json } from './entities/entity-schema.ts';

/** `/CustomIntegration`, entity `OutboundIntegration`. */
export interface IntegrationRow extends Json {
  id: number;
  guid: string;
  name: string;
  /** 0 none … 8 mTLS. */
  authorizationtype: number;
  resourcebaseurl: string | null;
}

/** `/CustomIntegrationMethod`, entity `OutboundIntegrationMethod`. */
export interface MethodRow extends Json {
  id: number;
  guid: string;
  integration_id: number;
  name: string;
  /** Base URL; filled from the integration when the method is saved without it. */
  resource: string;
  path: string;
  /** 0 GET, 1 POST, 2 PUT, 3 DELETE, 4 PATCH. */
  method: number;
  /** 0 none, 1 JSON, 2 XML, 3 form, 4 text. */
  requesttype: number;
  /** As of the integration, or -1: the integration's own. */
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
  /** Of an action: 6 executes a method. Of an end: 0 success, 1 failed, 2 failed (retry from the start). */
  auto_action: number | null;
  /** Id of the method to execute. */
  auto_action_type: number | null;
  isstart: boolean;
  actions: EdgeRow[];
}

/** `/Webhook`; with `type` 1 a runbook. */
export interface WebhookRow extends Json {
  /** GUID. */
  id: string;
  name: string;
  /** 0 webhook, 1 runbook. */
  type: number;
  active: boolean;
  /** Halo disables a runbook itself after `auto_disable_attempts` failures. */
  disabled?: boolean;
  notify_on_failure?: boolean | null;
  /** Id of an agent; -1 is nobody (fact `failure-notification`). */
  notify_on_failure_tech?: number | null;
  steps: StepRow[];
}

/** A condition of a binding, entity `NotificationConditions`. */
export interface ConditionRow extends Json {
  fieldname: string;
  /** 0 equal, 1 not equal, 2 and 3 contains or not, 5 >, 6 >=, 7 <, 8 <=, 23 and 24 in set or not, 29 and 30 has a value or not. */
  type: number;
}

/** `/Notification`, entity `UnameNotification`: what starts a runbook. */
export interface BindingRow extends Json {
  id: number;
  guid: string;
  name: string;
  /** Id of a `/Lookup` row with lookupid 64. */
  eventno: number;
  webhook_id: string;
  filter_type: number;
  condition_count?: number | null;
  conditions: ConditionRow[];
}

/** A row other rows point to. */
export interface NamedRow {
  id: number;
  name: string;
}

/** `/Agent`, which is not in the part of the API document at hand. */
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

/** `/Tickets`, entity `Faults`; the rows it points to by id. */
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

/** One step of a run, as `trace[]` shows it. */
interface TraceRow {
  step_id: number;
  step_name: string;
  result: string;
  timestamp: string;
}

/** `/Automation`: one run of a runbook. A date that is not set is a placeholder, not null. */
export interface RunRow {
  id: number;
  runbook_id: string;
  runbook_name: string;
  ticket_id: number;
  /** 1 running, failed where `error` is set, or waiting for a retry; 2 done. */
  status: 1 | 2;
  error: string | null;
  /** Of the latest attempt. */
  steps_executed: number;
  timestamp: string;
  executionStartTime: string;
  /** When it ended for good. */
  date_processed: string;
  last_attempt_date: string;
  /** Attempts that are left; it says nothing of a run without a `next_retry_date`. */
  retry_attempts_remaining: number;
  next_retry_date: string;
  /** The simulator's own; never shown. */
  notification_id: number;
  /** Only shown when the run is read by itself. */
  trace: TraceRow[];
}

/** `/WebhookEvent`: one call a runbook made. */
export interface DeliveryRow {
  /** GUID. */
  id: string;
  webhook_id: string;
  integration_method_id: number;
  notification_id: number;
  automation_id: number;
  automation_step: number;
  /** Id of the ticket. */
  entity_id: number;
  timestamp: string;
  /** Milliseconds. */
  duration: number;
  requestbody: string;
  /** HTTP status; 0 where no answer came. */
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
