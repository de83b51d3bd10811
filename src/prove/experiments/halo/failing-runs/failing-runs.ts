import { RETRY_FROM_START, SUCCESS } from '../../../../providers/halo/runbook-steps.ts';
import type { AnyRow } from '../../../../providers/halo/schemas.ts';
import { fieldsOf, parseJson } from '../../../../text/json.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../../experiment.ts';
import { FAILED } from '../../../lab/flow.ts';
import type { Created, Lab } from '../../../lab/lab.ts';
import { hasEnded, isDone, RUN_WAIT } from '../../../lab/runbook-lab.ts';
import {
  announcedRetry,
  furtherAttempt,
  judgeEndResults,
  judgeRetry,
  judgeRetryRow,
  LONGEST_INTERVAL,
  type Retry,
} from './retries.ts';

/** Seconds by which Halo may be late. */
const LATE = 60;

/** Starts runbooks whose call is refused or gets no answer, and waits for Halo's retry. */
export const failingRuns = defineExperiment({
  id: 'failing-runs',
  title: 'how runs that fail end, and how Halo retries them',
  facts: ['end-results', 'run-retry', 'run-retry-row', 'run-no-answer'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 1, requests: 250, minutes: 9 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('failing runs');
    // ilert refuses it, since it has no API key.
    const refused = await runbooks.method(integration, 'refused', {
      path: 'api/alerts',
      body: '{"summary": <<ticket^summary>>}',
    });
    const unreachable = await runbooks.method(integration, 'no answer', {
      resource: 'https://ilert-haloitsm-prove.invalid',
      path: '/',
      method: 0,
    });
    const failed = await runbooks.runbook('failed', [refused]);
    const retried = await runbooks.runbook('retried', [refused], { failure: RETRY_FROM_START });
    // Done only by the edge "Unsuccessful Response".
    const noAnswer = await runbooks.runbook('no answer', [unreachable], { success: FAILED, failure: SUCCESS });
    const summary = lab.name('failing runs');
    for (const runbook of [failed, retried, noAnswer]) await runbooks.bind(runbook, 'new-ticket-event', { summary });

    const ticket = await runbooks.logTicket({ summary });
    const firstRuns = await endedRuns(lab, [failed, retried, noAnswer]);
    const [failedRun, retriedRun, noAnswerRun] = firstRuns;
    observe('run-no-answer', judgeNoAnswer(noAnswerRun, await runbooks.deliveriesOf(noAnswer)));
    if (!failedRun || !retriedRun) {
      const sentence = `Within ${RUN_WAIT} seconds, a new ticket started no runbook that failed.`;
      for (const fact of ['end-results', 'run-retry', 'run-retry-row'] as const) observe(fact, notObserved(sentence));
      return;
    }
    const failedBefore = await runbooks.runsOf(failed);
    const retry = await watchRetry(lab, retried, ticket);
    const isRetried =
      failedBefore.some(announcedRetry) || furtherAttempt(failedBefore, await runbooks.runsOf(failed)) !== undefined;
    observe('end-results', judgeEndResults({ isDone: isDone(failedRun), isRetried }, retry));
    observe('run-retry', judgeRetry(retry));
    observe('run-retry-row', judgeRetryRow(retry));
  },
});

/** Waits until the first run of each runbook has ended. Undefined for those that have not. */
async function endedRuns(lab: Lab, runbooks: readonly Created[]): Promise<(AnyRow | undefined)[]> {
  const look = () => Promise.all(runbooks.map(async (each) => (await lab.runbooks.runsOf(each)).find(hasEnded)));
  return (await lab.until(async () => (await look()).every(Boolean) || undefined, RUN_WAIT)) ? look() : look();
}

/** Changes the ticket of a run that will be retried, and waits for its next attempt. */
async function watchRetry(lab: Lab, runbook: Created, ticket: Created): Promise<Retry> {
  const { runbooks } = lab;
  const changed = lab.name('failing runs, changed');
  await lab.change(ticket, { summary: changed });
  const before = await runbooks.runsOf(runbook);
  const announced = before.map(announcedRetry).find(Boolean);
  const wasDone = before.some(isDone);
  const showsAttempts = before.some((row) => (row.retry_attempts_remaining ?? undefined) !== undefined);
  const seconds = announced?.seconds;
  if (seconds !== undefined && seconds > LONGEST_INTERVAL)
    return { announced, showsAttempts, wasDone, attempt: undefined, sentCurrent: undefined };
  await lab.wait(seconds ?? 0);
  const look = async () => furtherAttempt(before, await runbooks.runsOf(runbook));
  const attempt = await lab.until(look, seconds === undefined ? LONGEST_INTERVAL : LATE);
  const sent = (await runbooks.deliveriesOf(runbook)).map(sentSummary);
  const sentCurrent = sent.includes(changed) || (sent.filter(Boolean).length > 1 ? false : undefined);
  return { announced, showsAttempts, wasDone, attempt, sentCurrent };
}

function sentSummary({ requestbody }: AnyRow): unknown {
  return fieldsOf(parseJson(typeof requestbody === 'string' ? requestbody : '')).summary;
}

/** Judges a run whose call got no answer, and which is done only by the edge "Unsuccessful Response". Pure. */
export function judgeNoAnswer(run: AnyRow | undefined, deliveries: readonly AnyRow[]): Verdict {
  if (deliveries.some(({ responsestatus }) => Number(responsestatus ?? 0) > 0))
    return notObserved('Something, such as a proxy, answered for a host that does not exist.');
  if (!run) return notObserved(`Within ${RUN_WAIT} seconds, no run with a call to a host that does not exist ended.`);
  return isDone(run)
    ? confirmed('A run whose call got no answer followed the edge "Unsuccessful Response".')
    : contradicted('A run whose call got no answer failed, and did not follow the edge "Unsuccessful Response".');
}
