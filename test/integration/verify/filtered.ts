import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { applied } from '../../support/tenants.ts';
import { openAlertsIn, type Proof, verified } from './verified.ts';

/** Creates a sandbox whose integration has filters. */
export async function sandboxWithFilters(...filters: string[]): Promise<Sandbox> {
  const sandbox = await sandboxOfTest();
  await applied(sandbox, ...filters);
  return sandbox;
}

/** Runs `verify --through-halo --json` with the settings of the filters, if any. */
export function verifiedThroughHalo(sandbox: Sandbox, ...flags: string[]) {
  return verified(sandbox, ['--yes', '--through-halo', ...flags]);
}

/** Returns each step and how it ended. */
export function stepsIn({ steps }: Proof): string[] {
  return steps.map(({ step, state }) => `${state}: ${step}`);
}

/** Returns the logged tickets, as they were posted. */
export function loggedIn(sandbox: Sandbox): Record<string, unknown>[] {
  return postedTickets(sandbox).filter(({ id }) => id === undefined);
}

/** Returns the changes to tickets, as they were posted. */
export function changesIn(sandbox: Sandbox): Record<string, unknown>[] {
  return postedTickets(sandbox).filter(({ id }) => id !== undefined);
}

/** Returns what a verification must never leave behind: tickets and open alerts. */
export function leftIn(sandbox: Sandbox): unknown[] {
  return [...sandbox.halo.state.tickets, ...openAlertsIn(sandbox)];
}

function postedTickets({ requests }: Sandbox): Record<string, unknown>[] {
  return requests
    .filter(({ method, path }) => method === 'POST' && path === '/api/Tickets')
    .flatMap(({ body }) => body as Record<string, unknown>[]);
}
