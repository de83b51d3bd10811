import type { Sandbox } from '../../sandbox/sandbox.ts';
import { KEY, type TestTerminal } from './test-terminal.ts';

/** The questions, with the four credentials as answers and Enter for all others. */
export function defaultAnswers({ ilert, halo }: Sandbox): [string, string][] {
  return [
    ['1/9 ilert', ilert.token],
    ['2/9 ilert', ''],
    ['3/9 ilert', ''],
    ['4/9 ilert', ''],
    ['5/9 ilert', ''],
    ['6/9 HaloITSM', halo.url],
    ['7/9 HaloITSM: client ID', halo.clientId],
    ['7/9 HaloITSM: client secret', halo.clientSecret],
    ['8/9 HaloITSM', ''],
    ['9/9 HaloITSM', ''],
    ['Apply these changes?', ''],
  ];
}

/** Answers the questions from one to another, both included; all of them without. */
export async function answerByDefault(
  terminal: TestTerminal,
  sandbox: Sandbox,
  from = '1/9',
  to = 'Apply',
): Promise<void> {
  const questions = defaultAnswers(sandbox);
  const first = questions.findIndex(([question]) => question.startsWith(from));
  const last = questions.findLastIndex(([question]) => question.startsWith(to));
  for (const [question, typed] of questions.slice(first, last + 1)) await terminal.answer(question, typed, KEY.enter);
}

/** Declines the keychain, where this machine has one, and waits for the exit code. */
export async function exitCodeAtEnd(terminal: TestTerminal): Promise<number> {
  await terminal.shows(/keychain, for the next time\?|Remove it/);
  if (!terminal.text().includes('Remove it')) terminal.press(KEY.enter);
  await terminal.shows('Remove it');
  return terminal.ended();
}
