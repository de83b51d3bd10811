import type { Settings } from '../config/settings.ts';
import { isSame, isSameAccount, type Target } from './target.ts';

/** Targets that make the same escalation policy if it is not there: the first of them has to be done before the others. Pure. */
export function makersOfPolicies(targets: readonly Target[]): Target[] {
  const makers = targets.filter(({ settings }) => (settings['alertSource.policyResponders'] ?? []).length > 0);
  const isSamePolicy = (one: Settings, other: Settings) =>
    isSameAccount(one, other) && isSame('alertSource.escalationPolicy', one, other);
  return makers.filter(
    (target, index) =>
      makers.findIndex(({ settings }) => isSamePolicy(settings, target.settings)) === index &&
      makers.some((other, at) => at > index && isSamePolicy(other.settings, target.settings)),
  );
}
