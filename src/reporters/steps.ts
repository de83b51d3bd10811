import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';

/** Renders a test step on one line: whether it passed, how long it took, what it was. Pure. */
export function renderStep(step: VerificationStep, style: Style): string {
  const { what, milliseconds, detail } = step;
  const { word, color } = endOf(step, style);
  const mark = word.padEnd(6);
  const time = `${(milliseconds / 1000).toFixed(1)} s`.padStart(13 - mark.length);
  return `${color(mark)} ${style.faint(time)}  ${what}${detail === undefined ? '' : `: ${plainName(detail)}`}`;
}

function endOf({ ok, skipped, stopped }: VerificationStep, { good, changed, bad }: Style) {
  if (skipped) return { word: 'skip', color: changed };
  if (stopped) return { word: 'stopped', color: changed };
  return ok ? { word: 'ok', color: good } : { word: 'failed', color: bad };
}
