import type { Finding } from '../finding.ts';

/** One step of a proof, with how long it took. */
export interface VerificationStep {
  readonly what: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly detail?: string;
}

/** The chain is broken at a link. */
export class VerificationFailed extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** Goes through a proof step by step; each is told when it is over. */
export interface StepRecorder {
  readonly steps: readonly VerificationStep[];
  /** @param work gives a detail to tell, or nothing; may throw `ChainBroken` */
  step<T>(what: string, work: () => Promise<T>, detail?: (result: T) => string | undefined): Promise<T>;
}

/** @param now milliseconds; @param tell called with each step that is over */
export function createStepRecorder(now: () => number, tell: (step: VerificationStep) => void): StepRecorder {
  const steps: VerificationStep[] = [];
  const end = (step: VerificationStep) => {
    steps.push(step);
    tell(step);
  };
  return {
    steps,
    async step(what, work, detail) {
      const start = now();
      try {
        const result = await work();
        const text = detail?.(result);
        end({ what, ok: true, milliseconds: now() - start, ...(text !== undefined && { detail: text }) });
        return result;
      } catch (error) {
        end({ what, ok: false, milliseconds: now() - start });
        throw error;
      }
    },
  };
}
