import type { Settings } from '../config/settings.ts';
import { objectsIn } from '../engine/values.ts';
import { recipientInWords } from '../providers/halo/failure-notification.ts';
import { groupingFields, groupingInWords } from '../providers/ilert/alert-grouping.ts';
import { respondersInWords } from '../providers/ilert/responders.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { namedBy } from '../providers/references.ts';
import type { Refresh } from '../runtime/refresh.ts';
import type { Answers } from './answers.ts';
import type { WizardContext } from './context.ts';
import { keptFilter } from './kept-filter.ts';
import { filterInWords } from './questions/filters.ts';
import type { Reviewed } from './review-page.ts';

/** Returns what to review, with names for what settings name by an ID, or the ID if a name can't be read. */
export async function reviewedOf(
  wizard: WizardContext,
  { answers, session }: { readonly answers: Answers; readonly session: Refresh },
  plan: IntegrationPlan,
): Promise<Reviewed> {
  const { settings, references } = session.desired;
  const { state } = session.refreshed;
  const isExternal = settings['alertSource.id'] !== undefined;
  return {
    settings,
    plan,
    state,
    teams: isExternal ? [] : await teamsOf(wizard, settings, session),
    policy: isExternal ? '' : inWords(await policyOf(wizard, settings)),
    grouping: settings['alertSource.grouping'] ? groupingInWords(groupingFields(settings)) : 'unchanged',
    tickets: await ticketsOf(wizard, answers, session),
    failureRecipient: recipientInWords(references.failureRecipient, references.names.agent),
    importFolder: answers.withoutHaloApi ? answers.importFolder : undefined,
  };
}

/** An existing alert source keeps its teams unless others are set. */
async function teamsOf(
  { checks }: WizardContext,
  { 'alertSource.teams': wanted }: Settings,
  { refreshed: { state } }: Refresh,
): Promise<string[]> {
  if (wanted === undefined) return objectsIn(state['alert-source']?.teams).map(({ id, name }) => String(name ?? id));
  if (wanted.length === 0) return [];
  const listed = await checks
    .account()
    .teams()
    .catch(() => []);
  return wanted.map((team) => namedBy(team, listed)[0]?.name ?? team);
}

export interface PolicyInWords {
  readonly name: string;
  /** Whom it notifies, in order; undefined if ilert doesn't say. */
  readonly notified: string | undefined;
  /** Whether it is still to be created. */
  readonly isNew: boolean;
}

/** Returns the escalation policy that settings name. */
export async function policyOf({ checks }: WizardContext, settings: Settings): Promise<PolicyInWords> {
  const wanted = settings['alertSource.escalationPolicy'] ?? '';
  const account = checks.account();
  const policies = await account.escalationPolicies().catch(() => []);
  const [policy] = namedBy(wanted, policies);
  if (policy) return { name: policy.name, notified: respondersInWords(policy), isNew: false };
  const responders = settings['alertSource.policyResponders'] ?? [];
  const users = responders.length === 0 ? [] : await account.users().catch(() => []);
  const nameOf = (responder: string) => users.find(({ email }) => email === responder)?.name || responder;
  return { name: wanted, notified: responders.map(nameOf).join(', then ') || undefined, isNew: true };
}

function inWords({ name, notified, isNew }: PolicyInWords): string {
  return `${name}${isNew ? ' (new)' : ''}${notified === undefined ? '' : `: notifies ${notified}`}`;
}

async function ticketsOf(wizard: WizardContext, answers: Answers, session: Refresh): Promise<string> {
  const kept = keptFilter(session);
  return kept === undefined ? (await filterInWords(wizard, answers)) || 'all' : `${kept} (the existing filter is kept)`;
}
