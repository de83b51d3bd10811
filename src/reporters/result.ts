import type { Finding } from '../diagnostics/finding.ts';
import type { Health } from '../diagnostics/health.ts';
import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import type { Change } from '../engine/plan.ts';
import type { Value } from '../engine/values.ts';
import type { ExportedFile } from '../export/file-set.ts';
import type { FleetResult as FleetResultOf } from '../fleet/run.ts';
import type { ExistingResource } from '../runtime/remember.ts';
import type { DryRunResult, PlanResult, RunResult } from '../runtime/result.ts';

/** What a run of `apply` has done, and what exists after it. */
export interface ApplyResult extends RunResult {
  readonly kind: 'apply';
  /** The Halo product, by name. */
  readonly product: string;
  /** Whether something was to be done when the run began; another run may have done it first. */
  readonly wasPending: boolean;
  readonly changes: readonly Change[];
  readonly resources: readonly ExistingResource[];
  /** Sent, and nobody knows whether it was done. */
  readonly unsure: readonly Change[];
  readonly integrationUrl?: Value;
  /** What keeps tickets from becoming alerts all the same, and is not for `apply` to change. */
  readonly findings: readonly Finding[];
}

/** What a run of `destroy` has removed, and what is left. */
export interface DestroyResult extends RunResult {
  readonly kind: 'destroy';
  readonly changes: readonly Change[];
  readonly left: readonly (ExistingResource & Pick<Change, 'because'>)[];
  /** Sent, and nobody knows whether it was done. */
  readonly unsure: readonly Change[];
}

/** What the wizard has set up, and its last page. */
export interface SetupResult extends RunResult {
  readonly kind: 'setup';
  readonly applied: ApplyResult;
  readonly outro: string;
}

/** How far a proof came, step by step. */
export interface VerifyResult extends RunResult {
  readonly kind: 'verify';
  readonly steps: readonly VerificationStep[];
  /** Whether it stopped before the alert, so that nobody was paged. */
  readonly isQuiet: boolean;
  readonly alertId?: number;
  /** Where the chain is broken. */
  readonly finding?: Finding;
}

/** The state of an integration. */
export interface StatusResult extends RunResult {
  readonly kind: 'status';
  readonly health: Health;
}

/** The files that `export` has written. */
export interface ExportResult extends RunResult {
  readonly kind: 'export';
  readonly offline: boolean;
  readonly folder: string;
  readonly files: readonly (Pick<ExportedFile, 'name' | 'holdsKey'> & {
    readonly path: string;
    readonly replaced: boolean;
  })[];
}

/** The JSON Schema of the settings file. */
export interface SchemaResult extends RunResult {
  readonly kind: 'schema';
  readonly schema: unknown;
}

/** The completion script of a shell. */
export interface CompletionResult extends RunResult {
  readonly kind: 'completion';
  readonly shell: string;
  readonly script: string;
}

/** The story that the demo went through. */
export interface DemoResult extends RunResult {
  readonly kind: 'demo';
  readonly steps: readonly { readonly step: string; readonly outcome: string }[];
}

/** A command that has printed what there is to say while it ran. */
export interface PrintedResult extends RunResult {
  readonly kind: 'printed';
}

/** What a command does to one target. */
export type CommandResult =
  | PlanResult
  | DryRunResult
  | ApplyResult
  | DestroyResult
  | SetupResult
  | VerifyResult
  | StatusResult
  | ExportResult
  | SchemaResult
  | CompletionResult
  | DemoResult
  | PrintedResult;

/** How a command went for several targets. */
export type FleetResult = FleetResultOf<CommandResult>;

/** All that a run can hand back. */
export type Result = CommandResult | FleetResult;

/** The result of one kind. */
export type ResultOf<Kind extends Result['kind']> = Extract<Result, { readonly kind: Kind }>;
