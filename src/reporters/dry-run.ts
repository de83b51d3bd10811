import type { Settings } from '../config/settings.ts';
import type { Plan } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import { createStyle } from '../ui/style.ts';
import { renderRequests, requestsOf } from './requests.ts';

/** Every request that carrying out the plan would send. It ends here: nothing below knows of dry runs. */
export function dryRun({ streams }: Context, settings: Settings, plan: Plan, offline: boolean): Result {
  const requests = requestsOf(plan, {
    ilert: `${settings['ilert.endpoint']}/api`,
    halo: `${settings['halo.url'] ?? 'https://YOUR-HALO'}/api`,
  });
  return {
    exitCode: ExitCode.done,
    text: renderRequests(requests, createStyle(streams.resultColor)),
    document: { dryRun: true, offline, requests },
  };
}
