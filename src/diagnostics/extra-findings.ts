import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import type { Finding } from './finding.ts';

/** Reports on-call options that name something deleted or could not be looked up. The other checks run anyway. Pure. */
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
