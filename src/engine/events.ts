import type { Change } from './plan.ts';

/** What a run reports while it works, for a spinner, lines of text or nobody. */
export interface RunEvent {
  /**
   * `start`, `done`, `failed`: of one change; `lost`: its answer was lost, so the run checks whether it was done;
   * `checking`: what was written is read back; `beside`: another run is setting up the same.
   */
  readonly type: 'start' | 'done' | 'failed' | 'lost' | 'checking' | 'beside';
  readonly change?: Change;
}

/** What a run gets besides its work. */
export interface RunOptions {
  /** Stops the run before its next write. */
  readonly signal: AbortSignal;
  readonly listen: (event: RunEvent) => void;
  /** Waits; rejects when the signal is aborted. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
