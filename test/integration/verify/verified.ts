import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Data } from '../../../src/reporters/schemas/types.ts';
import { pollClock } from '../../support/alert-polls.ts';
import type { RunOverrides } from '../../support/cli.ts';
import { runAt } from '../../support/tenants.ts';

/** What `verify --json` prints, with its finding, if any. */
export type Proof = Data['verify'] & {
  readonly ok: boolean;
  readonly finding: Data['verify']['findings'][number] | undefined;
};

/** Runs `verify --json`, with time passing whenever it looks for an alert. */
export async function verified(sandbox: Sandbox, argv: readonly string[] = ['--yes'], overrides: RunOverrides = {}) {
  const { exitCode, stdout, stderr } = await runAt(sandbox, ['verify', '--json', ...argv], {
    now: pollClock(sandbox),
    ...overrides,
  });
  const proof = JSON.parse(stdout) as Omit<Proof, 'finding'>;
  return { exitCode, stdout, stderr, proof: { ...proof, finding: proof.findings?.[0] } };
}

/** Returns events that reached ilert, whatever it answered. */
export function eventsAt({ requests }: Sandbox) {
  return requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/v1/events/'));
}

/** Returns alerts that are not resolved. */
export function openAlertsIn({ ilert }: Sandbox) {
  return ilert.state.alerts.filter(({ status }) => status !== 'RESOLVED');
}
