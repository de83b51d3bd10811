import type { Interception, Sandbox, SandboxRequest } from '../../../sandbox/sandbox.ts';
import type { Component, FindingCode } from '../../../src/diagnostics/finding.ts';
import type { storedIn } from '../../support/tenants.ts';

type Stored = ReturnType<typeof storedIn>;

/** Exit codes of `status`. */
export const HEALTHY = 0;
const BROKEN = 1;
export const DRIFTED = 4;

/** One way to break the chain between a ticket and its alert. */
export interface BrokenComponent {
  /** What has happened, in an admin's words. */
  readonly how: string;
  readonly breakIt: (stored: Stored, sandbox: Sandbox) => unknown;
  /** Flags of every command. */
  readonly flags?: readonly string[];
  /** A custom payload. */
  readonly payload?: string;
  /** Which kind of `verify` detects it first: `direct`, or with `--through-halo`. */
  readonly seen: 'direct' | 'through Halo';
  readonly component: Component;
  readonly code: FindingCode;
  /** In the message and the hint of `verify`. */
  readonly says: RegExp;
  readonly todo: RegExp;
  /** The exit codes of `status` before any ticket, and after the ticket of `verify`. */
  readonly status: number;
  readonly statusAfter: number;
  /** Whether `apply` fixes it; what an admin did on purpose stays. */
  readonly fixed: boolean;
  /** Whether Halo waits to retry, so that the result is not yet known when `verify` ends. */
  readonly retried?: boolean;
  /** Whether `verify` detects it before it sends anything. */
  readonly sendsNothing?: boolean;
}

const APPLY = /^Run: ilert-haloitsm apply$/;

/** Detected before a ticket is sent, and fixed by `apply`: what the plan compares. */
export const ours = { seen: 'direct', todo: APPLY, status: BROKEN, statusAfter: BROKEN, fixed: true } as const;
/** Like `ours`, but left alone. */
export const others = { ...ours, fixed: false } as const;
/** The configuration is right; the failed run is seen afterwards. */
export const inARun = { seen: 'through Halo', status: HEALTHY, statusAfter: BROKEN, fixed: false } as const;
/** A failed run that Halo waits to retry. */
export const inARetriedRun = { ...inARun, statusAfter: DRIFTED, retried: true } as const;
/** Neither the configuration nor a run shows it. */
export const unseen = { ...inARun, statusAfter: HEALTHY } as const;

/** Returns the edges from the step that calls the method. */
export const edges = ({ runbook }: Stored) => runbook.steps[0]?.actions ?? [];
/** Returns a step of the runbook, counting from 0. */
export const step = ({ runbook }: Stored, index: number) => runbook.steps[index] ?? {};
/** Deletes a row. */
export const remove = <Row>(rows: Row[], row: Row) => rows.splice(rows.indexOf(row), 1);
/** Sets ilert's answer to every ticket. */
export const eventsAnswer = (answer: Interception) => (_: unknown, sandbox: Sandbox) => {
  sandbox.intercept = ({ path }: SandboxRequest) => (path.startsWith('/api/v1/events/') ? answer : undefined);
};
/** Creates a filter of an event. */
export const only = (fieldname: string, value_int: number) => ({
  filter_type: 2,
  condition_count: 1,
  conditions: [{ id: 801, fieldname, type: 0, value_type: 'int', value_int, tablename: 'faults' }],
});
