import type { IlertState } from '../../sandbox/ilert/state.ts';
import type { HaloState, Sandbox } from '../../sandbox/sandbox.ts';

/** Our rows of each kind, and other people's. */
export interface Stored {
  readonly ours: {
    readonly 'alert-source': IlertState['alertSources'];
    readonly 'custom-integration': HaloState['integrations'];
    readonly method: HaloState['methods'];
    readonly runbook: HaloState['webhooks'];
    readonly 'new-ticket-event': HaloState['bindings'];
    readonly 'status-changed-event': HaloState['bindings'];
  };
  /** As JSON, for comparison. */
  readonly others: string;
}

export type OurKind = keyof Stored['ours'];

/** Returns a copy of everything writable in both services. A row is ours if the program promises to find it. */
export function storedIn(sandbox: Sandbox): Stored {
  const [alertSources, policies, integrations, methods, webhooks, bindings] = copyOf(writableIn(sandbox));
  const source = split(
    alertSources,
    ({ name, integrationType }) => name === 'HaloITSM' && integrationType === 'HALOITSM',
  );
  const integration = split(integrations, ({ name }) => name === 'ilert integration');
  const method = split(methods, ({ integration_id }) => integration.ours.some(({ id }) => id === integration_id));
  const runbook = split(webhooks, ({ name, type }) => name === 'ilert runbook' && type === 1);
  const binding = split(bindings, ({ webhook_id }) => runbook.ours.some(({ id }) => id === webhook_id));
  const [newTicket, statusChanged] = [3, 76].map((event) => binding.ours.filter(({ eventno }) => eventno === event));
  const stray = binding.ours.filter(({ eventno }) => eventno !== 3 && eventno !== 76);
  return {
    ours: {
      'alert-source': source.ours,
      'custom-integration': integration.ours,
      method: method.ours,
      runbook: runbook.ours,
      'new-ticket-event': newTicket ?? [],
      'status-changed-event': statusChanged ?? [],
    },
    others: JSON.stringify([policies, source.rest, integration.rest, method.rest, runbook.rest, binding.rest, stray]),
  };
}

/** Remembers the rows that a run can change; returns a function that restores them. */
export function keepRows(sandbox: Sandbox): () => void {
  const kept = copyOf(writableIn(sandbox));
  return () => {
    const again: readonly object[][] = copyOf(kept);
    for (const [index, list] of (writableIn(sandbox) as readonly object[][]).entries())
      list.splice(0, list.length, ...(again[index] ?? []));
  };
}

/** Returns everything that the program can write. */
function writableIn({ ilert, halo }: Sandbox) {
  const { integrations, methods, webhooks, bindings } = halo.state;
  return [ilert.state.alertSources, ilert.state.policies, integrations, methods, webhooks, bindings] as const;
}

function copyOf<T>(rows: T): T {
  return JSON.parse(JSON.stringify(rows)) as T;
}

function split<Row>(rows: readonly Row[], isOurs: (row: Row) => boolean): { ours: Row[]; rest: Row[] } {
  return { ours: rows.filter(isOurs), rest: rows.filter((row) => !isOurs(row)) };
}
