import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import { runWizard } from '../wizard/wizard.ts';
import { apply, applyResult } from './apply.ts';

/** `setup`: the wizard on a terminal; elsewhere, or with --yes, the same as `apply`. */
export const setup = defineCommand({
  name: 'setup',
  about: 'the wizard (also without a command); elsewhere than on a terminal, as apply',
  takesSettings: true,
  yes: 'ask nothing: as apply',
  options: {},
  examples: [
    ['', 'asks nine questions and sets up both sides'],
    ['setup --profile customer-b', 'a second integration, remembered under a name of its own'],
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
