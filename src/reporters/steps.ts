import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';

/** A step of a proof in one line: whether it held, how long it took, what it was. Pure. */
export function renderStep({ what, ok, skipped, milliseconds, detail }: VerificationStep, style: Style): string {
  const mark = skipped ? style.changed('skip  ') : ok ? style.good('ok    ') : style.bad('broken');
  const time = `${(milliseconds / 1000).toFixed(1)} s`.padStart(7);
  return `${mark} ${style.faint(time)}  ${what}${detail === undefined ? '' : `: ${plainName(detail)}`}`;
}
