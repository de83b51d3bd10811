import { objectsIn, type Value } from '../../engine/values.ts';
import { minutesInWords } from '../../text/duration.ts';
import { listInWords } from '../../text/list.ts';
import { type Names, nameOfReference } from '../names.ts';
import type { Policy } from './schemas.ts';

/** A step of an escalation policy. */
interface EscalationStep {
  readonly responders: readonly string[];
  /** Time after the previous step. */
  readonly after?: string | undefined;
}

/** Describes whom a policy notifies, in order: `Ada Admin, then On-call IT`; undefined if ilert doesn't say. Pure. */
export function respondersInWords({ escalationRules }: Policy): string | undefined {
  return stepsInWords(
    escalationRules.map(({ users, schedules }) => ({
      responders: [...users, ...schedules].filter((name) => name.trim() !== ''),
    })),
  );
}

/** Describes whom a new policy notifies: `Ada Admin, then On-call IT after 10 minutes`; undefined for nobody. Pure. */
export function rulesInWords(rules: Value, names: Names): string | undefined {
  const all = objectsIn(rules);
  return stepsInWords(
    all.map(({ users, schedules }, index) => ({
      responders: [
        ...referencesIn(users).map((user) => nameOfReference(user, names.users)),
        ...referencesIn(schedules).map((schedule) => nameOfReference(schedule, names.schedules)),
      ],
      after: index === 0 ? undefined : minutesInWords(Number(all[index - 1]?.escalationTimeout)),
    })),
  );
}

function stepsInWords(steps: readonly EscalationStep[]): string | undefined {
  const named = steps.filter(({ responders }) => responders.length > 0);
  const words = named.map(
    ({ responders, after }) => `${listInWords(responders)}${after === undefined ? '' : ` after ${after}`}`,
  );
  return words.join(', then ') || undefined;
}

function referencesIn(list: Value): readonly Value[] {
  return Array.isArray(list) ? list : [];
}
