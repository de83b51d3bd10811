import type { Change } from './plan.ts';

/** What a run reports while it works; a spinner, lines or nothing listen. */
export interface RunEvent {
  /**
   * `start`, `done`, `failed`: of one change; `lost`: its answer did not come, so it is looked for; `checking`: what was
   * written is read back; `beside`: another run sets up the same.
   */
  readonly type: 'start' | 'done' | 'failed' | 'lost' | 'checking' | 'beside';
  readonly change?: Change;
}

/** What a run is given besides what it has to do. */
export interface RunOptions {
  /** Stops the run before its next writing request. */
  readonly signal: AbortSignal;
  readonly listen: (event: RunEvent) => void;
  /** Waits; rejects when the signal is given. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
