import { PassThrough } from 'node:stream';
import type { System } from '../../src/runtime/system.ts';

/** A person at a terminal: what the program reads, and what it shows. */
export interface Terminal {
  /** The streams of a run. */
  readonly host: Pick<System, 'stdin' | 'stderr'>;
  /** Everything shown so far. */
  shown(): string;
  /** Types a line, or presses a key, as soon as this is shown. */
  answer(question: string, line: string): void;
}

/** Creates standard input and standard error that look like a terminal. */
export function terminal(): Terminal {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  // As with a real terminal, a writer can't end it.
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80, end: () => undefined });
  let shown = '';
  const answers: { question: string; line: string }[] = [];
  stderr.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const next = answers[0];
    if (!next || !shown.includes(next.question)) return;
    answers.shift();
    // The prompt listens after it has drawn itself.
    setImmediate(() => stdin.write(`${next.line}\r`));
  });
  return {
    host: { stdin, stderr: stderr as System['stderr'] },
    shown: () => shown,
    answer: (question, line) => void answers.push({ question, line }),
  };
}

/** Creates standard input that stays open and silent. */
export function silentInput(): System['stdin'] {
  return new PassThrough();
}
