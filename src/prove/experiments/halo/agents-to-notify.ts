import { NOBODY, recipientOf } from '../../../providers/halo/failure-notification.ts';
import { flag, numericId, type Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { ifRefused } from '../../lab/refused.ts';

/** IDs up to this one are Halo's own agents, such as "Unassigned". */
const HALO_S_OWN = 1;
/** How many agents to try: Halo may refuse one. */
const MOST_CANDIDATES = 3;

/**
 * Reads the list of agents, and sets one as the agent to notify of failures of a runbook. The runbook is inactive, so
 * nobody is notified.
 */
export const agentsToNotify = defineExperiment({
  id: 'agents-to-notify',
  title: 'what the list of agents shows, and whether a runbook keeps the agent to notify',
  facts: ['agents', 'failure-notification'],
  cost: { creates: ['integration', 'method', 'webhook'], requests: 15, minutes: 0.2 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const { halo } = lab.clients;
    const { rows: every } = await halo.everyRow('/Agent?includeenabled=true&includedisabled=true');
    observe('agents', agentsInWords(every, (await halo.everyRow('/Agent')).rows));

    const candidates = agentsIn(every).slice(0, MOST_CANDIDATES);
    if (candidates.length === 0) {
      observe('failure-notification', notObserved('The list of agents has nobody who could be notified.'));
      return;
    }
    const integration = await runbooks.integration('notification');
    const method = await runbooks.harmlessMethod(integration);
    const runbook = await runbooks.runbook('notification', [method], { active: false });
    const recipient = async () => recipientOf(await halo.runbook(runbook.id));
    const accepts = (id: number) =>
      lab.change(runbook, { notify_on_failure: true, notify_on_failure_tech: id }).catch(ifRefused);
    let id: number | undefined;
    for (const candidate of candidates) if (id === undefined && (await accepts(candidate))) id = candidate;
    if (id === undefined) {
      observe('failure-notification', notObserved('None of the listed agents is accepted as the one to notify.'));
      return;
    }
    const set = (await recipient()) === id;
    await lab.change(runbook, { notify_on_failure: false, notify_on_failure_tech: NOBODY });
    const unset = (await recipient()) === NOBODY;
    if (!set) observe('failure-notification', contradicted('A runbook does not keep the agent to notify of failures.'));
    else if (!unset)
      observe(
        'failure-notification',
        contradicted('The agent to notify of failures was set, and could not be removed again.'),
      );
    else
      observe(
        'failure-notification',
        confirmed('A runbook kept the agent to notify of failures, and later that there is none.'),
      );
  },
});

/** IDs of the agents who can be notified, those first whose row says the most. Pure. */
export function agentsIn(rows: readonly Raw[]): number[] {
  const isClear = ({ name, email, isdisabled }: Raw) =>
    Number((name ?? '') !== '') + Number((email ?? '') !== '') + Number(flag(isdisabled) === false);
  return rows
    .filter((row) => !isDisabled(row))
    .toSorted((one, other) => isClear(other) - isClear(one))
    .flatMap(({ id }) => numericId(id) ?? [])
    .filter((id) => id > HALO_S_OWN);
}

/**
 * Judges the list of agents. Pure.
 *
 * @param every the list with `includedisabled=true`
 * @param usual the list without
 */
export function agentsInWords(every: readonly Raw[], usual: readonly Raw[]): Verdict {
  if (every.length === 0) return notObserved('The list of agents is empty.');
  const lacks = (field: string) => !every.some((row) => field in row);
  const missing = ['name', 'isdisabled'].filter(lacks);
  if (missing.length > 0)
    return contradicted(`No agent is listed with the field ${missing.map((field) => `\`${field}\``).join(' or ')}.`);
  if (usual.some(isDisabled)) return contradicted('A disabled agent is also listed without `includedisabled=true`.');
  // A field that is not set may be left out (fact `halo-rows-of-others`).
  if (lacks('email')) return notObserved('No agent is listed with an e-mail address; perhaps none has one.');
  const disabled = every.filter(isDisabled);
  if (disabled.length === 0)
    return notObserved(
      'Agents are listed with name, e-mail address and `isdisabled`. None is disabled, so it was not seen when disabled ones are listed.',
    );
  return confirmed(
    'Agents are listed with name, e-mail address and `isdisabled`, and disabled ones only with `includedisabled=true`.',
  );
}

function isDisabled({ isdisabled }: Raw): boolean {
  return flag(isdisabled) === true;
}
