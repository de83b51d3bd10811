import * as z from 'zod';
import { badRequest } from '../../http/refusal.ts';
import { checked } from '../../http/schema-check.ts';
import type { Route } from '../../http/service.ts';
import type { PolicyRow, RuleRow } from '../rows.ts';
import type { IlertState } from '../state.ts';
import { byId, showPolicy } from '../views.ts';
import { resourceRoutes } from './resource.ts';

const id = z.int().positive();
const ref = z.strictObject({ id });
const teamRef = z.strictObject({ id, name: z.string().optional() });

/** Schemas `EscalationPolicy` and `EscalationRule`, including the deprecated single references. */
const policySchema = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1),
  escalationRules: z.array(
    z.strictObject({
      escalationTimeout: z.int().min(0),
      user: ref.optional(),
      schedule: ref.optional(),
      team: ref.optional(),
      users: z
        .array(z.strictObject({ id, firstName: z.string().optional(), lastName: z.string().optional() }))
        .default([]),
      schedules: z
        .array(z.strictObject({ id, name: z.string().optional(), type: z.enum(['STATIC', 'RECURRING']).optional() }))
        .default([]),
      teams: z.array(teamRef).default([]),
    }),
  ),
  teams: z.array(teamRef).default([]),
  repeating: z.boolean().default(false),
  frequency: z.int().min(1).max(9).default(1),
  delayMin: z.int().min(0).max(15).default(0),
  routingKey: z.string().optional(),
});

type PolicyBody = z.output<typeof policySchema>;

export function escalationPolicyRoutes(state: IlertState): Route[] {
  return resourceRoutes<PolicyRow>(state, {
    name: 'escalation-policies',
    noun: 'escalation policy',
    rows: state.policies,
    list: { largestPage: 50, show: (policy) => showPolicy(state, policy) },
    read: { show: (policy) => showPolicy(state, policy) },
    write: {
      create(body) {
        const wanted = checked(policySchema, body);
        if (wanted.id !== undefined) throw badRequest('Field "id" is given by ilert.');
        return state.addPolicy(wanted.name, settingsOf(state, wanted));
      },
      replace(policy, body) {
        const wanted = checked(policySchema, body);
        if (wanted.id !== undefined && wanted.id !== policy.id) throw badRequest('Field "id" names another policy.');
        const settings = settingsOf(state, wanted);
        delete policy.routingKey;
        Object.assign(policy, settings);
      },
      show: (policy) => showPolicy(state, policy),
      checkDeletion({ id }) {
        const user = state.alertSources.find(({ policyId }) => policyId === id);
        if (user) throw badRequest(`Alert source ${user.id} still uses the escalation policy.`);
      },
    },
  });
}

function settingsOf(state: IlertState, body: PolicyBody): Omit<PolicyRow, 'id'> {
  const { name, repeating, frequency, delayMin, routingKey, teams, escalationRules } = body;
  if (escalationRules.length === 0 && !state.contradicts('ilert-policy')) {
    throw badRequest('Field "escalationRules" is wrong: a policy needs at least one rule.');
  }
  return {
    name,
    repeating,
    frequency,
    delayMin,
    ...(routingKey !== undefined && { routingKey }),
    teamIds: existing(state.teams, teams, 'team'),
    rules: escalationRules.map((rule) => ruleOf(state, rule)),
  };
}

function ruleOf(state: IlertState, rule: PolicyBody['escalationRules'][number]): RuleRow {
  const { escalationTimeout, user, schedule, team, users, schedules, teams } = rule;
  const userIds = existing(state.users, user ? [user, ...users] : users, 'user');
  const scheduleIds = existing(state.schedules, schedule ? [schedule, ...schedules] : schedules, 'schedule');
  const teamIds = existing(state.teams, team ? [team, ...teams] : teams, 'team');
  if (userIds.length + scheduleIds.length + teamIds.length === 0) {
    throw badRequest('An escalation rule needs a user, a schedule or a team.');
  }
  return { escalationTimeout, userIds, scheduleIds, teamIds };
}

function existing(rows: readonly { id: number }[], refs: readonly { id: number }[], what: string): number[] {
  for (const { id: wanted } of refs) if (!byId(rows, wanted)) throw badRequest(`There is no ${what} ${wanted}.`);
  return refs.map(({ id: wanted }) => wanted);
}
