import type { Settings } from '../config/settings.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { Health } from '../diagnostics/health.ts';
import type { Coverage } from '../diagnostics/verify/step-names.ts';
import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import type { RemovedTicket } from '../diagnostics/verify/verification.ts';
import type { Value } from '../engine/values.ts';
import type { WrittenExport } from '../export/write-export.ts';
import type { FleetResult as FleetResultOf } from '../fleet/run.ts';
import type { Step } from '../pipelines/set-up-steps.ts';
import type { ProvenFact } from '../prove/answers.ts';
import type { Remaining } from '../prove/clean-up.ts';
import type { IntegrationChange, IntegrationOutcome, IntegrationPlan, Service } from '../providers/integration.ts';
import type { ExistingResource } from '../runtime/remember.ts';
import type { PlanResult, RunResult } from '../runtime/result.ts';

/** What a run has changed. `unknown` are changes that were sent, but whose outcome is unknown. */
interface WrittenChanges extends Pick<IntegrationOutcome, 'unknown'> {
  readonly changes: IntegrationOutcome['done'];
  readonly kept: readonly IntegrationChange[];
}

interface ListedTarget {
  readonly target: string;
  /** Its display name. */
  readonly name: string | undefined;
  readonly product: 'haloitsm' | 'halopsa';
  readonly halo: string | undefined;
  /** Whether this machine remembers what was set up for it. */
  readonly remembered: boolean;
}

/** The data of every kind of result for one target. */
interface ResultData {
  /** Every request that applying a plan would send. */
  readonly 'dry-run': { readonly plan: IntegrationPlan; readonly offline: boolean; readonly settings: Settings };
  /** What a run of `apply` has done, and what exists afterwards. */
  readonly apply: WrittenChanges & {
    /** The Halo product's name. */
    readonly product: string;
    /** The service that was set up, if only one. */
    readonly only?: Service;
    /** The run time in milliseconds, if someone waited for it. */
    readonly elapsed?: number;
    /** Whether there was anything to do at the start; another run may have done it first. */
    readonly wasPending: boolean;
    /** The command that makes a new plan, if a saved one was applied. */
    readonly replanCommand?: string;
    readonly resources: readonly ExistingResource[];
    readonly integrationUrl?: Value;
    /** Problems that remain, and that `apply` doesn't fix. */
    readonly findings: readonly Finding[];
  };
  /** What a run of `destroy` has removed, and what remains. */
  readonly destroy: WrittenChanges & {
    readonly left: readonly (ExistingResource & Pick<IntegrationChange, 'because'>)[];
  };
  /** What the wizard has set up, and its closing page. */
  readonly setup: { readonly applied: ResultOf<'apply'>; readonly outro: string };
  /** How far a test got, step by step. */
  readonly verify: {
    readonly steps: readonly VerificationStep[];
    /** The test tickets that were logged in Halo. */
    readonly tickets: readonly RemovedTicket[];
    readonly tested: Coverage;
    /** The Halo product's name. */
    readonly product: string;
    /** The service that was read, if only one: ilert, without access to Halo's API. */
    readonly only?: Service;
    readonly alertId?: number | undefined;
    /** Where the chain is broken. */
    readonly finding?: Finding;
  };
  readonly status: { readonly health: Health };
  /** What experiments have shown about the facts that this program relies on. */
  readonly prove: {
    /** Of this program and of Node.js. */
    readonly versions: { readonly tool: string; readonly node: string };
    /** The Halo product's name. */
    readonly product: string;
    readonly facts: readonly ProvenFact[];
    /** What the experiments have created and could not remove. */
    readonly left: readonly Remaining[];
    /** Requests to both services. */
    readonly requests: number;
    /** The run time in milliseconds. */
    readonly elapsed: number;
  };
  /** What `prove --clean-up` has removed, and what remains. */
  readonly 'clean-up': { readonly removed: readonly Remaining[]; readonly left: readonly Remaining[] };
  /** The files that `export` has written. */
  readonly export: WrittenExport & {
    readonly offline: boolean;
    /** What it first created in ilert. */
    readonly created: IntegrationOutcome['done'];
  };
  /** The files that `init` has written. */
  readonly init: {
    readonly settingsFile: string;
    /** Relative to the working folder. */
    readonly files: readonly string[];
    /** Settings in the file that a person has to fill in. */
    readonly toFillIn: readonly string[];
    /** Environment variables that the file reads secrets from. */
    readonly variables: readonly string[];
    /** Pipelines that another file has to include. */
    readonly toInclude: readonly string[];
    /** What remains to be done, in order. */
    readonly steps: readonly Step[];
  };
  readonly targets: { readonly targets: readonly ListedTarget[] };
  readonly schema: { readonly schema: Readonly<Record<string, unknown>> };
  readonly completion: { readonly shell: string; readonly script: string };
  /** The scenario that the demo played. */
  readonly demo: { readonly steps: readonly { readonly step: string; readonly detail: string }[] };
  /** The command has printed everything itself. */
  readonly printed: object;
}

/** The result of a command for one target. */
export type CommandResult =
  | PlanResult
  | { [Kind in keyof ResultData]: RunResult & { readonly kind: Kind } & ResultData[Kind] }[keyof ResultData];

/** The result of a command for several targets. */
export type FleetResult = FleetResultOf<CommandResult>;

/** Any result of a run. */
export type Result = CommandResult | FleetResult;

/** The results of some kinds. */
export type ResultOf<Kind extends Result['kind']> = Extract<Result, { readonly kind: Kind }>;
