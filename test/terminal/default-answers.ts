import type { Sandbox } from '../../sandbox/sandbox.ts';
import { KEY, type TestTerminal } from './test-terminal.ts';

/** The questions, with the four credentials as answers and Enter for all others. */
export function defaultAnswers({ ilert, halo }: Sandbox): [string, string][] {
  return [
    ['API key', ilert.token],
    ['Teams', ''],
    ['Escalation policy', ''],
    ['Alert grouping', ''],
    ['URL', halo.url],
    ['Which product', ''],
    ['Client ID', halo.clientId],
    ['Client secret', halo.clientSecret],
    ['Payload', ''],
    ['Which tickets', ''],
    ['Apply these changes?', ''],
  ];
}

/** Answers the questions from one to another, both included; all of them without. */
export async function answerByDefault(
  terminal: TestTerminal,
  sandbox: Sandbox,
  from = 'API key',
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
