import type { Step } from '../verify/story.ts';
import type { Paint } from './paint.ts';
import { plainName } from './show-value.ts';

/** A step of a proof in one line: whether it held, how long it took, what it was. Pure. */
export function renderStep({ what, ok, milliseconds, detail }: Step, paint: Paint): string {
  const mark = ok ? paint.good('ok    ') : paint.bad('broken');
  const time = `${(milliseconds / 1000).toFixed(1)} s`.padStart(7);
  return `${mark} ${paint.faint(time)}  ${what}${detail === undefined ? '' : `: ${plainName(detail)}`}`;
}
