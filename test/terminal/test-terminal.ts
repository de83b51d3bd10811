import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import headless from '@xterm/headless';
import { describe, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { packageRoot, temporaryFolder } from '../support/cli.ts';
import { onWindows } from '../support/system.ts';

/**
 * `describe` and `test` for terminals, except on Windows: it has no signals to send, and its console redraws the screen
 * in its own way, so a test would not read what the program printed.
 */
export const describeOnTerminal = describe.skipIf(onWindows);
export const testOnTerminal = test.skipIf(onWindows);

/** Keys as a terminal sends them. */
export const KEY = {
  enter: '\r',
  space: ' ',
  up: '\u001b[A',
  down: '\u001b[B',
  escape: '\u001b',
  ctrlC: '\u0003',
  backspace: '\u007f',
} as const;

/** Generous: a test that waits this long has failed, whatever the machine. */
const PATIENCE = 15_000;

/** The built program on its own terminal, and what a person does there. */
export interface TestTerminal {
  /** The screen with its scrollback; any white space becomes one space. */
  text(): string;
  /** The lines of the screen with its scrollback. */
  lines(): string[];
  /** All bytes so far. */
  raw(): string;
  /** Waits for a text. */
  shows(text: string | RegExp): Promise<void>;
  /** Waits for a number of screen changes; returns how many milliseconds each took. */
  changes(times: number): Promise<number[]>;
  /** Waits until this question is the current one. */
  asks(question: string): Promise<void>;
  /** Waits for a question, and answers it. */
  answer(question: string, ...keys: string[]): Promise<void>;
  press(...keys: string[]): void;
  /** Sends it a signal, as `kill` does. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
  /** Closes the terminal's window; resolves once the program has noticed. */
  close(): Promise<void>;
  /** Its exit code; if a signal ended it, 128 plus the signal's number, as in a shell. */
  ended(): Promise<number>;
}

interface TerminalOptions {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
  /** The person's home and working folder; by default a new one. */
  readonly home?: string;
}

/** Starts the built program on a terminal, pointed at a sandbox; killed when the test ends. */
export function openTerminal(sandbox: Sandbox, options: TerminalOptions = {}): TestTerminal {
  const { argv = [], env = {}, columns = 80, rows = 30, home = temporaryFolder() } = options;
  const screen = new headless.Terminal({ cols: columns, rows, scrollback: 5_000, allowProposedApi: true });
  const program = spawn(process.execPath, [join(packageRoot, 'bin', 'ilert-haloitsm.js'), ...argv], {
    cols: columns,
    rows,
    cwd: home,
    name: env.TERM ?? 'xterm-256color',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      ILERT_HALOITSM_HOME: home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ILERT_ENDPOINT: sandbox.ilert.url,
      ...env,
    },
  });
  let raw = '';
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  program.onData((data) => {
    raw += data;
    screen.write(data, notify);
  });
  const ended = new Promise<number>((resolve) =>
    program.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode)),
  );
  onTestFinished(() => {
    kill(program);
    screen.dispose();
  });

  const lines = () => {
    const { buffer } = screen;
    const all = Array.from({ length: buffer.active.length }, (_, at) =>
      buffer.active.getLine(at)?.translateToString(true),
    );
    return all.map((line) => line ?? '');
  };
  const text = () => lines().join(' ').replace(/\s+/g, ' ').trim();

  function until(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        listeners.delete(check);
        act();
      };
      const check = () => {
        if (holds()) settle(resolve);
      };
      const fail = (why: string) => settle(() => reject(new Error(`${why}, without ${what}:\n${lines().join('\n')}`)));
      const timer = setTimeout(() => fail('waited long enough'), PATIENCE);
      listeners.add(check);
      // The last output reaches the screen before the end counts as a failure.
      ended.then(() => screen.write('', () => (holds() ? settle(resolve) : fail('it ended'))));
      check();
    });
  }

  /** Whether the cursor is in this question; the others on the screen have been answered or left. */
  const asksNow = (question: string) => {
    const { baseY, cursorY } = screen.buffer.active;
    const upToCursor = lines().slice(0, baseY + cursorY + 1);
    // Indented, an entry of its list, or the rest of a word that is wider than the terminal.
    const isPart = (line: string, at: number) =>
      /^( {2}|[❯>] )/.test(line) || (!line.startsWith('?') && upToCursor[at - 1]?.length === columns);
    const start = upToCursor.findLastIndex((line, at) => !isPart(line, at));
    const shown = upToCursor.slice(start).join(' ').replace(/\s+/g, ' ');
    return shown.startsWith(`? ${question}`);
  };
  const terminal: TestTerminal = {
    text,
    lines,
    raw: () => raw,
    shows: (wanted) =>
      until(`"${wanted}"`, () => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text()))),
    async changes(times) {
      const took: number[] = [];
      let [last, since] = [lines().join('\n'), performance.now()];
      await until(`${times} changes of the screen`, () => {
        const now = lines().join('\n');
        if (now === last) return false;
        took.push(performance.now() - since);
        [last, since] = [now, performance.now()];
        return took.length === times;
      });
      return took;
    },
    asks: (question) => until(`the question "${question}"`, () => asksNow(question)),
    async answer(question, ...keys) {
      await terminal.asks(question);
      terminal.press(...keys);
    },
    press: (...keys) => program.write(keys.join('')),
    signal: (name) => program.kill(name),
    close: () => closeTerminal(program),
    ended: () => ended.then((exitCode) => new Promise((resolve) => screen.write('', () => resolve(exitCode)))),
  };
  return terminal;
}

/** Closes its other end, like a terminal whose window is closed; the types lack this method. */
async function closeTerminal(program: IPty): Promise<void> {
  if (!('destroy' in program) || typeof program.destroy !== 'function')
    throw new TypeError('this version of node-pty can not close a terminal');
  program.destroy();
  // The terminal closes a moment later, and then the program has a signal to handle.
  const deadline = performance.now() + PATIENCE;
  while (!hasNoticedHangup(program.pid)) {
    if (performance.now() > deadline) throw new Error('the program did not notice that its terminal was closed');
    await nextTurn();
  }
}

/** Whether a process has lost its terminal, has no signal left to handle, and waits for something else. */
function hasNoticedHangup(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const [state, , , , terminal] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const pending = /^ShdPnd:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return terminal === '0' && state === 'S' && pending !== undefined && /^0+$/.test(pending);
  } catch {
    // It has ended.
    return true;
  }
}

function kill(program: IPty): void {
  try {
    program.kill('SIGKILL');
  } catch {
    // It has ended.
  }
}
