import type { Context } from '../context.ts';
import { interruptedFault } from '../errors.ts';

/** Asks yes or no on the terminal, no being the default. @throws Fault, exit 130, on Ctrl-C */
export async function confirm(message: string, { host, signal }: Context): Promise<boolean> {
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({
    input: host.stdin as unknown as NodeJS.ReadableStream,
    output: host.stderr as NodeJS.WritableStream,
    signal,
  });
  try {
    const { answer } = await prompt([{ type: 'confirm', name: 'answer', message, default: false }]);
    return answer;
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')) {
      throw interruptedFault('Stopped: nothing was changed.');
    }
    throw error;
  }
}
