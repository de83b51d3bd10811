/**
 * The type of a field in Halo's document: `!` if it may not be null, `[X]` for a list of the entity X (or of plain
 * objects), the bare name of an entity for a nested one.
 */
export type FieldType = string;

/** The fields of one entity and their types. */
type FieldTable = ReadonlyMap<string, FieldType>;

/** The entities that a client may send, as described in Halo's document of September 2024. */
export const entityFields = {
  OutboundIntegration: fieldTable({
    'int!': 'id',
    guid: 'guid',
    string: `
      intent name authorizationurl client_id new_client_secret username new_password tokenurl scope state headername
      headerprefix bearername resourcebaseurl certificate_name response_token_name library_licence_name icon_base64
      icon version_number note install_popup _code _verifier _callback_uri _warning`,
    int: `
      module_id authorizationtype granttype algorithm bearerlocation certificate_id token_expiry_mins
      major_version_number minor_version_number patch_version_number`,
    bool: 'authorized _disconnect',
    '[OutboundIntegrationMethod]': 'methods',
  }),
  OutboundIntegrationMethod: fieldTable({
    'int!': 'id',
    guid: 'guid integration_guid',
    string: 'intent integration_name integration_baseurl name full_name resource path requestbody _warning',
    int: 'integration_id method authorizationtype requesttype responsetype log_retention_policy_days',
    '[OutboundIntegrationMethodValue]': 'uri_params headers body_mappings output_variables',
    bool: '_test _isbatch _is_system_method',
    '[IntegrationRunbookVariable]': '_test_variables _test_runbook_variables _test_output_variables',
    WebhookEvent: '_test_result',
  }),
  OutboundIntegrationMethodValue: fieldTable({
    'int!': 'id',
    int: 'method_id type data_type extra_process step_id step_seq',
    string: 'runbook_id key value description step_name',
    '[OutboundIntegrationMethodValueMapping]': 'value_mappings',
  }),
  OutboundIntegrationMethodValueMapping: fieldTable({
    'int!': 'id',
    int: 'methodvalue_id sequence',
    string: 'input output',
  }),
  IntegrationRunbookVariable: fieldTable({
    string: 'value group type description output method_name step_name',
    int: 'method_id step',
  }),
  WebhookEvent: fieldTable({
    guid: 'id webhook_id',
    int: 'integration_method_id notification_id status responsestatus automation_id automation_step entity_id',
    string: `
      integation_method_name requestheaders requestbody responseheaders responsebody automation_iteration_state
      _warning`,
    date: 'timestamp log_retention_policy_deletion_date',
    number: 'duration',
    bool: 'error',
  }),
  Webhook: fieldTable({
    guid: 'id',
    string: `
      intent name url content_type basic_username basic_password certificate_name systemuse authentication_header
      signature_prefix zapier_username flow_chart_json library_licence_name icon_base64 icon version_number note
      install_popup _warning`,
    int: `
      type authentication_type method certificate_id last_status runbook_start_type inbound_authentication_type
      algorithm digest zapier_type zapier_client_id zapier_site_id zapier_tickettype_id zapier_status_id zapier_sla_id
      zapier_priority_id zapier_team_id zapier_agent_id payload_type major_version_number minor_version_number
      patch_version_number schedule_id log_retention_policy_days`,
    bool: 'active _iszapier custom_payload disabled _test',
    '[UnameNotification]': 'events',
    '[WebhookMapping]': 'mappings',
    '[FlowDetail]': 'steps',
    '[OutboundIntegrationMethodValue]': 'input_variables',
    '[OutboundIntegrationMethod]': 'standalone_methods',
    '[OutboundIntegration]': 'integrations',
    date: 'lastcreated nextcreationdate',
  }),
  WebhookMapping: fieldTable({
    'int!': 'id',
    'guid!': 'webhookid',
    int: 'fiusage fiid',
    string: 'fiusagename finame filabel key _warning',
  }),
  FlowDetail: fieldTable({
    'int!': 'fdid step_id',
    int: `
      flow_id old_diagram_x old_diagram_y new_flow_id stage_number pipeline_stage_id steptype auto_action
      auto_action_type input_field_id newticket_type newticket_tickettype_id newticket_template_id chat_image_type
      newticket_service_id`,
    string: 'chatprofile_id name pipeline_stage_name message message2 note content ai_model virtual_agent_id',
    bool: 'isstart isend overrideprobabiliywhenatthisstep',
    '[FlowSubDetail]': 'actions',
    number: 'probabilityoverridevalue',
    guid: 'auto_action_type_guid',
    '[object]': 'step_conditions chat_teams rules translations',
    '[OutboundIntegrationMethodValue]': 'output_variables',
  }),
  FlowSubDetail: fieldTable({
    'int!': 'id',
    int: `
      flow_id start_step end_step old_diagram_startpos old_diagram_endpos action_type action_id time_limit_mins
      time_limit_action_id automation_type automation_action_id automation_execution_type seq approval_result
      todo_group_id chat_selection_order`,
    string: `
      chatprofile_id action_name action_colour action_outcome time_limit_action_name automation_action_name
      automation_runbook_id automation_runbook_name todo_group_name`,
    guid: 'action_guid time_limit_action_guid automation_action_guid',
    bool: 'use_work_hours restricted',
    '[object]': 'conditions conditions_exec restrictions translations',
  }),
  UnameNotification: fieldTable({
    guid: 'guid emailtemplate_guid restriction_department_guid restriction_team_guid webhook_id',
    string: `
      intent name agent_name emailtemplate_name user_name email_list restriction_department_name restriction_team_name
      role_id role_name slack_channel_name teams_channel_name value1_name _warning mattermost_channel_name rule_name`,
    'int!': 'id',
    int: `
      agent_id type delivery_method eventno emailtemplate_id user_id slack_id useworkinghours restriction_type
      restriction_department_id restriction_team_id condition_count subscriber_count teams_id value1 sitecontact_type
      mattermost_channelid rule_id`,
    bool: 'sendpushnotification _canupdate _iszapier filter_sitecontact',
    number: 'interval',
    '[UnameNotificationLink]': 'agents roles user_roles',
    '[NotificationConditions]': 'conditions',
  }),
  UnameNotificationLink: fieldTable({
    'int!': 'id',
    int: 'agent_id notification_id user_role_id',
    string: 'agent_name notification_name role_id role_name user_role_name _warning',
    guid: 'notification_guid',
  }),
  NotificationConditions: fieldTable({
    'int!': 'id',
    int: 'rule_id fieldid type value_int',
    guid: 'notification_guid valueint_guid',
    string: 'fieldname value_string value_display value_type timezonestring tablename _warning',
  }),
  Faults: fieldTable({
    'int!': 'id',
    date: 'dateoccurred dateclosed dateassigned lastactiondate deadlinedate',
    string: `
      summary details client_name site_name user_name team category_1 category_2 reportedby oppcompanyname
      details_html workflow_name`,
    int: `
      status_id tickettype_id sla_id priority_id client_id site_id user_id agent_id organisation_id department_id
      impact urgency source`,
    bool: 'dont_do_rules',
  }),
} satisfies Record<string, FieldTable>;

/** Name of an entity, as in Halo's document. */
export type EntityName = keyof typeof entityFields;

/** Turns `{ type: 'names, separated by blanks' }` into a table. */
function fieldTable(namesByType: Readonly<Record<FieldType, string>>): FieldTable {
  const named = Object.entries(namesByType).map(([type, names]) => [type, names.trim().split(/\s+/)] as const);
  return new Map(named.flatMap(([type, names]) => names.map((name) => [name, type])));
}
