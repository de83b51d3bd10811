import type { Prompter } from '../../ui/prompter.ts';

/** Returns a prompter that calls `announce` before each question and text, to show a heading when it is due. */
export function announcing(prompter: Prompter, announce: () => void): Prompter {
  const after = <Parameters extends unknown[], Result>(method: (...parameters: Parameters) => Result) => {
    return (...parameters: Parameters): Result => {
      announce();
      return method(...parameters);
    };
  };
  return {
    text: after(prompter.text),
    secret: after(prompter.secret),
    choose: (question) => {
      announce();
      return prompter.choose(question);
    },
    chooseMany: after(prompter.chooseMany),
    confirm: after(prompter.confirm),
    info: after(prompter.info),
    wait: prompter.wait,
  };
}
