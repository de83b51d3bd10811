import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderTemplate, UnresolvedVariable } from '../../halo/template.ts';
import { lets } from './conditions.ts';
import type { Json } from './entity-schema.ts';
import { eventNumber } from './event-catalogue.ts';
import { callMethod } from './method-call.ts';
import type { BindingRow, RunRow, StepRow, TicketRow, WebhookRow } from './rows.ts';
import { EXECUTE_METHOD } from './runbook-steps.ts';
import type { HaloState } from './state.ts';
import { wholeTicket } from './ticket-view.ts';

const ACTION_STEP = 2;
const END_STEP = 3;
/** A runbook that goes round in circles is stopped; the number is made up. */
const MOST_STEPS = 100;

/** Why a run ended without success; what `/Automation` shows as `error`. */
class RunFailed extends Error {}

/** Runs runbooks when something happens to a ticket. */
export class RunbookEngine {
  readonly #state: HaloState;
  readonly #closing = new AbortController();
  /** The last run of each ticket: one after the other, so that "closed" never overtakes "new". */
  readonly #lastRuns = new Map<number, Promise<void>>();

  constructor(state: HaloState) {
    this.#state = state;
  }

  /**
   * Starts the active runbooks bound to an event, after the request that caused it has been answered. Each run
   * sees the ticket as it is now.
   *
   * @param event its name in the catalogue
   */
  raise(event: string, ticket: TicketRow): void {
    if (this.#state.automationStands) return;
    const eventno = eventNumber(this.#state.lookups, event);
    const whole = structuredClone(wholeTicket(this.#state, ticket));
    for (const binding of this.#state.bindings) {
      if (binding.eventno !== eventno || !lets(binding, whole)) continue;
      const runbook = this.#state.webhooks.find(({ id }) => id === binding.webhook_id);
      if (runbook?.active) this.#enqueue(runbook, binding, whole);
    }
  }

  /** Aborts calls that are under way. */
  close(): void {
    this.#closing.abort();
  }

  #enqueue(runbook: WebhookRow, binding: BindingRow, ticket: Json): void {
    const ticketId = Number(ticket.id);
    const before = this.#lastRuns.get(ticketId) ?? Promise.resolve();
    const run = before.then(() => nextTurn()).then(() => this.#run(runbook, binding, ticket));
    this.#lastRuns.set(ticketId, run);
    this.#state.track(run);
  }

  async #run(runbook: WebhookRow, binding: BindingRow, ticket: Json): Promise<void> {
    const run: RunRow = {
      ...{ id: this.#state.nextId('run'), runbook_id: runbook.id, runbook_name: runbook.name },
      ...{ ticket_id: Number(ticket.id), notification_id: binding.id, status: 1, error: null, steps_executed: 0 },
      ...{ datecreated: this.#state.instant(), trace: [] },
    };
    this.#state.runs.push(run);
    try {
      await this.#follow(runbook, run, ticket);
      run.status = 2;
    } catch (error) {
      run.error = error instanceof Error ? error.message : String(error);
    }
  }

  async #follow(runbook: WebhookRow, run: RunRow, ticket: Json): Promise<void> {
    const start = runbook.steps.find(({ isstart }) => isstart);
    if (!start) throw new RunFailed('Start step not found');
    let step: StepRow = start;
    while (step.steptype !== END_STEP) {
      if (run.steps_executed >= MOST_STEPS) throw new RunFailed('Too many steps');
      const result = await this.#act(step, run, ticket);
      step = nextStep(runbook, step, result);
    }
    // 1 and 2 are both results "failed" on live tenants.
    const failed = (step.auto_action ?? 0) !== 0;
    this.#trace(run, step, failed ? 'Failed' : 'Success');
    if (failed) throw new RunFailed('Failed result reached');
  }

  /** Does what a step says. Returns the result by which its edges are chosen. */
  async #act(step: StepRow, run: RunRow, ticket: Json): Promise<0 | 1> {
    if (step.steptype !== ACTION_STEP || step.auto_action !== EXECUTE_METHOD) {
      throw new RunFailed(`Step "${step.name}" is of a kind that is not simulated`);
    }
    const method = this.#state.methods.find(({ id }) => id === step.auto_action_type);
    if (!method) throw new RunFailed('Integration method not found');
    const requestbody = this.#render(method.requestbody, step, run, ticket);
    const startedAt = this.#state.now();
    const { status, body } = await callMethod(method, requestbody, this.#closing.signal);
    const success = status >= 200 && status <= 299;
    this.#state.deliveries.push({
      ...{ id: randomUUID(), webhook_id: run.runbook_id, integration_method_id: method.id },
      ...{ notification_id: run.notification_id, automation_id: run.id, automation_step: step.step_id },
      ...{ entity_id: run.ticket_id, timestamp: this.#state.instant(), duration: this.#state.now() - startedAt },
      ...{ requestbody, responsestatus: status, responsebody: body, error: !success },
    });
    this.#trace(run, step, success ? 'Successful Response (200 - 299)' : 'Unsuccessful Response');
    return success ? 1 : 0;
  }

  #render(template: string, step: StepRow, run: RunRow, ticket: Json): string {
    try {
      return renderTemplate(template, { ticket });
    } catch (error) {
      if (!(error instanceof UnresolvedVariable)) throw error;
      this.#trace(run, step, 'Failed');
      throw new RunFailed(`Variable <<${error.variable}>> could not be resolved`);
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
