import { confirmed, contradicted, notObserved, type Verdict } from '../../../experiment.ts';
import type { Probe } from './probes.ts';
import type { Column } from './ticket-values.ts';

/** What happened to a probe: Halo refused the condition, or the ticket started the runbook or not. */
export type Outcome = 'started' | 'held back' | 'refused';

export interface Trial {
  readonly probe: Pick<Probe, 'subject' | 'letsThrough'>;
  readonly outcome: Outcome;
}

/** Judges all operators. @param numbers undefined if no column with numbers works in conditions */
export function judgeOperators(texts: readonly Trial[], numbers: readonly Trial[] | undefined): Verdict {
  const trials = [...texts, ...(numbers ?? [])];
  const unclear = subjectsOf(
    trials,
    ({ probe, outcome }) => isDemanding(probe.subject) && outcome !== 'started' && probe.letsThrough,
  );
  const refused = subjectsOf(trials, ({ probe, outcome }) => outcome === 'refused' && !isDemanding(probe.subject));
  if (refused !== '') return contradicted(`Halo refuses conditions with the operators ${refused}.`);
  const wrong = subjectsOf(trials, isOtherwise);
  if (wrong !== '')
    return contradicted(`Conditions with these operators let other tickets through than assumed: ${wrong}.`);
  if (unclear !== '')
    return notObserved(`The operators ${unclear} let no ticket through; Halo may want other values for them.`);
  const shown = subjectsOf(trials, () => true);
  return numbers
    ? confirmed(`Conditions with these operators let tickets through, or hold them back, as assumed: ${shown}.`)
    : notObserved(
        `The operators ${shown} work as assumed; 5 to 8, which compare numbers, were not tried, since conditions on the ticket type do not work as assumed.`,
      );
}

/** What people call a column. */
export const COLUMN_NAMES: Readonly<Record<Column, string>> = {
  requesttypenew: 'the ticket type (`requesttypenew`)',
  seriousness: 'the priority (`seriousness`)',
  sectio_: 'the team (`sectio_`)',
};

/** Judges a column. @param isKept whether Halo stored its condition; undefined if Halo does not show that */
export function judgeColumn(column: Column, trials: readonly Trial[], isKept: boolean | undefined): Verdict {
  const condition = `condition on ${COLUMN_NAMES[column]}`;
  if (trials.some(({ outcome }) => outcome === 'refused')) return contradicted(`Halo refuses a ${condition}.`);
  const [through, holding] = [true, false].map((way) => trials.find(({ probe }) => probe.letsThrough === way));
  if (isKept === false && holding?.outcome !== 'held back') return contradicted(`Halo does not store a ${condition}.`);
  if (through?.outcome === 'held back') return contradicted(`A ${condition} held back a ticket that has the value.`);
  if (holding?.outcome === 'started')
    return contradicted(`A ${condition} let a ticket through that has another value.`);
  if (!through || !holding)
    return notObserved(
      `The tenant has no two values for ${COLUMN_NAMES[column]}, so that no ticket could be held back.`,
    );
  return confirmed(`A ${condition} lets a ticket with the value through, and holds back one with another value.`);
}

/** Whether conditions are alternatives; undefined if Halo refuses or drops one of them. */
export interface Alternatives {
  /** Two conditions on one column. */
  readonly onOneColumn: boolean | undefined;
  /** Two conditions on different columns. */
  readonly onTwoColumns: boolean | undefined;
}

/** Judges whether a ticket must meet all conditions. */
export function judgeAll({ onOneColumn, onTwoColumns }: Alternatives): Verdict {
  if (onTwoColumns)
    return contradicted('A ticket that met only one of the two conditions of an event started its runbook.');
  if (onOneColumn)
    return contradicted(
      'A ticket that met only one of the two conditions of an event, both on the same column, started its runbook.',
    );
  if (onTwoColumns === undefined) return notObserved('Halo refuses or drops the second of two conditions of an event.');
  return confirmed(
    'A ticket that met only one of the two conditions of an event did not start its runbook. It did start a runbook with just the condition that it met.',
  );
}

/** What a second row of an event did. */
export interface SecondRow {
  readonly isRefused: boolean;
  /** Whether the ticket of each row's condition started the runbook. */
  readonly startedByFirst: boolean;
  readonly startedBySecond: boolean;
}

/** Judges whether a runbook may have several rows of one event. */
export function judgeSeveral({ isRefused, startedByFirst, startedBySecond }: SecondRow): Verdict {
  if (isRefused) return contradicted('Halo refuses to bind a runbook to the same event twice.');
  if (startedByFirst && startedBySecond)
    return confirmed('A runbook was bound to one event twice, and started for the tickets that met either condition.');
  return contradicted(
    startedByFirst || startedBySecond
      ? `A runbook was bound to one event twice, and started only for the ticket that met the ${startedByFirst ? 'first' : 'second'} condition.`
      : 'A runbook that was bound to one event twice did not start for a ticket that met either condition, while another runbook did.',
  );
}

/** Operators that may not work on every column, or want their values in another form: sets, and comparisons. */
function isDemanding(subject: string): boolean {
  return /^(5|6|7|8|23|24) /.test(subject);
}

function isOtherwise({ probe, outcome }: Trial): boolean {
  if (isDemanding(probe.subject)) return outcome === 'started' && !probe.letsThrough;
  return outcome !== (probe.letsThrough ? 'started' : 'held back');
}

function subjectsOf(trials: readonly Trial[], isMeant: (trial: Trial) => boolean): string {
  return [...new Set(trials.filter(isMeant).map(({ probe }) => probe.subject))].join(', ');
}
