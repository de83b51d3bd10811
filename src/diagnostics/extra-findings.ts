import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import type { Finding } from './finding.ts';

/** Options for whoever is on call that name what is no longer there, or could not be looked up: the rest is checked all the same. Pure. */
export function extraFindings(extras: readonly UnresolvedExtra[]): Finding[] {
  return extras.map(({ component, problem: { message, hint = '' }, refusal }) => ({
    code: refusal ? 'on-call-option-unchecked' : 'on-call-option-invalid',
    component,
    severity: refusal ? 'unknown' : 'drifted',
    message,
    hint,
    fixableByApply: false,
  }));
}
