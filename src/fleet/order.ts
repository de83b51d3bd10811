import type { Settings } from '../config/settings.ts';
import { isSameAccount } from './conflicts.ts';
import type { Target } from './target.ts';

/** Returns targets that create the same missing escalation policy: the first has to run before the others. Pure. */
export function policyCreators(targets: readonly Target[]): Target[] {
  const creators = targets.filter(({ settings }) => (settings['alertSource.policyResponders'] ?? []).length > 0);
  const isSamePolicy = (one: Settings, other: Settings) =>
    isSameAccount(one, other) && one['alertSource.escalationPolicy'] === other['alertSource.escalationPolicy'];
  return creators.filter((target) => {
    const same = creators.filter(({ settings }) => isSamePolicy(settings, target.settings));
    return same.length > 1 && same[0] === target;
  });
}
