import { broken, type Finding } from '../finding.ts';

/** One step of a verification, and how long it took. */
export interface VerificationStep {
  readonly what: string;
  readonly ok: boolean;
  /** True if it could not be done here; the detail says why. */
  readonly skipped?: true;
  /** True if Ctrl-C ended it: it did not fail. */
  readonly stopped?: true;
  readonly milliseconds: number;
  readonly detail?: string;
}

/** A step that can't be done here, and why. */
export class Skipped {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Ends a verification. The finding names the broken component. */
export class VerificationFailed extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** Ends a verification at a broken component that `apply` does not fix. */
export function failed(...finding: Parameters<typeof broken>): VerificationFailed {
  return new VerificationFailed(broken(...finding));
}

/** Runs the steps of a verification and records how each one ended. */
export interface StepRecorder {
  readonly steps: readonly VerificationStep[];
  /** @param detail describes the result, for the report */
  step<T>(what: string, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T>;
  /** Like `step`. @returns undefined if the step was skipped */
  optionalStep<T>(
    what: string,
    work: () => Promise<T | Skipped>,
    detail?: (result: T) => string | undefined,
  ): Promise<T | undefined>;
}

/** Listeners for the steps of a verification. */
interface StepListeners {
  /** Called after each step. */
  readonly onStep?: (step: VerificationStep) => void;
  /** Called before each step with its name. */
  readonly onBegin?: (what: string) => void;
  /** Aborted on Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** @param now milliseconds */
export function createStepRecorder(now: () => number, { onStep, onBegin, signal }: StepListeners = {}): StepRecorder {
  const steps: VerificationStep[] = [];
  const record = (step: VerificationStep) => {
    steps.push(step);
    onStep?.(step);
  };
  const timed = async <T>(what: string, work: () => Promise<T>, ended: (result: T) => Partial<VerificationStep>) => {
    const start = now();
    onBegin?.(what);
    try {
      const result = await work();
      record({ what, ok: true, milliseconds: now() - start, ...ended(result) });
      return result;
    } catch (error) {
      record({ what, ok: false, ...(signal?.aborted && { stopped: true }), milliseconds: now() - start });
      throw error;
    }
  };
  return {
    steps,
    step: (what, work, detail) => timed(what, work, (result) => detailed(detail?.(result))),
    async optionalStep(what, work, detail) {
      const result = await timed(what, work, (result) =>
        result instanceof Skipped ? { skipped: true, detail: result.reason } : detailed(detail?.(result)),
      );
      return result instanceof Skipped ? undefined : result;
    },
  };
}

function detailed(detail: string | undefined): Pick<VerificationStep, 'detail'> {
  return detail === undefined ? {} : { detail };
}
