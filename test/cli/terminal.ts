import { PassThrough } from 'node:stream';
import type { System } from '../../src/runtime/system.ts';

/** A person at a terminal: what the program reads, and what it shows. */
export interface Terminal {
  /** The streams of a run. */
  readonly host: Pick<System, 'stdin' | 'stderr'>;
  /** All that was shown so far. */
  shown(): string;
  /** Types a line, or presses a key, as soon as this is shown. */
  answer(question: string, line: string): void;
}

/** Standard input and standard error that look like a terminal. */
export function terminal(): Terminal {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  // As with a real terminal, whoever has written to it can't end it.
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80, end: () => undefined });
  let shown = '';
  const answers: { question: string; line: string }[] = [];
  stderr.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    const next = answers[0];
    if (!next || !shown.includes(next.question)) return;
    answers.shift();
    // After the prompt has drawn itself it listens.
    setImmediate(() => stdin.write(`${next.line}\r`));
  });
  return {
    host: { stdin, stderr: stderr as System['stderr'] },
    shown: () => shown,
    answer: (question, line) => void answers.push({ question, line }),
  };
}

/** Standard input that stays open and never says anything. */
export function silentInput(): System['stdin'] {
  return new PassThrough();
}
