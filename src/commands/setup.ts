import { defineCommand } from '../runtime/command.ts';
import { defaultsOf } from '../runtime/options.ts';
import { apply } from './apply.ts';
import type { SetupResult } from './setup-by-questions.ts';

/** `setup`: the wizard on a terminal; elsewhere, or with --yes, the same as `apply`. */
export const setup = defineCommand({
  name: 'setup',
  about: 'interactive setup wizard (default command); same as apply when not on a terminal',
  takesSettings: true,
  formats: ['text', 'json', 'markdown'],
  yes: 'skip all questions (same as apply)',
  options: {},
  examples: [
    ['', 'asks for what it needs and sets up both services; later, changes, tests or removes that'],
    ['setup --profile customer-b', 'a second integration with its own profile'],
  ],
  async run(context, input): Promise<SetupResult> {
    if (!context.canPrompt || context.options.yes)
      return apply.run(context, { ...input, options: defaultsOf(apply.options) });
    const { setUpByQuestions } = await import('./setup-by-questions.ts');
    return setUpByQuestions(context, input);
  },
});
