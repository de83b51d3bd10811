import { ExitCode } from '../errors/cli-error.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';

/** `completion`: the script that lets a shell complete this program's commands, flags and values. */
export const completion = defineCommand({
  name: 'completion',
  about: 'print a shell completion script',
  argument: { name: 'shell', about: 'your shell', choices: ['bash', 'zsh', 'fish', 'powershell'] },
  options: {},
  examples: [['completion bash > /etc/bash_completion.d/ilert-haloitsm', 'completion in bash, for all users']],
  async run(_context, { argument: shell, program }): Promise<ResultOf<'completion'>> {
    return { kind: 'completion', exitCode: ExitCode.done, shell, script: await program.completionScript(shell) };
  },
});
