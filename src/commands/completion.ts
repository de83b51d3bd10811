import { completionScript } from '../completion/index.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import type { Invocation } from './invocation.ts';
import type { Result } from './result.ts';

/** `completion`: the script by which a shell completes this program's commands, flags and values. */
export async function run(_context: Context, { words }: Invocation): Promise<Result> {
  const [shell = ''] = words;
  const script = completionScript(shell);
  return { exitCode: ExitCode.done, text: script.trimEnd(), document: { shell, script } };
}
