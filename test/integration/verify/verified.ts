import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { VerificationStep } from '../../../src/diagnostics/verify/steps.ts';
import { pollClock } from '../../support/alert-polls.ts';
import type { RunOverrides } from '../../support/cli.ts';
import { runAt } from '../../support/tenants.ts';

/** What `verify --json` prints. */
export interface Proof {
  readonly ok: boolean;
  readonly steps: readonly VerificationStep[];
  readonly tickets?: readonly { readonly id: number; readonly deleted: boolean }[];
  readonly alertId?: number;
  readonly finding?: { readonly component: string; readonly message: string; readonly hint: string };
}

/** Runs `verify --json`, with time going by at every look for an alert. */
export async function verified(sandbox: Sandbox, argv: readonly string[] = ['--yes'], overrides: RunOverrides = {}) {
  const { exitCode, stdout, stderr } = await runAt(sandbox, ['verify', '--json', ...argv], {
    now: pollClock(sandbox),
    ...overrides,
  });
  return { exitCode, stdout, stderr, proof: JSON.parse(stdout) as Proof };
}

/** Events that reached ilert, whatever it answered. */
export function eventsAt({ requests }: Sandbox) {
  return requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/v1/events/'));
}

/** Alerts that are not resolved. */
export function openAlertsIn({ ilert }: Sandbox) {
  return ilert.state.alerts.filter(({ status }) => status !== 'RESOLVED');
}
