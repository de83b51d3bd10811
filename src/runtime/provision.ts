import { apply } from '../engine/apply.ts';
import type { RunEvent } from '../engine/events.ts';
import type { IntegrationOutcome, IntegrationPlan } from '../providers/integration.ts';
import type { Profile } from '../state/profiles.ts';
import type { Context } from './context.ts';
import { hideKeys, type IntegrationSession } from './refresh.ts';
import { remember } from './remember.ts';

/** Carries an approved plan out, and remembers what there is afterwards. @param more what the wizard saves with it */
export async function provision(
  context: Context,
  session: IntegrationSession,
  plan: IntegrationPlan,
  listen: (event: RunEvent) => void,
  more: Pick<Profile, 'answers' | 'keychain'> = {},
): Promise<IntegrationOutcome> {
  const { settings } = session.desired;
  await context.runJournal.recordStart(settings);
  const outcome = await apply(plan, session, { ...context, listen });
  hideKeys(context, outcome.state);
  await remember(context, settings, outcome, more);
  if (outcome.failure === undefined) await context.runJournal.recordSuccess('apply', settings);
  return outcome;
}
