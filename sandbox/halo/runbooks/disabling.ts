import type { WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';

/** Whether Halo starts a runbook: not one that is inactive or that it has disabled (fact `runbook-disabled-start`). */
export function mayStart(state: HaloState, { active, disabled }: WebhookRow): boolean {
  return active && (disabled !== true || state.contradicts('runbook-disabled-start'));
}

/**
 * Counts the failed attempts of each runbook since its last success, and disables it after `auto_disable_attempts` (fact
 * `runbook-disabled`). That a success starts the count again is inferred.
 */
export class FailureCount {
  readonly #state: HaloState;
  readonly #counts = new Map<WebhookRow, number>();

  constructor(state: HaloState) {
    this.#state = state;
  }

  count(runbook: WebhookRow): void {
    const failures = (this.#counts.get(runbook) ?? 0) + 1;
    this.#counts.set(runbook, failures);
    if (failures !== runbook.auto_disable_attempts || this.#state.contradicts('runbook-disabled')) return;
    runbook.disabled = true;
    this.forget(runbook);
  }

  forget(runbook: WebhookRow): void {
    this.#counts.delete(runbook);
  }
}
