import type { Created, Fields, Lab } from '../../../lab/lab.ts';
import { ifRefused } from '../../../lab/refused.ts';
import { isSame } from '../../../lab/rows.ts';
import { RUN_WAIT } from '../../../lab/runbook-lab.ts';

/** A runbook that is bound to new tickets. */
export interface Bound {
  readonly runbook: Created;
  /** Undefined if Halo refuses its further conditions. */
  readonly event: Created | undefined;
}

/** Binds runbooks to new tickets, and looks which of them a ticket starts. */
export interface ConditionBench {
  /** Creates a runbook, and binds it. @param summary the summary of the only tickets that may start it */
  bound(what: string, summary: string, and?: readonly Fields[]): Promise<Bound>;
  /** Binds a runbook. @returns undefined if Halo refuses the conditions */
  bind(runbook: Created, summary: string, and?: readonly Fields[]): Promise<Created | undefined>;
  /** Whether a ticket has started a runbook, as far as is listed now. */
  hasStarted(bound: Bound, ticket: Created): Promise<boolean>;
  /** Waits until a ticket has started all of these runbooks, and then for those that it should not start. */
  untilStarted(expected: readonly Bound[], ticket: Created): Promise<void>;
}

/** Seconds to wait for a run that should not come, after those that should have. */
const GRACE = 20;

export async function openConditionBench(lab: Lab): Promise<ConditionBench> {
  const { runbooks } = lab;
  const method = await runbooks.harmlessMethod(await runbooks.integration('conditions'));
  /** Runs that were listed once: Halo keeps only the latest (fact `runs-oldest-first`). */
  const seen = new Set<string>();
  const bench: ConditionBench = {
    async bound(what, summary, and) {
      const runbook = await runbooks.runbook(what, [method]);
      const event = and ? bench.bind(runbook, summary, and) : runbooks.bind(runbook, 'new-ticket-event', { summary });
      return { runbook, event: await event };
    },
    bind: (runbook, summary, and = []) => runbooks.bind(runbook, 'new-ticket-event', { summary, and }).catch(ifRefused),
    async hasStarted({ runbook }, ticket) {
      const start = `${runbook.id} ${ticket.id}`;
      if ((await runbooks.runsOf(runbook)).some(({ ticket_id }) => isSame(ticket_id, ticket.id))) seen.add(start);
      return seen.has(start);
    },
    async untilStarted(expected, ticket) {
      await lab.until(async () => {
        const started = await Promise.all(expected.map((each) => bench.hasStarted(each, ticket)));
        return started.includes(false) ? undefined : true;
      }, RUN_WAIT);
      await lab.wait(GRACE);
    },
  };
  return bench;
}
