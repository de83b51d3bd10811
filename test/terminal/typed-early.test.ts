import { expect, it } from 'vitest';
import { pointedAt, run } from '../support/cli.ts';
import { gate } from '../support/gate.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { countsIn } from '../support/tenants.ts';
import { defaultAnswers } from './default-answers.ts';
import { describeOnTerminal, KEY, openTerminal } from './test-terminal.ts';

const LONG = { timeout: 60_000 };
const YES = `y${KEY.enter}`;

describeOnTerminal('what is typed before a question is on the screen answers nothing', () => {
  it.each([
    ['apply', 'Apply these changes?'],
    ['destroy', 'Remove these?'],
    ['verify', 'Continue?'],
  ])('%s: yes, typed at once and while the services are slow', LONG, async (command, question) => {
    const sandbox = await sandboxOfTest();
    const env = pointedAt(sandbox);
    if (command !== 'apply') await run(['apply'], { env });
    const before = sandbox.writes();
    const { open, arrived, holding } = gate();
    sandbox.intercept = holding();
    const terminal = openTerminal(sandbox, { argv: [command], env });
    terminal.press(YES);
    await arrived;
    terminal.press(YES, 'typed too early', KEY.enter, YES);
    open();
    await terminal.asks(question);
    // Now it listens: Enter alone means no.
    terminal.press(KEY.enter);
    expect(await terminal.ended()).toBe(130);
    expect(terminal.text()).toMatch(/Cancelled\. Nothing was (changed|sent)\.$/);
    expect(terminal.text()).not.toContain('typed too early');
    expect(sandbox.writes()).toBe(before);
  });

  it('the wizard: Enter, pressed while an answer is being checked', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const [[first, token], [second]] = twoQuestions(defaultAnswers(sandbox));
    const { open, arrived, holding } = gate();
    sandbox.intercept = holding();
    const terminal = openTerminal(sandbox);
    await terminal.answer(first, token, KEY.enter);
    await arrived;
    terminal.press(KEY.enter.repeat(20));
    expect(terminal.text()).not.toContain('✔');
    open();
    await terminal.asks(second);
    terminal.press(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  it('the wizard: the other lines of what is pasted', LONG, async () => {
    const sandbox = await sandboxOfTest();
    const [[first, token], [second]] = twoQuestions(defaultAnswers(sandbox));
    const terminal = openTerminal(sandbox);
    await terminal.answer(first, `${token}\r\nsecond line\r\n\r\n\r\n`);
    await terminal.asks(second);
    expect(terminal.text()).not.toContain('second line');
    terminal.press(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
  });

  it(
    'the wizard, at its end: the plan is not approved by Enter that was pressed before it was visible',
    LONG,
    async () => {
      const sandbox = await sandboxOfTest();
      const terminal = openTerminal(sandbox);
      const answers = defaultAnswers(sandbox);
      const { open, arrived, holding } = gate();
      for (const [question, typed] of answers.slice(0, -1)) {
        await terminal.asks(question);
        if (question === answers.at(-2)?.[0]) sandbox.intercept = holding();
        terminal.press(typed, KEY.enter);
      }
      await arrived;
      terminal.press(KEY.enter.repeat(3));
      open();
      await terminal.asks(answers.at(-1)?.[0] ?? '');
      expect(sandbox.writes()).toBe(0);
      terminal.press(KEY.ctrlC);
      expect(await terminal.ended()).toBe(130);
      expect(countsIn(sandbox)).toEqual([0, 0, 0, 0, 0, 0]);
    },
  );
});

function twoQuestions(answers: readonly [string, string][]): [[string, string], [string, string]] {
  const [first, second] = answers;
  if (!first || !second) throw new TypeError('the wizard asks more than one question');
  return [first, second];
}
