import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Settings } from '../settings/settings.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderRequests, requestsOf } from '../terminal/render-requests.ts';
import type { Result } from './result.ts';

/** Every request that carrying out the plan would send. It ends here: nothing below knows of dry runs. */
export function dryRun({ streams }: Context, settings: Settings, plan: Plan, offline: boolean): Result {
  const requests = requestsOf(plan, {
    ilert: `${settings['ilert.endpoint']}/api`,
    halo: `${settings['halo.url'] ?? 'https://YOUR-HALO'}/api`,
  });
  return {
    exitCode: ExitCode.done,
    text: renderRequests(requests, createPaint(streams.resultColor)),
    document: { dryRun: true, offline, requests },
  };
}
