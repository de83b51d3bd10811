import { defineExperiment } from '../../../experiment.ts';
import { callsOf, deadEnd } from '../../../lab/calls.ts';
import type { Lab } from '../../../lab/lab.ts';
import { hasEnded, RUN_WAIT } from '../../../lab/runbook-lab.ts';
import type { Created } from '../../../lab/workspace.ts';
import { bodyOf, CHAINS, DETAILS, type Probe } from './probes.ts';
import * as judge from './verdicts.ts';

/** Logs a ticket that starts runbooks, whose methods send its values in every form, and looks at what they sent. */
export const rendering = defineExperiment({
  id: 'rendering',
  title: "how a ticket's values are rendered in a body, and what a call names",
  facts: [
    'template-values',
    'template-numbers',
    'template-fields',
    'template-unset',
    'template-escaping',
    'template-unresolved-method',
    'delivery-run',
  ],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 1, requests: 140, minutes: 3 },
  async run(lab, observe) {
    const summary = lab.name('rendering');
    const integration = await lab.runbooks.integration('rendering');
    const chains = [];
    for (const probes of CHAINS) chains.push(await chainOf(lab, integration, probes, summary));
    const ticket = await lab.runbooks.logTicket({ summary, details: DETAILS });
    const seen = await seenIn(lab, chains);
    const row = await lab.row(`/Tickets/${ticket.id}?includedetails=true`);
    const { values, numbers, fields, unset, unknownField, escaping, plainText, unresolved } = seen;

    observe('template-values', judge.judgeValues(values, summary));
    observe('template-numbers', judge.judgeNumbers(numbers, ticket.id));
    observe('template-fields', judge.judgeFields(fields));
    observe('template-unset', judge.judgeUnset(unset, row, unknownField));
    observe('template-escaping', judge.judgeEscaping(escaping, values, plainText, ticket.id));
    observe('template-unresolved-method', judge.judgeUnresolved(unresolved, values));
    observe('delivery-run', judge.judgeDelivery(values, ticket.id));
  },
});

/** A runbook with a method for each of its probes. */
interface Chain {
  readonly probes: readonly Probe[];
  readonly runbook: Created;
  readonly methods: readonly Created[];
}

/** Creates a runbook that starts for the ticket. A call that is refused, as all are, is followed by the next one. */
async function chainOf(lab: Lab, integration: Created, probes: readonly Probe[], summary: string): Promise<Chain> {
  const { runbooks } = lab;
  const methods = [];
  for (const probe of probes)
    methods.push(await runbooks.method(integration, probe, { path: deadEnd(lab), body: bodyOf(probe) }));
  const runbook = await runbooks.runbook(`rendering ${probes[0]}`, methods, { goesOn: true });
  await runbooks.bind(runbook, 'new-ticket-event', { summary });
  return { probes, runbook, methods };
}

/** Waits for a run of each chain, and reads the calls. */
async function seenIn(lab: Lab, chains: readonly Chain[]): Promise<Readonly<Record<Probe, judge.Seen>>> {
  const runOf = async ({ runbook }: Chain) => (await lab.runbooks.runsOf(runbook)).find(hasEnded);
  const allEnded = async () => ((await Promise.all(chains.map(runOf))).includes(undefined) ? undefined : true);
  await lab.until(allEnded, RUN_WAIT);
  const seen: Partial<Record<Probe, judge.Seen>> = {};
  for (const chain of chains) {
    const run = await runOf(chain);
    const calls = await callsOf(lab, chain.runbook, chain.methods);
    for (const [index, probe] of chain.probes.entries()) seen[probe] = { run, call: calls[index] };
  }
  return seen as Record<Probe, judge.Seen>;
}
