import type { Settings } from '../../config/settings.ts';
import { hasName, isSameId } from '../../engine/match.ts';
import type { Id, PropsOf } from '../../engine/resource.ts';
import type { IntegrationAccounts, IntegrationResource, PolicyRow } from '../integration.ts';
import { asReference, asText } from '../label.ts';
import { rulesInWords } from './responders.ts';
import type { AlertSourceRow, Policy } from './schemas.ts';

/** Default number of minutes until the next responder is notified. */
const USUAL_TIMEOUT = 10;

/** ilert's escalation policy. Only created on request. An existing one belongs to the admin and stays as it is. */
export const escalationPolicy: IntegrationResource<PolicyRow> = {
  key: 'escalation-policy',
  title: 'escalation policy',
  service: 'ilert',
  dependsOn: [],
  isEnabled: ({ settings }) => isPolicyWanted(settings),
  name: (settings) => settings['alertSource.escalationPolicy'] ?? '',
  hasOwnName: () => true,

  async find({ accounts, isFirst }) {
    const { lookups, ilert, settings } = accounts;
    const known = rememberedId(accounts);
    if (!isPolicyWanted(settings) && known === undefined) return undefined;
    const [policies, sources] = await Promise.all(
      isFirst
        ? [lookups.escalationPolicies(), lookups.alertSources()]
        : [ilert.escalationPolicies(), lookups.alertSourcesNow()],
    );
    const wanted = escalationPolicy.name(settings);
    const row =
      policies.find(({ id }) => known !== undefined && isSameId(id, known)) ??
      (known === undefined || !isFirst ? ofName(policies, wanted)[0] : undefined);
    return row && withUse(row, known, sources);
  },

  async read({ id }, { accounts }, props) {
    const { lookups, ilert } = accounts;
    const [policies, sources] = await Promise.all([ilert.escalationPolicies(), props ? [] : lookups.alertSourcesNow()]);
    const row = policies.find((each) => each.id === id);
    return row && withUse(row, rememberedId(accounts), sources);
  },

  rivals: async (_, { ilert, settings }) => ofName(await ilert.escalationPolicies(), escalationPolicy.name(settings)),
  dependents: ({ usedBy = [] }, state) =>
    usedBy.filter(({ id }) => id !== state['alert-source']?.id).map((row) => ({ title: 'alert source', row })),
  isOurs: ({ made }) => made === true,

  desired({ settings, references }): PropsOf<PolicyRow> {
    const escalationTimeout = settings['alertSource.policyTimeout'] ?? USUAL_TIMEOUT;
    return {
      name: settings['alertSource.escalationPolicy'],
      escalationRules: references.responders.map((responder) => ({ escalationTimeout, ...responder })),
    };
  },

  labels: [
    asText('name', 'Name', { isFixed: true }),
    asReference('escalationRules', 'Responders', (rules, { references: { names } }) => rulesInWords(rules, names)),
  ],

  diff: () => [],
  create: (props) => ({ service: 'ilert', method: 'POST', path: '/escalation-policies', body: props }),
  update: (row, props) => ({ service: 'ilert', method: 'PUT', path: `/escalation-policies/${row.id}`, body: props }),
  delete: (row) => ({ service: 'ilert', method: 'DELETE', path: `/escalation-policies/${row.id}` }),
};

/** Whether the settings ask for a new policy, by naming its responders. */
export function isPolicyWanted(settings: Settings): boolean {
  return (settings['alertSource.policyResponders'] ?? []).length > 0;
}

function rememberedId({ hints }: IntegrationAccounts): Id | undefined {
  return hints.remembered['escalation-policy']?.id;
}

/** Policies that the settings name, by name or ID, oldest first. */
function ofName(policies: readonly Policy[], wanted: string): Policy[] {
  const named = policies.filter((policy) => hasName(policy, wanted) || String(policy.id) === wanted);
  return named.toSorted((one, other) => one.id - other.id);
}

function withUse({ id, name }: Policy, known: Id | undefined, sources: readonly AlertSourceRow[]): PolicyRow {
  return { id, name, made: known === id, usedBy: sources.filter((source) => policyOf(source) === id) };
}

function policyOf({ escalationPolicy: used }: AlertSourceRow): unknown {
  return typeof used === 'object' && used !== null && 'id' in used ? used.id : undefined;
}
