import { wordsOf } from '../facts/route.ts';

/**
 * Fields in the documents of both vendors, as excerpted in test/contract (a test compares them), and of sign-in, runs,
 * templates and errors; in lower case. Any other name may be a tenant's own.
 */
const FIELD_NAMES = wordsOf(`
  _callback_uri _canupdate _code _disconnect _importtype _is_system_method _isbatch _isimport _isnewcode _iszapier
  _test _test_output_variables _test_result _test_runbook_variables _test_variables _verifier _warning acceptedat
  access_control access_control_level access_token action_colour action_guid action_id action_name action_outcome
  action_type actions active affectedservices agent agent_id agent_name agents ai_model alertcreation
  alertgroupingwindow alertkey alertkeytemplate alertpriorityrule alerts alertsource algorithm alias
  allow_all_statuses alt amailentryid apikey approval_result args assettype_id assignedto auth_url
  authentication_header authentication_type authorizationtype authorizationurl authorized auto_action
  auto_action_type auto_action_type_guid auto_disable_attempts autocreateservices automation_action_guid
  automation_action_id automation_action_name automation_execution_type automation_id automation_iteration_state
  automation_runbook_id automation_runbook_name automation_step automation_type autoraisealerts autoresolutiontimeout
  avatarurl basic_password basic_username bearerlocation bearername bidirectional body_mappings category_1 category_2
  category_3 category_4 certificate_id certificate_name chat_image_type chat_selection_order chat_teams
  chatprofile_id classname client_id client_name client_secret clientname code colour column_profile_name comments
  condition_count conditions conditions_exec consignablelines content content_type contract_id contract_ref count
  country_code_id createdat creator currentshift custom1 custom1_bool custom2 custom_payload customdetails
  darkiconurl data_type date_processed dateassigned dateclosed dateoccurred dayofweek dbc_company_id deadlinedate
  debug defaultshiftduration delaymin delivery_method department department_id description detail details
  details_html detailstemplate digest disabled dodatabaselookup domain dont_do_rules dontsendslareminders duration
  dynamics_company_name elements email email_list email_template_name emailtemplate_guid emailtemplate_id
  emailtemplate_name end end_step endson entity_id error error_description error_message errormessage errors
  escalationpolicy escalationrules escalationtimeout eventfilter eventkey eventno events eventtype
  eventtypefilteraccept eventtypefiltercreate eventtypefilterresolve exceptionmessage exceptions exclude_nocharge
  exclude_nolinkedtypes exclude_zero excludeclosed excludepending executionstarttime expires_in extra_process fdid
  fieldid fieldname fiid filabel filter_sitecontact filter_type finame firstname fiusage fiusagename flow_chart_json
  flow_id frequency friday from full_name func grant_type granttype group guid headername headerprefix headers href
  hreftemplate icon icon_base64 iconurl id id_token idonly images impact inactive inbound_authentication_type
  incidents include include_auditing includeagent includechildids includedetails includeinloadbalance
  includelastaction includelastappointment includelinkedobjects includemethods includenextappointment
  includeparentchangeinfo includeparentsubject includeseenby input input_field_id input_variables install_popup
  integation_method_name integration_baseurl integration_guid integration_id integration_method_id integration_name
  integrationkey integrationmethod_id integrations integrationtype integrationurl intent interval is_portal
  isazureautomation iscustomfield isdetailscreen isdisabled isend ishalolink islaststep ispreview isstart isteams
  istree jira_instance_name kashflow_tenant key labels language last_attempt_date last_status lastactiondate
  lastcreated lastname library_licence_name lighticonurl linked_item linkedincidentid links linktemplates
  linktexttemplate log_retention_policy_days log_retention_policy_deletion_date log_ticket_attempts lookupid
  major_version_number mappings mattermost_channel_name mattermost_channelid max-results members mergedintoid
  mergestate message message2 method method_id method_name methods methodvalue_id minor_version_number module_id
  monday muteduntil n name new_client_secret new_flow_id new_password newticket_service_id newticket_template_id
  newticket_tickettype_id newticket_type next_retry_date nextcreationdate nextescalation nextescalationruleindex
  nextescalationuser nextshift nocache nochangehoursrecurring nochangetemplate nochangetemplate_guid
  nochangetemplatename note notification_guid notification_id notification_name notify_on_failure
  notify_on_failure_tech notifystatuschange old_diagram_endpos old_diagram_startpos old_diagram_x old_diagram_y
  oneopenincidentonly oppcompanyname order order2 order3 order4 order5 orderdesc orderdesc2 orderdesc3 orderdesc4
  orderdesc5 ordervaluetype organisation_id outages outcome_id outcomes output output_variables
  overrideprobabiliywhenatthisstep overriding_rate_id p30 p60 p90 page_no page_size pageinate patch_version_number
  path payload_type pipeline_stage_id pipeline_stage_name policies position priority priority_id priorityid
  prioritytemplate probabilityoverridevalue rangeend rangestart rates reason record_count refresh_token region
  repeating reportedby reporttime requestbody requestheaders requesttype resolvedon resource resourcebaseurl
  responders response_token_name responsebody responseheaders responsestatus responsetype restricted
  restriction_department_guid restriction_department_id restriction_department_name restriction_team_guid
  restriction_team_id restriction_team_name restriction_type restrictions restrictiontype restrictto_agent_id
  resultcode retry_attempts_remaining role role_id role_name roles rotation routingkey routingtemplate rule_id
  rule_name rules runbook_id runbook_start_type s saturday schedule schedule_id schedulelayers schedules scope
  scorethreshold search sendnotification sendpushnotification seq sequence service services servicestemplate
  setupstatus severity severitytemplate shiftcolor shifts shortname showall showallcodes showcounts showgaps
  showonquickchange showquickchangeoptions showuptimehistory signature_prefix site_id site_name sitecontact_type sla
  sla_id sla_name slaaction slack_channel_name slack_id slaignorerelease source sources split_closed src stage_number
  standalone_methods start start-index start_step startson state states status status_id statuschangeto
  statuschangetofreq statuschangetoname statusemail_guid statusemailfreqdays statusemailid statusemailname
  statusnochangehours statusnochangehoursmanager statusnochangehoursmanagerrecurring statusnochangehourssection
  statusnochangehourssectionrecurring step step_conditions step_id step_name step_seq steps steptype sub_lookup
  subject subscribed subscriber_count summary summarytemplate sunday supportdays supporthours supportstatus
  surcharge_item_name systemuse tablename tax_rate_name team teams teams_channel_name teams_id tenant tenant_id text
  texttemplate thursday ticket ticket_count ticket_id ticket_id_firstchild ticketarea_id ticketidonly tickettype
  tickettype_group_id tickettype_id tickettype_ids tickettypes time time_limit_action_guid time_limit_action_id
  time_limit_action_name time_limit_mins timestamp timeuntilloffhold timezone timezonestring title to todo_group_id
  todo_group_name token_expiry_mins token_type tokenurl total translations tuesday type unameaprestriction until
  updatedat uptime uptimepercentage urgency uri_params url use use2 use_work_hours user user_id user_name
  user_role_id user_role_name user_roles username users useworkinghours useworkinghours_statusnochangehours
  useworkinghours_statusnochangehoursmanager useworkinghours_statusnochangehourssection utcoffset val value value1
  value1_name value2 value2_bool value3 value3_bool value4 value4_bool value5 value5_bool value6 value6_bool value7
  value7_bool value8 value8_bool value9 value9_bool value_display value_int value_mappings value_string value_type
  valueint1 valueint_guid valuetemplate version_number view_id virtual_agent_id visibility webhook_id webhook_name
  webhookid webhooks wednesday workflow_name xero_tenant_name zapier_agent_id zapier_client_id zapier_priority_id
  zapier_site_id zapier_sla_id zapier_status_id zapier_team_id zapier_tickettype_id zapier_type zapier_username
`);

/** Whether a name is a field of the vendors, in any case (fact `halo-rows-of-others`). */
export function isVendorField(name: string): boolean {
  return FIELD_NAMES.has(name.toLowerCase());
}
