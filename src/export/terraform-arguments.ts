import type { Fields, Value } from '../resources/value.ts';
import type { HclAttribute, HclBlock } from './hcl.ts';

type Part = HclAttribute | HclBlock;

/**
 * Arguments of `ilert_alert_source` that stand for one field of ilert's `AlertSource` each. Those here
 * and in `blocksOf` are all in the provider's own schema (iLert/terraform-provider-ilert,
 * ilert/resource_alert_source.go).
 */
const ATTRIBUTES: readonly (readonly [argument: string, field: string])[] = [
  ['alert_creation', 'alertCreation'],
  ['alert_grouping_window', 'alertGroupingWindow'],
  ['score_threshold', 'scoreThreshold'],
  ['alert_priority_rule', 'alertPriorityRule'],
  ['auto_resolution_timeout', 'autoResolutionTimeout'],
  ['active', 'active'],
  ['event_filter', 'eventFilter'],
  ['event_type_filter_create', 'eventTypeFilterCreate'],
  ['event_type_filter_accept', 'eventTypeFilterAccept'],
  ['event_type_filter_resolve', 'eventTypeFilterResolve'],
];

/** What the provider puts where an argument is left out. */
const DEFAULTS: Fields = { alertCreation: 'ONE_ALERT_PER_EMAIL', alertPriorityRule: 'HIGH', active: true };

/** Arguments that are a block around one template. */
const TEMPLATES: readonly (readonly [argument: string, field: string])[] = [
  ['summary_template', 'summaryTemplate'],
  ['details_template', 'detailsTemplate'],
  ['routing_template', 'routingTemplate'],
  ['alert_key_template', 'alertKeyTemplate'],
];

/** Fields of `AlertSource` that the provider has no argument for. */
const UNKNOWN_TO_PROVIDER = [
  ...['severity', 'severityTemplate', 'services', 'servicesTemplate', 'autoCreateServices', 'autoRaiseAlerts'],
];

/** The plain arguments, in the order of the provider's documentation; what is as by default is left out. */
export function attributesOf(fields: Fields): HclAttribute[] {
  return ATTRIBUTES.flatMap(([argument, field]) => {
    const value = fields[field];
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isPlain && value !== '' && value !== DEFAULTS[field] ? [[argument, value] as const] : [];
  });
}

/** The arguments that are blocks. */
export function blocksOf(fields: Fields): HclBlock[] {
  const templates = TEMPLATES.flatMap(([argument, field]) => template(argument, fields[field]));
  const links = listOf(fields.linkTemplates).map(({ text, hrefTemplate }) => ({
    head: 'link_template',
    body: [['text', String(text)], ...template('href_template', hrefTemplate)] satisfies Part[],
  }));
  return [...templates, ...links, ...priority(fields.priorityTemplate)];
}

/** Names of the fields that are set and that Terraform will not know of. */
export function leftOutOf(fields: Fields): string[] {
  const isSet = (value: Value) =>
    value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
  return UNKNOWN_TO_PROVIDER.filter((field) => isSet(fields[field]));
}

function priority(map: Value): HclBlock[] {
  const { valueTemplate, mappings } = fieldsOf(map);
  const value = template('value_template', valueTemplate);
  if (value.length === 0) return [];
  const cases = listOf(mappings).map((each) => ({
    head: 'mapping',
    body: [
      ['value', String(each.value)],
      ['priority', String(each.priority)],
    ] satisfies Part[],
  }));
  return [{ head: 'priority_template', body: [...value, ...cases] }];
}

function template(argument: string, value: Value): HclBlock[] {
  const { textTemplate } = fieldsOf(value);
  return typeof textTemplate === 'string' && textTemplate !== ''
    ? [{ head: argument, body: [['text_template', textTemplate]] }]
    : [];
}

function listOf(value: Value): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function fieldsOf(value: Value): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
