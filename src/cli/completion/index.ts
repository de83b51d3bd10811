import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { powershellScript } from './powershell.ts';
import { completionWords, type Words } from './words.ts';
import { zshScript } from './zsh.ts';

const SCRIPTS: Readonly<Record<string, (words: Words) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Returns the completion script of a shell. @throws TypeError for a shell that the command line doesn't accept */
export function completionScript(shell: string, words: Words = completionWords()): string {
  const script = SCRIPTS[shell];
  if (!script) throw new TypeError(`there is no completion for ${shell}`);
  return script(words);
}
