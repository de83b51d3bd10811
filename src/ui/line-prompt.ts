import { createPrompt, isBackspaceKey, isEnterKey, isTabKey, useEffect, useKeypress, useState } from '@inquirer/core';
import type { Keys } from './keyboard.ts';
import type { PromptTheme } from './prompt-theme.ts';
import { SPINNER_DELAY_MS } from './spinner.ts';

interface Config {
  readonly message: string;
  readonly theme: PromptTheme;
  readonly keys: Keys;
  /** What Enter takes if nothing is typed, and how it is shown. */
  readonly initial?: { readonly text: string; readonly shown: string } | undefined;
  /** Shown below the question. */
  readonly hint: string | undefined;
  /** What is typed is not shown. */
  readonly isHidden?: boolean;
  /** What is shown while an answer is being checked; it changes with what goes on. */
  readonly checking?: (() => string) | undefined;
  /** What is wrong with an answer; undefined where it is accepted. */
  readonly check: (typed: string) => Promise<string | undefined>;
  /** What stands behind the question at the end; undefined where what was typed is no answer, such as `?`. */
  readonly shown: (typed: string) => string | undefined;
  /** Whether it gets no check mark. */
  readonly isUnchecked?: (typed: string) => boolean;
}

/** A line of text. (inquirer's own shows nothing while an answer is checked, and keeps a hidden one that was refused.) */
export const linePrompt = createPrompt<string, Config>((config, done) => {
  const { message, theme, keys, isHidden, hint } = config;
  const [status, setStatus] = useState<'asking' | 'checking'>('asking');
  const [accepted, setAccepted] = useState<string | undefined>(undefined);
  const [initial, setInitial] = useState(config.initial);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [frame, setFrame] = useState<string | undefined>(undefined);

  useEffect(() => {
    if (status !== 'checking') {
      setFrame(undefined);
      return;
    }
    const { frames, interval } = theme.spinner;
    let next = 0;
    const turn = () => setFrame(frames[next++ % frames.length]);
    let turning: NodeJS.Timeout | undefined;
    const delay = setTimeout(() => {
      turn();
      turning = setInterval(turn, interval);
    }, SPINNER_DELAY_MS);
    return () => {
      clearTimeout(delay);
      clearInterval(turning);
    };
  }, [status]);

  useKeypress(async (key, rl) => {
    if (status !== 'asking') return;
    if (isEnterKey(key)) {
      const answer = typed || (initial?.text ?? '');
      keys.ignore();
      setStatus('checking');
      const found = await config.check(answer);
      if (found === undefined) {
        setAccepted(answer);
        done(answer);
        return;
      }
      // readline has begun a new line: a text can be corrected, a secret is typed anew.
      rl.clearLine(0);
      if (isHidden) setTyped('');
      else rl.write(typed);
      setProblem(found);
      setStatus('asking');
      keys.accept();
    } else if (isBackspaceKey(key) && typed === '') {
      setInitial(undefined);
    } else if (isTabKey(key) && typed === '' && initial) {
      // To edit what is offered.
      rl.clearLine(0);
      rl.write(initial.text);
      setTyped(initial.text);
    } else {
      setTyped(rl.line);
      setProblem(undefined);
    }
  });

  const { style } = theme;
  if (accepted !== undefined) {
    const shown = config.shown(accepted);
    return shown === undefined
      ? theme.left(message, accepted)
      : theme.answered(message, shown, !config.isUnchecked?.(accepted));
  }
  if (frame !== undefined && config.checking !== undefined)
    return `${style.accent(frame)} ${theme.wrap(config.checking(), 2)}`;
  const question = theme.offering(message, typed === '' ? initial?.shown : undefined);
  const below = [
    ...(problem === undefined ? [] : [theme.problem(problem)]),
    ...(hint ? [style.faint(theme.wrap(hint))] : []),
  ];
  const prefix = frame === undefined ? theme.question : style.accent(frame);
  return [`${prefix} ${question} ${isHidden ? '*'.repeat(typed.length) : typed}`, below.join('\n')];
});
