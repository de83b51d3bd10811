import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completionScript } from '../../../../src/cli/completion/index.ts';
import type { Words } from '../../../../src/cli/completion/words.ts';
import { packageRoot, temporaryFolder } from '../../../support/cli.ts';

/** A word that a shell offers, with its description. */
export interface Offered {
  readonly word: string;
  readonly about: string;
}

/** Prints what a shell offers at the end of each line, and `---` after each. */
type Offer = (script: string, lines: readonly string[], cwd: string) => string;

/** Splits a line like readline: `=` is a word of its own. */
function cut(line: string): string[] {
  return line.split(' ').flatMap((word) => word.split(/(=)/).filter((part) => part !== '' || !word.includes('=')));
}

/** Reads the words of all lines, with a line break after each line. */
const BASH_DRIVER = `source "$1"; shift
COMP_WORDS=()
for word in "$@"; do
  if [[ $word != $'\\n' ]]; then COMP_WORDS+=("$word"); continue; fi
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _ilert_haloitsm
  for each in "\${COMPREPLY[@]}" ---; do printf '%s\\n' "$each"; done
  COMP_WORDS=()
done`;

const FISH_DRIVER = 'source $argv[1]; for line in $argv[2..]; complete -C $line; echo ---; end';

const OFFERS: Readonly<Record<string, Offer>> = {
  bash: (script, lines, cwd) => {
    const words = lines.flatMap((line) => [...cut(line), '\n']);
    return execFileSync('bash', ['--norc', '--noprofile', '-c', BASH_DRIVER, 'bash', script, ...words], {
      cwd,
      encoding: 'utf8',
    });
  },
  zsh: (script, lines, cwd) =>
    execFileSync('zsh', ['-f', join(packageRoot, 'test/support/zsh-capture.zsh'), script, ...lines], {
      cwd,
      encoding: 'utf8',
    }),
  fish: (script, lines, cwd) =>
    execFileSync('fish', ['--no-config', '-c', FISH_DRIVER, script, ...lines], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, HOME: home, XDG_DATA_HOME: home },
    }),
};

/** fish needs a place to write its history. */
const home = join(tmpdir(), 'ilert-haloitsm-no-home');

export type Shell = 'bash' | 'zsh' | 'fish';

/** Whether this machine has the shell. */
export function isThere(shell: Shell): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

/**
 * Runs the shell with the script that the program prints for it.
 *
 * @param lines the typed text, with the cursor at its end
 * @param options words other than the program's own, and the working folder
 * @returns what is offered for each line
 */
export function offeredBy(
  shell: Shell,
  lines: readonly string[],
  { words, cwd = temporaryFolder() }: { words?: Words; cwd?: string } = {},
): Offered[][] {
  const script = join(temporaryFolder(), 'script');
  writeFileSync(script, `${completionScript(shell, words)}\n`);
  return linesOf(OFFERS[shell]?.(script, lines, cwd) ?? '');
}

/** Runs zsh with the script in a folder of its function path, as packages install it. */
export function offeredByZshFromPath(lines: readonly string[]): Offered[][] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '_ilert-haloitsm'), completionScript('zsh'));
  const start = join(temporaryFolder(), 'start');
  writeFileSync(start, `fpath=(${folder} $fpath); compinit -D -u\n`);
  return linesOf(OFFERS.zsh?.(start, lines, folder) ?? '');
}

function linesOf(printed: string): Offered[][] {
  const blocks = printed.split(/^---\n/m).slice(0, -1);
  return blocks.map((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    const byWord = new Map(lines.map((line) => [line.split('\t')[0] ?? '', line.split('\t')[1] ?? '']));
    return [...byWord].map(([word, about]) => ({ word, about: about.replace(/^.*? +-- /, '') }));
  });
}
