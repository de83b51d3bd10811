import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import { runWizard } from '../wizard/wizard.ts';
import { apply, applyResult } from './apply.ts';

/** `setup`: the wizard on a terminal; elsewhere, or with --yes, the same as `apply`. */
export const setup = defineCommand({
  name: 'setup',
  about: 'interactive setup wizard (default command); same as apply when not on a terminal',
  takesSettings: true,
  yes: 'skip all questions (same as apply)',
  options: {},
  examples: [
    ['', 'asks for what it needs, shows the plan and sets up both services'],
    ['setup --profile customer-b', 'a second integration with its own profile'],
  ],
  async run(context, input): Promise<ResultOf<'apply' | 'dry-run' | 'setup'>> {
    if (!context.canPrompt || context.options.yes)
      return apply.run(context, { ...input, options: { dryRun: false, offline: false, only: undefined } });
    const { approved, outcome, outro } = await runWizard(context, input.flags);
    const applied = applyResult(approved.resolved.settings, approved.plan, outcome);
    if (outro === undefined) return applied;
    return { kind: 'setup', exitCode: applied.exitCode, applied, outro };
  },
});
