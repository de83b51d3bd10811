// Renders terminal screens as one SVG that shows them in a loop. Without animation (old viewers, or
// prefers-reduced-motion), it shows the last one.
import { rowsOf, widthOf, windowOf } from './svg.mjs';

/**
 * @typedef {import('./screen.mjs').Run} Run
 * @typedef {{ readonly rows: readonly Run[][], readonly seconds: number }} Frame
 */

/**
 * @param {readonly Frame[]} frames
 * @param {string} title describes them for those who can't see them
 */
export function animationOf(frames, title) {
  const columns = Math.max(...frames.flatMap(({ rows }) => rows.map(widthOf)));
  const height = Math.max(...frames.map(({ rows }) => rows.length));
  const groups = frames.map(({ rows }, at) => `<g class="frame" id="f${at}">\n${rowsOf(rows).join('\n')}\n</g>`);
  return windowOf({ columns, height, title, style: styleOf(frames), content: groups });
}

/** @param {readonly Frame[]} frames */
function styleOf(frames) {
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  const percent = (/** @type {number} */ seconds) => `${((100 * seconds) / total).toFixed(2)}%`;
  let start = 0;
  const shows = frames.map(({ seconds }, at) => {
    const [from, to] = [percent(start), percent(start + seconds)];
    start += seconds;
    const before = at === 0 ? '' : '0%{visibility:hidden}';
    const after = at === frames.length - 1 ? '100%{visibility:visible}' : `${to},100%{visibility:hidden}`;
    return `#f${at}{animation-name:s${at}}@keyframes s${at}{${before}${from}{visibility:visible}${after}}`;
  });
  return [
    '.frame{visibility:hidden}',
    '.frame:last-of-type{visibility:visible}',
    `@media (prefers-reduced-motion:no-preference){.frame{animation:${total}s steps(1,end) infinite}`,
    ...shows,
    '}',
  ].join('\n');
}
