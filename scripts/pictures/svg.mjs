// Renders rows of a terminal as an SVG, on its own background. The text can be read, searched and copied.
const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 20;
const BAR = 30;
const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** @typedef {import('./screen.mjs').Run} Run */

/** Readable on the picture's dark background, wherever it is shown. @type {Record<string, string>} */
const COLORS = { fg1: '#ff8e8e', fg2: '#7ee2a8', fg3: '#f5d76e', fg6: '#67d8ef', dim: '#9aa7b8', usual: '#e6ebf2' };

/**
 * @param {readonly Run[][]} rows
 * @param {string} title describes the picture for those who can't see it
 */
export function svgOf(rows, title) {
  const columns = Math.max(...rows.map(widthOf));
  return windowOf({ columns, height: rows.length, title, content: rowsOf(rows) });
}

/**
 * Draws a terminal window around its content.
 *
 * @param {{ columns: number, height: number, title: string, style?: string, content: readonly string[] }} window
 */
export function windowOf({ columns, height, title, style, content }) {
  const wide = Math.ceil(Math.max(60, columns) * CHARACTER + 2 * MARGIN);
  const high = height * LINE + BAR + 2 * MARGIN - 6;
  const dots = ['#f26d6d', '#f2c14e', '#63c174'].map(
    (color, at) => `<circle cx="${MARGIN + at * 18}" cy="18" r="5" fill="${color}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    ...(style === undefined ? [] : [`<style>${style}</style>`]),
    `<rect x="0.5" y="0.5" width="${wide - 1}" height="${high - 1}" rx="10" fill="#141a24" stroke="#4a5568"/>`,
    ...dots,
    `<g font-family="${FONT}" font-size="14" xml:space="preserve">`,
    ...content,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * @param {readonly Run[][]} rows
 * @returns {string[]}
 */
export function rowsOf(rows) {
  return rows.flatMap((runs, at) => (runs.length > 0 ? [textOf(runs, BAR + MARGIN + at * LINE)] : []));
}

/**
 * @param {readonly Run[]} runs
 * @param {number} y
 */
function textOf(runs, y) {
  return `<text y="${y}">${runs.map(spanOf).join('')}</text>`;
}

/**
 * Sets each run's position and length, so that columns line up in any font.
 *
 * @param {Run} run
 */
function spanOf({ style, text, at }) {
  const styles = style.split(' ');
  const color =
    COLORS[styles.find((name) => name.startsWith('fg')) ?? ''] ?? (styles.includes('dim') ? COLORS.dim : COLORS.usual);
  const weight = styles.includes('bold') ? ' font-weight="bold"' : '';
  const start = text.length - text.trimStart().length;
  const words = text.trim();
  if (words === '') return '';
  const x = (MARGIN + (at + start) * CHARACTER).toFixed(1);
  const length = ([...words].length * CHARACTER).toFixed(1);
  return `<tspan x="${x}" textLength="${length}" fill="${color}"${weight}>${escaped(words)}</tspan>`;
}

/** @param {readonly Run[]} runs */
export function widthOf(runs) {
  const last = runs.at(-1);
  return last ? last.at + [...last.text].length : 0;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
