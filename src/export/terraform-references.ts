import type { Settings } from '../config/settings.ts';
import { isFields, objectsIn, type Value } from '../engine/values.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { type HclBlock, type HclValue, hclString, Reference } from './hcl.ts';

/** What an `ilert_alert_source` refers to, and the blocks that define it. */
export interface TerraformReferences {
  readonly policy: HclValue;
  readonly teams: readonly HclValue[];
  readonly supportHours: HclValue | undefined;
  readonly services: readonly HclValue[];
  readonly blocks: readonly HclBlock[];
}

/** For a policy that is not in the settings, or not visible to the API key. */
const POLICY = new Reference('var.ilert_escalation_policy_id');
const POLICY_VARIABLE: HclBlock = {
  head: 'variable "ilert_escalation_policy_id"',
  body: [
    ['type', new Reference('string')],
    ['description', 'ID of the escalation policy in ilert (who gets notified)'],
  ],
};

/** Refers by id to what an existing alert source uses. */
export function referencesOfRow(row: AlertSourceRow): TerraformReferences {
  const policy = idIn(row.escalationPolicy);
  return {
    // The provider expects the policy as a string, the others as numbers.
    policy: policy === undefined ? POLICY : String(policy),
    teams: idsIn(row.teams),
    supportHours: idIn(row.supportHours),
    services: idsIn(row.services),
    blocks: policy === undefined ? [POLICY_VARIABLE] : [],
  };
}

/** Refers by name through the provider's data sources; a number is used as an id. */
export function referencesOfSettings(settings: Settings): TerraformReferences {
  const blocks: HclBlock[] = [];
  const refer = (type: string, label: string, name: string): HclValue => {
    if (/^\d+$/.test(name)) return Number(name);
    blocks.push({ head: `data ${hclString(type)} ${hclString(label)}`, body: [['name', name]] });
    return new Reference(`data.${type}.${label}.id`);
  };
  const referAll = (type: string, names: readonly string[] = []) =>
    names.map((name, index) => refer(type, `haloitsm_${index + 1}`, name));
  const policy = settings['alertSource.escalationPolicy'];
  const hours = settings['alertSource.supportHours'];
  if (policy === undefined) blocks.push(POLICY_VARIABLE);
  return {
    policy: policy === undefined ? POLICY : asText(refer('ilert_escalation_policy', 'haloitsm', policy)),
    teams: referAll('ilert_team', settings['alertSource.teams']),
    supportHours: hours === undefined ? undefined : refer('ilert_support_hour', 'haloitsm', hours),
    services: referAll('ilert_service', settings['alertSource.services']),
    blocks,
  };
}

function asText(value: HclValue): HclValue {
  return typeof value === 'number' ? String(value) : value;
}

function idIn(nested: Value): number | undefined {
  return isFields(nested) && typeof nested.id === 'number' ? nested.id : undefined;
}

function idsIn(list: Value): number[] {
  return objectsIn(list).flatMap((nested) => idIn(nested) ?? []);
}
