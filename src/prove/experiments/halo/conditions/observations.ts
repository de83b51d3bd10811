import { objectsIn } from '../../../../engine/values.ts';
import { COLUMNS } from '../../../../providers/halo/ticket-condition.ts';
import { notObserved, type Observe, type Verdict } from '../../../experiment.ts';
import type { Created, Lab } from '../../../lab/lab.ts';
import type { Bound, ConditionBench } from './bench.ts';
import type { Probe } from './probes.ts';
import { type Column, type ColumnValues, readTicket, valueIn } from './ticket-values.ts';
import { type Alternatives, COLUMN_NAMES, judgeColumn, judgeOperators, type Trial } from './verdicts.ts';

/** A runbook that is bound to try a condition. */
export type BoundProbe = Bound & { readonly probe: Probe };

/** What was bound to a ticket, and what is known about it. */
interface Tried {
  readonly bench: ConditionBench;
  readonly alternatives: Alternatives;
  readonly values: readonly ColumnValues[];
  readonly bound: readonly BoundProbe[];
  readonly ticket: Created;
}

/** The fact about each column. */
export const COLUMN_FACTS = {
  requesttypenew: 'condition-requesttypenew',
  seriousness: 'condition-seriousness',
  sectio_: 'condition-sectio_',
} as const satisfies Record<Column, string>;

type Fact = 'condition-operators' | (typeof COLUMN_FACTS)[Column];

const ALTERNATIVES =
  "Not tried: meeting one of several conditions is enough here, so someone else's ticket might start the runbook.";

/** Observes what the ticket showed about each column and each operator. */
export async function observeConditions(lab: Lab, observe: Observe<Fact>, tried: Tried): Promise<void> {
  const { alternatives, values } = tried;
  const row = await readTicket(lab, tried.ticket);
  const columns = new Map<Column, Verdict>();
  for (const column of Object.values(COLUMNS)) {
    const value = values.find((each) => each.column === column)?.value;
    const verdict = await verdictOnColumn(lab, tried, column, value !== undefined && valueIn(row, column) === value);
    columns.set(column, verdict);
    observe(COLUMN_FACTS[column], verdict);
  }
  const hasNumbers = columns.get(COLUMNS.ticketType)?.answer === 'confirmed';
  observe(
    'condition-operators',
    alternatives.onOneColumn === false && alternatives.onTwoColumns === false
      ? judgeOperators(await trialsOf(tried, 'text'), hasNumbers ? await trialsOf(tried, 'number') : undefined)
      : notObserved(ALTERNATIVES),
  );
}

async function verdictOnColumn(lab: Lab, tried: Tried, column: Column, hasValue: boolean): Promise<Verdict> {
  if (tried.alternatives.onTwoColumns !== false) return notObserved(ALTERNATIVES);
  if (!hasValue) return notObserved(`No ticket could be given a value for ${COLUMN_NAMES[column]}.`);
  const event = tried.bound.find(({ probe }) => probe.group === column)?.event;
  return judgeColumn(column, await trialsOf(tried, column), event && (await isKept(lab, event)));
}

/** Whether Halo stores the second of two conditions; undefined if it lists none at all. */
export async function isKept(lab: Lab, { id }: Created): Promise<boolean | undefined> {
  const { length } = objectsIn((await lab.clients.halo.event(id)).conditions);
  return length === 0 ? undefined : length > 1;
}

function trialsOf({ bench, bound, ticket }: Tried, group: Probe['group']): Promise<Trial[]> {
  const ofGroup = bound.filter(({ probe }) => probe.group === group);
  return Promise.all(
    ofGroup.map(async ({ probe, ...each }): Promise<Trial> => {
      if (!each.event) return { probe, outcome: 'refused' };
      return { probe, outcome: (await bench.hasStarted(each, ticket)) ? 'started' : 'held back' };
    }),
  );
}
