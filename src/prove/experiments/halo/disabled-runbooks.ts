import { flag, type Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { isSame } from '../../lab/rows.ts';
import { hasEnded, isDone, RUN_WAIT } from '../../lab/runbook-lab.ts';

/** Failures after which Halo should disable the runbook. */
const ATTEMPTS = 1;
/** Seconds within which it does so. */
const DISABLING = 60;
/** Seconds to wait for a run that should not come, after one that should have. */
const GRACE = 20;

/** Lets a runbook fail that Halo should disable then, logs another ticket, and enables the runbook again. */
export const disabledRunbooks = defineExperiment({
  id: 'disabled-runbooks',
  title: 'when Halo disables a runbook, and what that means',
  facts: ['runbook-disabled', 'runbook-disabled-start'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 4, requests: 200, minutes: 10 },
  async run(lab, observe) {
    const trial = await openTrial(lab);
    const { failing } = trial;
    if (!(await trial.starts(failing))) {
      const sentence = `Within ${RUN_WAIT} seconds, a new ticket started no runbook that failed.`;
      observe('runbook-disabled', notObserved(sentence));
      observe('runbook-disabled-start', notObserved(sentence));
      return;
    }
    observe('runbook-disabled', await verdictOnDisabling(lab, trial));
    observe('runbook-disabled-start', await verdictOnStart(lab, trial));
  },
});

/** A runbook that fails, and another one as a control. */
interface Trial {
  readonly failing: Created;
  /** Logs a ticket. @returns whether it has started the runbook within the usual time */
  starts(runbook: Created): Promise<boolean>;
  /** Logs a ticket, and waits for the control. @returns undefined if that has not started */
  startsBesidesControl(runbook: Created): Promise<boolean | undefined>;
}

async function openTrial(lab: Lab): Promise<Trial> {
  const { runbooks } = lab;
  const summary = lab.name('disabling');
  const integration = await runbooks.integration('disabling');
  // ilert refuses it, since it has no API key.
  const refused = await runbooks.method(integration, 'refused', { path: 'api/alerts', body: '{}' });
  const failing = await runbooks.runbook('failing', [refused], {
    fields: { auto_disable_attempts: ATTEMPTS, disabled: false },
  });
  const control = await runbooks.runbook('control', [await runbooks.harmlessMethod(integration)]);
  for (const runbook of [failing, control]) await runbooks.bind(runbook, 'new-ticket-event', { summary });
  const hasStarted = async (runbook: Created, ticket: Created) =>
    (await runbooks.runsOf(runbook)).some(({ ticket_id }) => isSame(ticket_id, ticket.id));
  const untilStarted = async (runbook: Created, ticket: Created) =>
    (await lab.until(async () => (await hasStarted(runbook, ticket)) || undefined, RUN_WAIT)) ?? false;
  return {
    failing,
    starts: async (runbook) => untilStarted(runbook, await runbooks.logTicket({ summary })),
    async startsBesidesControl(runbook) {
      const ticket = await runbooks.logTicket({ summary });
      if (!(await untilStarted(control, ticket))) return undefined;
      await lab.wait(GRACE);
      return hasStarted(runbook, ticket);
    },
  };
}

/** Whether Halo disables the runbook after its failure, or else after a second one. */
async function verdictOnDisabling(lab: Lab, { failing, starts }: Trial): Promise<Verdict> {
  const { auto_disable_attempts: attempts, disabled } = await readRunbook(lab, failing);
  if ((disabled ?? undefined) === undefined) return notObserved('Halo does not show whether a runbook is disabled.');
  if (Number(attempts) !== ATTEMPTS) return notObserved('Halo does not keep `auto_disable_attempts`.');
  if (await becomesDisabled(lab, failing))
    return confirmed('With `auto_disable_attempts` 1, Halo disabled a runbook after one failure.');
  if (!(await starts(failing))) return notObserved('A second ticket did not start the runbook that should fail.');
  const isDisabledNow = await becomesDisabled(lab, failing);
  if (!(await lab.runbooks.runsOf(failing)).every(hasFailed))
    return notObserved('Not every run of the runbook that should fail has failed.');
  return isDisabledNow
    ? contradicted('With `auto_disable_attempts` 1, Halo disabled a runbook only after a second failure.')
    : contradicted('With `auto_disable_attempts` 1, Halo did not disable a runbook after two failures.');
}

/** Whether the runbook starts while it is disabled, by Halo or else by a request, and after it is enabled again. */
async function verdictOnStart(lab: Lab, { failing, startsBesidesControl }: Trial): Promise<Verdict> {
  if (!(await isDisabled(lab, failing))) await lab.change(failing, { disabled: true });
  if (!(await isDisabled(lab, failing)))
    return notObserved('Halo did not disable the runbook, and did not keep `disabled` when it was posted.');
  const started = await startsBesidesControl(failing);
  if (started === undefined) return notObserved(`Within ${RUN_WAIT} seconds, a new ticket started no runbook.`);
  if (started) return contradicted('A ticket started a runbook that is disabled.');
  await lab.change(failing, { disabled: false });
  if (await isDisabled(lab, failing)) return contradicted('`disabled: false` did not enable the runbook again.');
  const startsAgain = await startsBesidesControl(failing);
  if (startsAgain === undefined) return notObserved(`Within ${RUN_WAIT} seconds, a last ticket started no runbook.`);
  return startsAgain
    ? confirmed('While it was disabled, no ticket started the runbook; after `disabled: false` a ticket did.')
    : contradicted('After `disabled: false`, a ticket started another runbook, but not this one.');
}

async function becomesDisabled(lab: Lab, runbook: Created): Promise<boolean> {
  return (await lab.until(async () => (await isDisabled(lab, runbook)) || undefined, DISABLING)) ?? false;
}

async function isDisabled(lab: Lab, runbook: Created): Promise<boolean> {
  return flag((await readRunbook(lab, runbook)).disabled) === true;
}

function hasFailed(run: Raw): boolean {
  return hasEnded(run) && !isDone(run);
}

function readRunbook(lab: Lab, { id }: Created): Promise<Raw> {
  return lab.row(`/Webhook/${id}?includedetails=true`);
}
