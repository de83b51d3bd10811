import { isPending } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { IntegrationPlan, Service } from '../providers/integration.ts';
import { refreshShown } from '../reporters/refresh.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, requiredFor, TO_APPLY } from '../runtime/load-settings.ts';
import { flag, ONLY } from '../runtime/options.ts';
import { planOf, planOffline } from '../runtime/refresh.ts';
import { planResult } from '../runtime/result.ts';
import { loadScoped } from '../runtime/scope.ts';

/** `plan`: shows what `apply` would change, and changes nothing. */
export const plan = defineCommand({
  name: 'plan',
  about: 'show what apply would change',
  takesSettings: true,
  targets: 'several',
  options: {
    exitCode: flag('--exit-code', 'exit with code 4 if there are changes'),
    offline: flag('--offline', 'make no requests; needs no credentials and treats everything as new'),
    only: ONLY,
  },
  examples: [
    ['plan --config ilert.yaml', 'shows what would change'],
    ['plan --config ilert.yaml --exit-code', 'for pipelines: exits with 4 if anything would change'],
  ],
  requires: ({ offline, only }) => (offline ? [] : requiredFor(only)),
  async run(context, { flags, options }) {
    const { only } = options;
    const found = options.offline
      ? planOffline((await loadSettings(context, flags, [])).settings, only)
      : await planOnline(context, flags, only);
    return planResult(found, options.exitCode && isPending(found) ? ExitCode.pending : ExitCode.done);
  },
});

/** What `apply` would change. @param wanted the service that alone is worked on */
export async function planOnline(
  context: Context,
  flags: CommandInput['flags'],
  wanted: Service | undefined,
): Promise<IntegrationPlan> {
  const { resolved, only } = await loadScoped(context, flags, { only: wanted, required: TO_APPLY });
  return planOf(await refreshShown(context, resolved, connect(context, resolved, { only }), { only }));
}
