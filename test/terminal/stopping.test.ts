import { expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf } from '../support/tenants.ts';
import { defaultAnswers } from './default-answers.ts';
import { KEY, openTerminal, testOnTerminal } from './test-terminal.ts';

const QUESTIONS = [
  'API key',
  'Teams',
  'Escalation policy',
  'Alert grouping',
  'URL',
  'Which product',
  'Client ID',
  'Client secret',
  'Payload',
  'Which tickets',
  'Options for',
  'Apply',
];

/** Returns the settings that answer the questions in advance, in order: as a variable or as a flag. */
function answersIn({ ilert, halo }: Sandbox): [string, string][] {
  return [
    ['ILERT_API_TOKEN', ilert.token],
    ['--team', 'Operations'],
    ['--escalation-policy', 'Default'],
    ['--grouping', 'none'],
    ['--halo-url', halo.url],
    ['--product', 'haloitsm'],
    ['--halo-client-id', halo.clientId],
    ['HALO_CLIENT_SECRET', halo.clientSecret],
    ['--payload', 'full'],
  ];
}

testOnTerminal.each(QUESTIONS)(
  'Ctrl-C at the question %s ends with 130, says that nothing was changed, and it is so',
  { timeout: 60_000 },
  async (question) => {
    const sandbox = await sandboxOfTest();
    const before = configurationOf(sandbox);
    const beforehand = answersIn(sandbox).slice(0, QUESTIONS.indexOf(question));
    const flags = beforehand.filter(([name]) => name.startsWith('--'));
    const variables = beforehand.filter(([name]) => !name.startsWith('--'));
    const terminal = openTerminal(sandbox, {
      argv: ['setup', ...flags.flat()],
      env: Object.fromEntries(variables),
    });
    for (const earlier of QUESTIONS.slice(beforehand.length, QUESTIONS.indexOf(question)))
      await terminal.answer(earlier, KEY.enter);
    await terminal.answer(question, KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toContain('Cancelled. Nothing was changed.');
    expect(terminal.raw()).not.toMatch(/^\s+at /m);
    expect(sandbox.writes()).toBe(0);
    expect(configurationOf(sandbox)).toEqual(before);
  },
);

test('Ctrl-C is tested at every question', async () => {
  const asked = defaultAnswers(await sandboxOfTest()).map(([question]) => question);
  expect(asked).toHaveLength(QUESTIONS.length);
  for (const [at, question] of QUESTIONS.entries()) expect(asked[at]).toContain(question);
});
