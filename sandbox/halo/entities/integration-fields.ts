import { fieldTable } from './field-table.ts';

/** Custom integrations, their methods, and what was delivered through them. */
export const integrationFields = {
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
};
