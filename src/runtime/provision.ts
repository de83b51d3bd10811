import type { RawValue } from '../config/raw-value.ts';
import type { FieldKey } from '../config/settings.ts';
import { apply } from '../engine/apply.ts';
import type { RunEvent } from '../engine/events.ts';
import type { IntegrationOutcome, IntegrationPlan, Service } from '../providers/integration.ts';
import type { Context } from './context.ts';
import { hideKeys } from './hide-keys.ts';
import { settingsToSave } from './profile-settings.ts';
import type { IntegrationSession } from './refresh.ts';
import { remember } from './remember.ts';

/** Returns the run journal's name for a command: for one service alone it differs from the one for both. */
export function journalNameOf(command: string, only: Service | undefined): string {
  return only === undefined ? command : `${command} --only ${only}`;
}

/** Carries out an approved plan and remembers the outcome. @param answered the wizard's settings, saved for later */
export async function provision(
  context: Context,
  session: IntegrationSession,
  plan: IntegrationPlan,
  listen: (event: RunEvent) => void,
  answered?: ReadonlyMap<FieldKey, RawValue>,
): Promise<IntegrationOutcome> {
  const { settings, only } = session.desired;
  const journalName = journalNameOf('apply', only);
  await context.runJournal.recordChange(settings);
  const outcome = await apply(plan, session, { ...context, listen });
  hideKeys(context, outcome.state);
  const createsPolicy = outcome.state['escalation-policy'] === undefined;
  const saved = answered && { answers: settingsToSave(answered, { createsPolicy }) };
  await remember(context, session.desired, outcome, saved);
  if (outcome.failure === undefined) await context.runJournal.recordSuccess(journalName, settings);
  return outcome;
}
