// A program on a terminal of its own, whose screen can be read with its colours.
import { spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';

const PATIENCE = 30_000;

/** Starts a program of Node's; `shows` waits for a text, `lines` gives the rows as runs of one style. */
export function startOnTerminal(argv, { cwd, env, columns, rows }) {
  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const program = spawn(process.execPath, argv, { cols: columns, rows, cwd, name: 'xterm-256color', env });
  const listeners = new Set();
  program.onData((data) => screen.write(data, () => tell()));
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
    press: (keys) => program.write(keys),
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => done(() => reject(new Error(`never shown: ${wanted}\n${text()}`))), PATIENCE);
        const done = (act) => {
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

/** A row of the screen as runs of one style, without what is blank at its end. */
function runsOf(line, columns) {
  const runs = [];
  for (let at = 0; at < columns; at += 1) {
    const cell = line.getCell(at);
    const style = [
      cell.isBold() ? 'bold' : '',
      cell.isDim() ? 'dim' : '',
      cell.isFgPalette() ? `fg${cell.getFgColor()}` : '',
    ];
    const name = style.filter(Boolean).join(' ');
    const last = runs.at(-1);
    const character = cell.getChars() || ' ';
    if (last && last.style === name) last.text += character;
    else runs.push({ style: name, text: character, at });
  }
  while (runs.length > 0 && runs.at(-1).text.trim() === '') runs.pop();
  const last = runs.at(-1);
  if (last) last.text = last.text.trimEnd();
  return runs;
}
