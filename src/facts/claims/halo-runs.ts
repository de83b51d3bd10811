import { answerOf, type Evidence, has, rowOf, verdict } from '../evidence.ts';
import { type Facts, inferred, proven } from '../fact.ts';
import type { Shape } from '../shape.ts';

const RETRY_TEST = 'test/integration/status/waiting-to-retry.test.ts';
const RUNS_TEST = 'sandbox/test/runbook-runs.test.ts';

/** What Halo lists about runs and their calls. */
export const haloRunFacts: Facts = {
  runs: {
    claim:
      '`/Automation` lists the runs of all runbooks with `runbook_id`, `ticket_id`, `status` (2 is done) and `error`.',
    ...proven('runs on a live tenant', RUNS_TEST),
    check: (evidence) =>
      verdict(has(runIn(evidence), 'runbook_id', 'ticket_id', 'status', 'error'), {
        yes: 'The list has the four fields.',
        no: 'The list comes without one of the four: see the routes.',
        unobserved: 'No run was listed.',
      }),
  },
  'runs-oldest-first': {
    claim: 'The list of runs starts with the oldest, so a small `count` hides the newest; about 60 are kept.',
    ...proven('runs on a live tenant', RUNS_TEST),
    check: ({ readings }) =>
      verdict(readings.runsOldestFirst, {
        yes: 'Their ids ascend.',
        no: 'Their ids do not ascend.',
        unobserved: 'Fewer than two runs were listed.',
      }),
  },
  'run-times': {
    claim:
      'The times of a run are `timestamp`, `executionStartTime`, `last_attempt_date` and `date_processed`; there is no `datecreated` or `start_date`.',
    ...proven('runs on a live tenant', 'test/unit/providers/halo/run-history.test.ts'),
    check: (evidence) => {
      const run = runIn(evidence);
      const times = ['timestamp', 'executionStartTime', 'last_attempt_date', 'date_processed'];
      return verdict(run && times.some((name) => has(run, name)), {
        yes: 'A run has at least one of them.',
        no: 'A run has none of them: see the routes.',
        unobserved: 'No run was listed.',
      });
    },
  },
  'run-retry': {
    claim: 'A run that Halo will retry has `retry_attempts_remaining` above 0 and a `next_retry_date`.',
    ...proven('runs on a live tenant', RETRY_TEST),
    check: (evidence) =>
      verdict(has(runIn(evidence), 'retry_attempts_remaining', 'next_retry_date'), {
        yes: 'The list has both fields.',
        no: 'The list comes without one of them: see the routes.',
        unobserved: 'No run was listed.',
      }),
  },
  'run-retry-row': {
    claim:
      'Such a run is neither done nor failed; its retry is the same row of `/Automation`, and sends the ticket as it is by then. How often and when Halo retries is not known.',
    ...inferred('the fields of a run', RUNS_TEST),
  },
  'run-no-answer': {
    claim: 'If ilert does not respond, the run follows the edge "Unsuccessful Response".',
    ...inferred('no source shows it', RUNS_TEST),
  },
  deliveries: {
    claim: '`/WebhookEvent` lists the calls of a runbook, with `responsestatus` and `responsebody`.',
    ...proven("Halo's API document, and runs on a live tenant", RUNS_TEST),
    check: (evidence) =>
      verdict(has(rowOf(answerOf(evidence, /^GET \/api\/WebhookEvent/)), 'responsestatus', 'responsebody'), {
        yes: 'The list has both fields.',
        no: 'The list comes without one of them: see the routes.',
        unobserved: 'No delivery was listed.',
      }),
  },
  'delivery-run': {
    claim: '`entity_id` of a delivery is the id of its ticket, `automation_id` that of its run.',
    ...inferred("names of fields in Halo's API document", 'test/unit/diagnostics/run-findings.test.ts'),
  },
  'run-delay': {
    claim: 'A run is listed within seconds of the event, at times only after more than a minute.',
    ...proven('runs on a live tenant, up to 80 s', RUNS_TEST),
    check: ({ runs }) =>
      verdict(runs.length > 0 || undefined, {
        yes: 'Runs are there.',
        unobserved: 'No run of the runbook was seen.',
      }),
  },
};

function runIn(evidence: Evidence): Shape | undefined {
  return rowOf(answerOf(evidence, /^GET \/api\/Automation(\?|$)/));
}
