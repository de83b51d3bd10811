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
    ['Options for', ''],
    ['Apply these changes?', ''],
  ];
}

/** Answers the questions from one to another, including both; by default all of them. */
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

/**
 * Accepts with Enter what is offered at the end: no test alert, the settings file, and no keychain.
 *
 * @param keys pressed first at the offer of a test alert
 */
export async function exitCodeAtEnd(terminal: TestTerminal, ...keys: string[]): Promise<number> {
  await terminal.answer('Send a test alert now?', ...keys, KEY.enter);
  await terminal.answer('Save these settings', KEY.enter);
  // Not every machine has a keychain.
  await terminal.shows(/Save the API key and client secret|Where to find it/);
  if (!terminal.text().includes('Where to find it')) await terminal.answer('Save the API key', KEY.enter);
  await terminal.shows('or delete them in ilert');
  return terminal.ended();
}
