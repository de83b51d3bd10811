import { completionScript } from '../cli/completion/index.ts';
import type { Invocation } from '../cli/invocation.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';

/** `completion`: the script by which a shell completes this program's commands, flags and values. */
export async function run(_context: Context, { words }: Invocation): Promise<Result> {
  const [shell = ''] = words;
  const script = completionScript(shell);
  return { exitCode: ExitCode.done, text: script.trimEnd(), document: { shell, script } };
}
