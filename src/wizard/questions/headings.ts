import type { Prompter } from '../../ui/prompter.ts';

/** A prompter that announces itself before each question and each text: with a heading, where that is due. */
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
