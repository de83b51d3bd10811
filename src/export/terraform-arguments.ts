import { fieldOf } from '../config/settings.ts';
import { type Fields, isFields, objectsIn, type Value } from '../engine/values.ts';
import { linkName, templateText } from '../providers/ilert/alert-template.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { isoDuration, parseMinutes } from '../text/duration.ts';
import type { HclAttribute, HclBlock } from './hcl.ts';

type Part = HclAttribute | HclBlock;

/**
 * Arguments of `ilert_alert_source`, each for one field of ilert's `AlertSource`. Those here and in `BLOCKS` have been
 * in the provider's schema since version 2.25 (iLert/terraform-provider-ilert, ilert/resource_alert_source.go).
 */
const ATTRIBUTES: readonly (readonly [argument: string, field: keyof AlertSourceRow])[] = [
  ['alert_creation', 'alertCreation'],
  ['alert_grouping_window', 'alertGroupingWindow'],
  ['score_threshold', 'scoreThreshold'],
  ['alert_priority_rule', 'alertPriorityRule'],
  ['severity', 'severity'],
  ['auto_resolution_timeout', 'autoResolutionTimeout'],
  ['active', 'active'],
  ['auto_create_services', 'autoCreateServices'],
  ['event_filter', 'eventFilter'],
  ['event_type_filter_create', 'eventTypeFilterCreate'],
  ['event_type_filter_accept', 'eventTypeFilterAccept'],
  ['event_type_filter_resolve', 'eventTypeFilterResolve'],
];

/** The provider's defaults. */
const DEFAULTS: Fields = {
  alertCreation: 'ONE_ALERT_PER_EMAIL',
  alertPriorityRule: 'HIGH',
  active: true,
  autoCreateServices: false,
};

/** Arguments that are blocks: one for each entry of a list, one for anything else. */
const BLOCKS: readonly (readonly [field: string, write: (value: Value) => HclBlock[]])[] = [
  ['summaryTemplate', (value) => template('summary_template', value)],
  ['detailsTemplate', (value) => template('details_template', value)],
  ['routingTemplate', (value) => template('routing_template', value)],
  ['alertKeyTemplate', (value) => template('alert_key_template', value)],
  ['linkTemplates', (value) => objectsIn(value).flatMap(link)],
  ['priorityTemplate', (value) => mapping('priority_template', value, 'priority')],
  ['severityTemplate', (value) => mapping('severity_template', value, 'severity')],
  ['servicesTemplate', (value) => objectsIn(value).flatMap((each) => template('services_template', each))],
];

/** Fields of `AlertSource` for which the provider has no argument. */
const UNKNOWN_TO_PROVIDER = ['autoRaiseAlerts', 'iconUrl', 'lightIconUrl', 'darkIconUrl'];

/** Returns the plain arguments, in the order of the provider's documentation, without those that are the default. */
export function attributesOf(fields: Fields): HclAttribute[] {
  return ATTRIBUTES.flatMap(([argument, field]) => {
    const value = field === 'autoResolutionTimeout' ? acceptedTime(fields[field]) : fields[field];
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isPlain && value !== '' && value !== DEFAULTS[field] ? [[argument, value] as const] : [];
  });
}

/** Returns the arguments that are blocks. */
export function blocksOf(fields: Fields): HclBlock[] {
  return BLOCKS.flatMap(([field, write]) => write(fields[field]));
}

/** Returns the names of fields that are set but that Terraform can express only in part, or not at all. */
export function unsupportedIn(fields: Fields): string[] {
  const isCut = ([field, write]: (typeof BLOCKS)[number]) => {
    const value = fields[field];
    return isSet(value) && write(value).length < (Array.isArray(value) ? value.length : 1);
  };
  return [
    ...UNKNOWN_TO_PROVIDER.filter((field) => isSet(fields[field])),
    ...BLOCKS.filter(isCut).map(([field]) => field),
  ];
}

function isSet(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some((part) => isSet(part as Value));
  return value !== undefined && value !== null && value !== false && value !== '';
}

/** Writes a link with its name in ilert's form: `terraform plan` would show any other. Needs a name and an address. */
function link(fields: Fields): HclBlock[] {
  const href = template('href_template', fields.hrefTemplate);
  const name = linkName(fields);
  if (href.length === 0 || !name) return [];
  const names: Part[] =
    templateText(fields.linkTextTemplate) === undefined
      ? [['text', name]]
      : template('link_text_template', fields.linkTextTemplate);
  return [{ head: 'link_template', body: [...names, ...href] }];
}

function mapping(head: string, map: Value, to: 'priority' | 'severity'): HclBlock[] {
  const { valueTemplate, mappings } = isFields(map) ? map : {};
  const value = template('value_template', valueTemplate);
  const cases = objectsIn(mappings).map((each) => ({
    head: 'mapping',
    body: [
      ['value', String(each.value)],
      [to, to === 'severity' ? Number(each[to]) : String(each[to])],
    ] satisfies Part[],
  }));
  // The provider accepts neither without the other.
  return value.length === 0 || cases.length === 0 ? [] : [{ head, body: [...value, ...cases] }];
}

function template(argument: string, value: Value): HclBlock[] {
  const text = templateText(value);
  return text === undefined || text === '' ? [] : [{ head: argument, body: [['text_template', text]] }];
}

/** Converts a time, which ilert may return in any form, to the only one that the provider accepts, such as `PT60M`. */
function acceptedTime(time: Value): Value {
  if (typeof time !== 'string') return time;
  const accepted = fieldOf('alertSource.autoResolve').choices?.find(
    (each) => parseMinutes(each) === parseMinutes(time),
  );
  return accepted === undefined ? time : isoDuration(accepted);
}
