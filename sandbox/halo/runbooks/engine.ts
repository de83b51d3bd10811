import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Retries } from '../../options.ts';
import type { Json } from '../entities/entity-schema.ts';
import { appliesTo } from '../resources/conditions.ts';
import { EXECUTE_METHOD } from '../resources/runbook-steps.ts';
import { wholeTicket } from '../resources/ticket-view.ts';
import type { RunRow, StepRow, TicketRow, WebhookRow } from '../rows.ts';
import type { HaloState } from '../state.ts';
import { renderBody, UnknownVariable } from './body-renderer.ts';
import { FailureCount, mayStart } from './disabling.ts';
import { eventNumber } from './event-catalogue.ts';
import { callMethod } from './method-call.ts';
import { createRun, keepRun, rowOfRetry } from './run.ts';

const ACTION_STEP = 2;
const END_STEP = 3;
/** Results of an End step. */
const SUCCESS = 0;
const RETRY_FROM_START = 2;
/** The number of steps after which a runbook is stopped as endless. The number is made up. */
const MAX_STEPS = 100;

/** Why a run did not succeed; `/Automation` shows it as `error`. */
class RunFailed extends Error {}

/** The run ended with a result that Halo retries from the start. */
class RetryFromStart extends RunFailed {}

/** Runs runbooks when something happens to a ticket. */
export class RunbookEngine {
  readonly #state: HaloState;
  readonly #retries: Retries;
  readonly #closing = new AbortController();
  /** Functions that start the next attempt of a waiting run, once each. */
  readonly #waiting = new Set<() => void>();
  /** The last run of each ticket. Its runs are sequential, so that "closed" never overtakes "new". */
  readonly #lastRuns = new Map<number, Promise<void>>();

  readonly #failures: FailureCount;

  constructor(state: HaloState, retries: Retries) {
    this.#state = state;
    this.#retries = retries;
    this.#failures = new FailureCount(state);
  }

  /**
   * Starts the active runbooks bound to an event, once the request that caused it is answered: one run for each binding
   * that lets the ticket through (fact `events-several`). Each run sees the ticket as it is now.
   *
   * @param event its name in the catalogue
   */
  raise(event: string, ticket: TicketRow): void {
    if (this.#state.automationIsDown) return;
    const eventno = eventNumber(this.#state.lookups, event);
    const whole = structuredClone(wholeTicket(this.#state, ticket));
    for (const binding of this.#state.bindings) {
      if (binding.eventno !== eventno || !appliesTo(this.#state, binding, whole)) continue;
      const runbook = this.#state.webhooks.find(({ id }) => id === binding.webhook_id);
      if (!runbook || !mayStart(this.#state, runbook)) continue;
      this.#enqueue(ticket.id, async () => {
        const run = createRun(this.#state, runbook, binding, ticket.id, this.#retries.attempts);
        keepRun(this.#state.runs, run);
        await this.#attempt(runbook, run, whole);
      });
    }
  }

  /** Makes waiting runs start their next attempt now; `state.idle` waits for them. */
  retryNow(): void {
    for (const retry of [...this.#waiting]) retry();
  }

  /** Aborts running calls, and makes no further attempts. */
  close(): void {
    this.#closing.abort();
    this.#waiting.clear();
  }

  #enqueue(ticketId: number, work: () => Promise<void>): void {
    const before = this.#lastRuns.get(ticketId) ?? Promise.resolve();
    const run = before.then(() => nextTurn()).then(work);
    this.#lastRuns.set(ticketId, run);
    this.#state.track(run);
  }

  async #attempt(runbook: WebhookRow, run: RunRow, ticket: Json): Promise<void> {
    const startedAt = this.#state.instant();
    Object.assign(run, { error: null, steps_executed: 0, trace: [], last_attempt_date: startedAt });
    try {
      await this.#follow(runbook, run, ticket);
      run.status = 2;
      this.#failures.forget(runbook);
    } catch (error) {
      run.error = error instanceof Error ? error.message : String(error);
      this.#failures.count(runbook);
      if (this.#isRetried(error) && run.retry_attempts_remaining > 0) {
        this.#retryLater(runbook, run, ticket);
        return;
      }
    }
    run.date_processed = this.#state.instant();
  }

  #isRetried(error: unknown): boolean {
    return error instanceof RetryFromStart && !this.#state.contradicts('end-results');
  }

  /** Inferred: a retry keeps its row in `/Automation`, and sends the ticket as it is by then. */
  #retryLater(runbook: WebhookRow, run: RunRow, ticket: Json): void {
    if (this.#closing.signal.aborted) return;
    const { milliseconds } = this.#retries;
    if (!this.#state.contradicts('run-retry')) {
      run.next_retry_date = new Date(this.#state.now() + milliseconds).toISOString();
    }
    const retry = () => {
      clearTimeout(timer);
      if (!this.#waiting.delete(retry)) return;
      this.#enqueue(run.ticket_id, async () => {
        const retried = rowOfRetry(this.#state, run);
        retried.retry_attempts_remaining -= 1;
        if (!mayStart(this.#state, runbook)) return;
        const row = this.#state.tickets.find(({ id }) => id === run.ticket_id);
        await this.#attempt(runbook, retried, row ? structuredClone(wholeTicket(this.#state, row)) : ticket);
      });
    };
    const timer = setTimeout(retry, milliseconds).unref();
    this.#waiting.add(retry);
  }

  async #follow(runbook: WebhookRow, run: RunRow, ticket: Json): Promise<void> {
    const start = runbook.steps.find(({ isstart }) => isstart);
    if (!start) throw new RunFailed('Start step not found');
    let step: StepRow = start;
    while (step.steptype !== END_STEP) {
      if (run.steps_executed >= MAX_STEPS) throw new RunFailed('Too many steps');
      const result = await this.#act(step, run, ticket);
      step = nextStep(runbook, step, result);
    }
    const result = step.auto_action ?? SUCCESS;
    this.#trace(run, step, result === SUCCESS ? 'Success' : 'Failed');
    if (result === RETRY_FROM_START) throw new RetryFromStart('Failed result reached');
    if (result !== SUCCESS) throw new RunFailed('Failed result reached');
  }

  /** Executes a step. Returns the result that selects its edge. */
  async #act(step: StepRow, run: RunRow, ticket: Json): Promise<0 | 1> {
    if (step.steptype !== ACTION_STEP || step.auto_action !== EXECUTE_METHOD) {
      throw new RunFailed(`Step "${step.name}" is of a kind that is not simulated`);
    }
    const method = this.#state.methods.find(({ id }) => id === step.auto_action_type);
    if (!method) throw new RunFailed('Integration method not found');
    const requestbody = this.#render(method.requestbody, step, run, ticket);
    const startedAt = this.#state.now();
    const { status, body, sent } = await callMethod(this.#state, method, requestbody, this.#closing.signal);
    const success = status >= 200 && status <= 299;
    const duration = this.#state.now() - startedAt;
    this.#state.deliveries.push({
      id: randomUUID(),
      webhook_id: run.runbook_id,
      integration_method_id: method.id,
      notification_id: run.notification_id,
      automation_id: this.#state.contradicts('delivery-run') ? 0 : run.id,
      automation_step: step.step_id,
      entity_id: this.#state.contradicts('delivery-run') ? run.id : run.ticket_id,
      timestamp: this.#state.instant(),
      duration,
      requestbody: sent.body,
      requestheaders: sent.headers,
      responsestatus: status,
      responsebody: body,
      error: !success,
    });
    if (status === 0 && this.#state.contradicts('run-no-answer')) {
      this.#trace(run, step, 'Failed');
      throw new RunFailed(body);
    }
    this.#trace(run, step, success ? 'Successful Response (200 - 299)' : 'Unsuccessful Response');
    return success ? 1 : 0;
  }

  #render(template: string, step: StepRow, run: RunRow, ticket: Json): string {
    try {
      return renderBody(template, { ticket, variables: { halo_url: this.#state.origin } }, this.#state.contradicted);
    } catch (error) {
      if (!(error instanceof UnknownVariable)) throw error;
      this.#trace(run, step, 'Failed');
      throw new RunFailed(error.message);
    }
  }

  #trace(run: RunRow, step: StepRow, result: string): void {
    run.steps_executed += 1;
    run.trace.push({ step_id: step.step_id, step_name: step.name, result, timestamp: this.#state.instant() });
  }
}

function nextStep({ steps }: WebhookRow, { actions }: StepRow, result: 0 | 1): StepRow {
  const edges = actions.toSorted((one, other) => one.seq - other.seq);
  const edge = edges.find(({ approval_result }) => approval_result === result);
  const next = steps.find(({ step_id }) => step_id === edge?.end_step);
  if (!next) throw new RunFailed('Next step not found');
  return next;
}
