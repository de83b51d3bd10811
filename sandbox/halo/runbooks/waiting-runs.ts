import type { RunRow } from '../rows.ts';

/** How often, and after how long, Halo starts a failed run again; the real numbers are not known. */
export interface Retries {
  /** Attempts after the first one. */
  readonly attempts: number;
  /** Time between two attempts. */
  readonly milliseconds: number;
}

/** Runs that ended with "Failed (retry from the start)", until their next attempt is due. */
export class WaitingRuns {
  readonly #due = new Map<RunRow, { readonly timer: NodeJS.Timeout; readonly retry: () => void }>();

  /** @param retry called once, when the time is over or at `retryNow` */
  add(run: RunRow, milliseconds: number, retry: () => void): void {
    const timer = setTimeout(() => this.#retry(run), milliseconds).unref();
    this.#due.set(run, { timer, retry });
  }

  /** Every attempt is due now. */
  retryNow(): void {
    for (const run of [...this.#due.keys()]) this.#retry(run);
  }

  /** No attempt is made any more. */
  close(): void {
    for (const { timer } of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }

  #retry(run: RunRow): void {
    const due = this.#due.get(run);
    if (!due) return;
    clearTimeout(due.timer);
    this.#due.delete(run);
    due.retry();
  }
}
