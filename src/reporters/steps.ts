import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';

/** A step of a test in one line: whether it passed, how long it took, what it was. Pure. */
export function renderStep({ what, ok, skipped, milliseconds, detail }: VerificationStep, style: Style): string {
  const mark = skipped ? style.changed('skip  ') : ok ? style.good('ok    ') : style.bad('failed');
  const time = `${(milliseconds / 1000).toFixed(1)} s`.padStart(7);
  return `${mark} ${style.faint(time)}  ${what}${detail === undefined ? '' : `: ${plainName(detail)}`}`;
}
