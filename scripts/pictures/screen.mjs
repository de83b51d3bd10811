// Runs a program on its own terminal, and reads the screen with its colours.
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const TIMEOUT_MS = 30_000;

/**
 * Adjacent characters of one style in a row.
 *
 * @typedef {{ readonly style: string, readonly text: string, readonly at: number }} Run
 */

/**
 * Starts a Node program. `shows` waits for a text; `lines` returns the rows as runs of one style.
 *
 * @param {string[]} argv
 * @param {{ cwd: string, env: Record<string, string | undefined>, columns: number, rows: number }} options
 */
export function startOnTerminal(argv, { cwd, env, columns, rows }) {
  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const program = spawn(process.execPath, argv, { cols: columns, rows, cwd, name: 'xterm-256color', env });
  /** @type {Set<() => void>} */
  const listeners = new Set();
  program.onData((data) => screen.write(data, () => tell()));
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => program.onExit(({ exitCode }) => screen.write('', () => resolve(exitCode))));
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const rowsOf = () => {
    const { active } = screen.buffer;
    return Array.from({ length: active.length }, (_, at) => runsOf(active.getLine(at), columns));
  };
  const text = () =>
    rowsOf()
      .map((runs) => runs.map((run) => run.text).join(''))
      .join('\n');
  return {
    lines: rowsOf,
    text,
    ended,
    press: (/** @type {string} */ keys) => program.write(keys),
    /** @returns {Promise<void>} */
    shows: (/** @type {string} */ wanted) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => done(() => reject(new Error(`never shown: ${wanted}\n${text()}`))), TIMEOUT_MS);
        const done = (/** @type {() => void} */ act) => {
          clearTimeout(timer);
          listeners.delete(look);
          act();
        };
        const look = () => text().replace(/\s+/g, ' ').includes(wanted) && done(resolve);
        listeners.add(look);
        ended.then(look);
        look();
      }),
    close: () => {
      try {
        program.kill('SIGKILL');
      } catch {
        // It has ended.
      }
      screen.dispose();
    },
  };
}

/**
 * Returns a row of the screen as runs of one style, without trailing blanks.
 *
 * @param {import('@xterm/headless').IBufferLine | undefined} line
 * @param {number} columns
 * @returns {Run[]}
 */
function runsOf(line, columns) {
  /** @type {{ style: string, text: string, at: number }[]} */
  const runs = [];
  for (let at = 0; at < columns; at += 1) {
    const cell = line?.getCell(at);
    if (!cell) break;
    const styles = [
      cell.isBold() ? 'bold' : '',
      cell.isDim() ? 'dim' : '',
      cell.isFgPalette() ? `fg${cell.getFgColor()}` : '',
    ];
    const style = styles.filter(Boolean).join(' ');
    const last = runs.at(-1);
    const character = cell.getChars() || ' ';
    if (last?.style === style) last.text += character;
    else runs.push({ style, text: character, at });
  }
  while (runs.at(-1)?.text.trim() === '') runs.pop();
  const last = runs.at(-1);
  if (last) last.text = last.text.trimEnd();
  return runs;
}
