import { COLUMNS, equals } from '../../../../providers/halo/ticket-condition.ts';
import { defineExperiment, notObserved } from '../../../experiment.ts';
import type { Created, Lab } from '../../../lab/lab.ts';
import { ifRefused } from '../../../lab/refused.ts';
import { RUN_WAIT } from '../../../lab/runbook-lab.ts';
import { type Bound, type ConditionBench, openConditionBench } from './bench.ts';
import { type BoundProbe, COLUMN_FACTS, isKept, observeConditions } from './observations.ts';
import { columnProbes, numberProbes, type Probe, textProbes } from './probes.ts';
import { type ColumnValues, chooseValues, unusualFields } from './ticket-values.ts';
import { type Alternatives, judgeAll, judgeSeveral } from './verdicts.ts';

const OF_CONDITIONS = ['condition-operators', ...Object.values(COLUMN_FACTS)] as const;
const FACTS = ['conditions-all', 'events-several', ...OF_CONDITIONS] as const;

type Combined = Awaited<ReturnType<typeof bindCombinations>>;

/**
 * Binds runbooks to new tickets with further conditions, and logs two tickets. The first shows whether a ticket must
 * meet all conditions. Only if so, single conditions are tried with the second: otherwise tickets of others could start
 * a runbook.
 */
export const conditions = defineExperiment({
  id: 'conditions',
  title: 'which tickets the conditions of an event let through',
  facts: FACTS,
  cost: { creates: ['integration', 'method', 'webhook', 'event'], tickets: 2, requests: 300, minutes: 6 },
  async run(lab, observe) {
    const bench = await openConditionBench(lab);
    const summaries = { first: lab.name('conditions 1'), second: lab.name('conditions 2') };
    const combined = await bindCombinations(bench, summaries, lab.name('nobody'));
    const { controls, several, secondRow } = combined;

    const first = await lab.runbooks.logTicket({ summary: summaries.first });
    await bench.untilStarted([controls.first, several], first);
    if (!(await bench.hasStarted(controls.first, first))) {
      const sentence = `Within ${RUN_WAIT} seconds, a new ticket started no runbook.`;
      for (const fact of FACTS) observe(fact, notObserved(sentence));
      return;
    }
    const values = await chooseValues(lab, first);
    const probes = probesFor(await alternativesSeen(lab, bench, combined, first), values, summaries.second);
    const bound = await bindProbes(bench, probes, summaries.second);

    const plain = { summary: summaries.second };
    // A tenant may refuse a value in a new ticket.
    const valued = await lab.runbooks.logTicket({ ...plain, ...unusualFields(values) }).catch(ifRefused);
    const second = valued ?? (await lab.runbooks.logTicket(plain));
    const expected = bound.filter(({ probe, event }) => event && probe.letsThrough);
    await bench.untilStarted([controls.second, several, ...expected], second);
    // A run of the first ticket may have been listed only meanwhile.
    const alternatives = await alternativesSeen(lab, bench, combined, first);
    observe('conditions-all', judgeAll(alternatives));
    if (!(await bench.hasStarted(controls.second, second))) {
      const sentence = `Within ${RUN_WAIT} seconds, a second ticket started no runbook.`;
      for (const fact of ['events-several', ...OF_CONDITIONS] as const) observe(fact, notObserved(sentence));
      return;
    }
    observe(
      'events-several',
      judgeSeveral({
        isRefused: secondRow === undefined,
        startedByFirst: await bench.hasStarted(several, first),
        startedBySecond: await bench.hasStarted(several, second),
      }),
    );
    await observeConditions(lab, observe, { bench, alternatives, values, bound, ticket: second });
  },
});

/** Binds what shows how the conditions of an event, and several events of a runbook, work together. */
async function bindCombinations(
  bench: ConditionBench,
  { first, second }: { readonly first: string; readonly second: string },
  nobody: string,
) {
  const controls = { first: await bench.bound('control 1', first), second: await bench.bound('control 2', second) };
  const several = await bench.bound('two events', first);
  const secondRow = await bench.bind(several.runbook, second);
  return {
    controls,
    several,
    secondRow,
    oneColumn: await bench.bound('one column', first, [equals('symptom', `${first} of another ticket`)]),
    twoColumns: await bench.bound('two columns', first, [equals('reportedby', nobody)]),
  };
}

async function alternativesSeen(
  lab: Lab,
  bench: ConditionBench,
  { oneColumn, twoColumns }: Combined,
  ticket: Created,
): Promise<Alternatives> {
  const seen = async (bound: Bound) => {
    const isWhole = bound.event !== undefined && (await isKept(lab, bound.event)) !== false;
    return isWhole ? bench.hasStarted(bound, ticket) : undefined;
  };
  return { onOneColumn: await seen(oneColumn), onTwoColumns: await seen(twoColumns) };
}

/** Only conditions that nobody else's ticket can meet together with the summary of ours. */
function probesFor(
  { onOneColumn, onTwoColumns }: Alternatives,
  values: readonly ColumnValues[],
  summary: string,
): Probe[] {
  if (onTwoColumns !== false) return [];
  const type = values.find(({ column }) => column === COLUMNS.ticketType);
  return [
    ...(onOneColumn === false ? textProbes(summary) : []),
    ...values.flatMap(columnProbes),
    ...(type ? numberProbes(Number(type.value)) : []),
  ];
}

async function bindProbes(bench: ConditionBench, probes: readonly Probe[], summary: string): Promise<BoundProbe[]> {
  const bound: BoundProbe[] = [];
  for (const probe of probes)
    bound.push({ probe, ...(await bench.bound(`condition ${bound.length + 1}`, summary, [probe.condition])) });
  return bound;
}
