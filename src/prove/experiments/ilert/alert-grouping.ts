import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import { ApiError } from '../../../errors/api-error.ts';
import type { Alert } from '../../../providers/ilert/schemas.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Fields, Lab } from '../../lab/lab.ts';

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

/** Seconds in which ilert has surely processed an event. */
const GRACE = 10;

/** Sends three tickets to a source of each kind of grouping. */
export const alertGrouping = defineExperiment({
  id: 'alert-grouping',
  title: 'which alerts take in further tickets',
  facts: ['ilert-grouping'],
  cost: { alerts: 10, requests: 150, minutes: 2 },
  async run(lab, observe) {
    const seen = await Promise.all(KINDS.map((kind) => group(lab, kind)));
    const control = await lab.alerts.source('not grouped');
    const ticket = { id: 959, summary: lab.name('not grouped') };
    await lab.alerts.send(control, ticket);
    const isProcessed =
      (await lab.alerts.until(control, (each) => alertOf([each], ticket) !== undefined)) !== undefined;
    observe(
      'ilert-grouping',
      judgeGroupings(
        seen.filter((each) => each !== undefined),
        isProcessed,
      ),
    );
  },
});

/** @returns undefined for a kind that the account does not have, or if there was no alert */
async function group(lab: Lab, { name, fields, end }: Kind): Promise<Grouped | undefined> {
  const { alerts } = lab;
  const source = await alerts.source(name, fields).catch(unlessRefused);
  if (!source) return undefined;
  // An alert of the kind that groups until accepted must stay as it is.
  const options = { accept: end !== 'accept' };
  const send = (id: number) => alerts.send(source, { id, summary: lab.name(`${name}, ticket ${id}`) });
  await send(951);
  const first = await alerts.until(source, () => true, options);
  if (!first) return undefined;
  await send(952);
  await lab.wait(GRACE);
  const joined = (await alerts.of(source, options)).length === 1;
  await alerts[end](first);
  const wanted = end === 'accept' ? 'ACCEPTED' : 'RESOLVED';
  const isEnded = (each: Alert) => each.id === first.id && each.status === wanted;
  const hasEnded = (await alerts.until(source, isEnded, { ...options, seconds: GRACE })) !== undefined;
  if (!joined || !hasEnded) return { name, joined, parted: undefined };
  await send(953);
  const second = await alerts.until(source, ({ id }) => id !== first.id);
  return { name, joined, parted: second !== undefined };
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.status === undefined || error.status >= 500) throw error;
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
  return confirmed(`With grouping ${names(shown)}, an open alert took in a second ticket, and none once it had ended.`);
}
