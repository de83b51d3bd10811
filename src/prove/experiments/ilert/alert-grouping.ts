import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import type { Alert } from '../../../providers/ilert/schemas.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Fields, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';

/** A kind of grouping, and what ends that an alert takes in events. */
interface Kind {
  readonly name: string;
  readonly fields: Fields;
  readonly end: 'resolve' | 'accept';
}

const KINDS: readonly Kind[] = [
  { name: 'until resolved', fields: { alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }, end: 'resolve' },
  { name: 'until accepted', fields: { alertCreation: 'ONE_PENDING_ALERT_ALLOWED' }, end: 'accept' },
  {
    name: 'time-based',
    fields: { alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW', alertGroupingWindow: 'PT1H' },
    end: 'resolve',
  },
];

/** What a kind of grouping did with three tickets. */
export interface Grouped {
  readonly name: string;
  /** Whether the second ticket, while the first had an open alert, got no alert of its own. */
  readonly joined: boolean;
  /** Whether the third ticket, after that alert had been resolved or accepted, got one; undefined if it was not. */
  readonly parted: boolean | undefined;
}

/** The statuses of an alert that was ended. Somebody may have resolved one that was to be accepted. */
const ENDED = { accept: ['ACCEPTED', 'RESOLVED'], resolve: ['RESOLVED'] } as const satisfies Record<
  Kind['end'],
  unknown
>;

/** Seconds in which ilert has probably processed an event. */
const GRACE = 10;

/** Sends three tickets to a source of each kind of grouping. */
export const alertGrouping = defineExperiment({
  id: 'alert-grouping',
  title: 'which alerts take in further tickets',
  facts: ['ilert-grouping'],
  cost: { creates: ['alert-source'], alerts: 10, requests: 180, minutes: 2.5 },
  async run(lab, observe) {
    // All of them come to an end, since a lab must not be used once its experiment is over.
    const outcomes = await Promise.allSettled(KINDS.map((kind) => group(lab, kind)));
    const seen = outcomes.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
    const failure = outcomes.find((each) => each.status === 'rejected');
    if (seen.length === 0 && failure) throw failure.reason;
    const isStuck = seen.some(({ parted }) => parted === false);
    observe('ilert-grouping', judgeGroupings(seen, isStuck && (await isProcessing(lab))));
  },
});

/** @returns undefined for a kind that the account does not have, or if events were not processed in time */
async function group(lab: Lab, { name, fields, end }: Kind): Promise<Grouped | undefined> {
  const { alerts } = lab;
  const source = await alerts.source(name, fields).catch(ifRefused);
  if (!source) return undefined;
  // An alert of the kind that groups until accepted must stay as it is.
  const options = { accept: end !== 'accept' };
  const ticket = (id: number) => ({ id, summary: lab.name(`${name}, ticket ${id}`) });
  const [one, two, three] = [ticket(951), ticket(952), ticket(953)];
  await alerts.send(source, one);
  const first = await alerts.until(source, (each) => alertOf([each], one) !== undefined, options);
  if (!first) return undefined;
  const others = (all: readonly Alert[]) => all.filter(({ id }) => id !== first.id);
  await alerts.send(source, two);
  await lab.wait(GRACE);
  if (others(await alerts.of(source, options)).length > 0) return { name, joined: false, parted: undefined };
  await alerts[end](first);
  const isEnded = ({ id, status }: Alert) => id === first.id && ENDED[end].some((ended) => ended === status);
  const hasEnded = await alerts.until(source, isEnded, { ...options, seconds: GRACE });
  if (!hasEnded) return { name, joined: true, parted: undefined };
  await alerts.send(source, three);
  const next = await alerts.until(source, ({ id }) => id !== first.id);
  // Processed so late, the second ticket may well have one of its own.
  const isLate = alertOf(others(await alerts.of(source)), two) !== undefined;
  return isLate ? undefined : { name, joined: true, parted: next !== undefined };
}

/** Whether ilert turns an event that no alert can take in into an alert in time. */
async function isProcessing({ alerts, name }: Lab): Promise<boolean> {
  const source = await alerts.source('not grouped').catch(() => undefined);
  if (!source) return false;
  const ticket = { id: 959, summary: name('not grouped') };
  await alerts.send(source, ticket);
  return (await alerts.until(source, (each) => alertOf([each], ticket) !== undefined)) !== undefined;
}

/** Says whether open alerts took in tickets, and others did not. Pure. @param isProcessed whether a later event was */
export function judgeGroupings(seen: readonly Grouped[], isProcessed: boolean): Verdict {
  const names = (kinds: readonly Grouped[]) => kinds.map(({ name }) => `"${name}"`).join(', ');
  const apart = seen.filter(({ joined }) => !joined);
  if (apart.length > 0)
    return contradicted(`With grouping ${names(apart)}, a second ticket got an alert of its own while one was open.`);
  const stuck = seen.filter(({ parted }) => parted === false);
  if (stuck.length > 0 && isProcessed)
    return contradicted(`With grouping ${names(stuck)}, an alert took in a ticket after it had been ended.`);
  const shown = seen.filter(({ parted }) => parted === true);
  if (shown.length === 0)
    return notObserved('No alert was grouped and then ended; the plan of the account may not include grouping.');
  return confirmed(
    `With grouping ${names(shown)}, an open alert took in a second ticket, and no further one once it had ended.`,
  );
}
