import type { UnresolvedExtra } from '../providers/unresolved-extra.ts';
import { listInWords } from '../text/list.ts';
import type { Finding } from './finding.ts';

/** Reports on-call options that name something deleted or could not be looked up. The other checks run anyway. Pure. */
export function extraFindings(extras: readonly UnresolvedExtra[]): Finding[] {
  // Two options may need the same list.
  const different = extras.filter(
    ({ problem }, index) => extras.findIndex((each) => each.problem.message === problem.message) === index,
  );
  return different.map(({ component, problem: { message, hint = '' }, refusal }) => ({
    code: refusal ? 'on-call-option-unchecked' : 'on-call-option-invalid',
    component,
    severity: refusal ? 'unknown' : 'drifted',
    message,
    hint,
    fixableByApply: false,
  }));
}

/** Returns a finding that `apply` could repair, if it did not refuse to begin while an on-call option is invalid. Pure. */
export function afterCorrecting(extras: readonly UnresolvedExtra[], finding: Finding): Finding {
  if (extras.length === 0 || !finding.fixableByApply) return finding;
  const where = listInWords([...new Set(extras.map(({ origin }) => origin))]);
  const hint = `Correct or remove ${where} first, then ${finding.hint.replace(/^R/, 'r')}`;
  return { ...finding, hint, fixableByApply: false };
}
