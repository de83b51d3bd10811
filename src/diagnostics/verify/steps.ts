import { broken, type Finding } from '../finding.ts';

/** One step of a verification, with how long it took. */
export interface VerificationStep {
  readonly what: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly detail?: string;
}

/** Ends a verification: the finding says which link is broken. */
export class VerificationFailed extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** Ends a verification at a broken link that `apply` does not fix. */
export function failed(...finding: Parameters<typeof broken>): VerificationFailed {
  return new VerificationFailed(broken(...finding));
}

/** Runs the steps of a verification and records how each of them ended. */
export interface StepRecorder {
  readonly steps: readonly VerificationStep[];
  /** @param detail describes the result, for the report */
  step<T>(what: string, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T>;
}

/** @param now milliseconds; @param onStep called with each step once it has ended */
export function createStepRecorder(now: () => number, onStep: (step: VerificationStep) => void): StepRecorder {
  const steps: VerificationStep[] = [];
  const record = (step: VerificationStep) => {
    steps.push(step);
    onStep(step);
  };
  return {
    steps,
    async step(what, work, detail) {
      const start = now();
      try {
        const result = await work();
        const text = detail?.(result);
        record({ what, ok: true, milliseconds: now() - start, ...(text !== undefined && { detail: text }) });
        return result;
      } catch (error) {
        record({ what, ok: false, milliseconds: now() - start });
        throw error;
      }
    },
  };
}
