import { answerOf, has, rowOf, verdict } from '../evidence.ts';
import type { Fact } from '../fact.ts';

const RUNS_TEST = 'test/integration/sandbox/runbook-runs.test.ts';

/** What Halo tells of runs, and of the calls that they made. */
export const haloRunFacts: readonly Fact[] = [
  {
    id: 'runs',
    claim:
      '`/Automation` lists the runs of all runbooks with `runbook_id`, `ticket_id`, `status` (2 is done) and `error`.',
    surety: 'proven',
    source: 'runs on a live tenant',
    shownBy: RUNS_TEST,
    check: (evidence) =>
      verdict(
        has(rowOf(answerOf(evidence, /^GET \/api\/Automation(\?|$)/)), 'runbook_id', 'ticket_id', 'status', 'error'),
        {
          yes: 'The list has the four fields.',
          no: 'The list comes without one of the four: see the routes.',
          unseen: 'No run was listed.',
        },
      ),
  },
  {
    id: 'runs-oldest-first',
    claim: 'The list of runs starts with the oldest, so a small `count` hides the newest.',
    surety: 'proven',
    source: 'runs on a live tenant',
    shownBy: RUNS_TEST,
    check: ({ readings }) =>
      verdict(readings.runsOldestFirst, {
        yes: 'Their ids ascend.',
        no: 'Their ids do not ascend.',
        unseen: 'Fewer than two runs were listed.',
      }),
  },
  {
    id: 'deliveries',
    claim: '`/WebhookEvent` lists the calls of a runbook, with `responsestatus` and `responsebody`.',
    surety: 'proven',
    source: "Halo's API document, and runs on a live tenant",
    shownBy: RUNS_TEST,
    check: (evidence) =>
      verdict(has(rowOf(answerOf(evidence, /^GET \/api\/WebhookEvent/)), 'responsestatus', 'responsebody'), {
        yes: 'The list has both fields.',
        no: 'The list comes without one of them: see the routes.',
        unseen: 'No delivery was listed.',
      }),
  },
  {
    id: 'run-delay',
    claim: 'After the event a run is to be seen within seconds, at times only after more than a minute.',
    surety: 'proven',
    source: 'runs on a live tenant, up to 80 s',
    shownBy: RUNS_TEST,
    check: ({ runs }) =>
      verdict(runs.length > 0 || undefined, {
        yes: 'Runs are there.',
        unseen: 'No run of the runbook was seen.',
      }),
  },
];
