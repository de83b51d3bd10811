import { fieldTable } from './field-table.ts';

/** Runbooks: the webhook, its steps and their edges, and the bindings that start it. */
export const runbookFields = {
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
};
