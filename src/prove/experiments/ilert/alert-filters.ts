import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import type { Alert } from '../../../providers/ilert/schemas.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Source } from '../../lab/alert-lab.ts';
import type { Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';

const TYPE_FILTERS = {
  eventTypeFilterCreate: "event.summary contains 'begins'",
  eventTypeFilterAccept: "event.summary contains 'taken'",
  eventTypeFilterResolve: "event.summary contains 'ends'",
} as const;

/** What three filters of a source by type of event did. */
export interface TypeFilters {
  /** Whether the source has them when it is read again. */
  readonly stored: boolean;
  /** Whether an event that none of them fits created an alert. */
  readonly createdOther: boolean;
  /** Whether the events that they fit did so. */
  readonly created: boolean;
  readonly accepted: boolean;
  readonly resolved: boolean;
  /** Whether a later event of a source without them has been processed. */
  readonly isProcessed: boolean;
}

/** Seconds in which an event that came before another one is surely processed as well. */
const GRACE = 6;

/** Posts events that filters exclude, or that they turn into something. */
export const alertFilters = defineExperiment({
  id: 'alert-filters',
  title: 'what the filters of an alert source do with events',
  facts: ['ilert-filtered', 'ilert-event-type-filters'],
  cost: { creates: ['alert-source'], alerts: 5, requests: 120, minutes: 3 },
  async run(lab, observe) {
    const { alerts } = lab;
    const source = await alerts.source('filter', { eventFilter: "event.summary contains 'passes'" });
    const excluded = { id: 961, summary: lab.name('excluded') };
    const passing = { id: 962, summary: lab.name('passes') };
    const status = await alerts.send(source, excluded);
    await alerts.send(source, passing);
    const alert = await alerts.until(source, (each) => alertOf([each], passing) !== undefined);
    const isProcessed = alert !== undefined;
    if (isProcessed) await lab.wait(GRACE);
    const isExcluded = isProcessed && !alertOf(await alerts.of(source), excluded);
    observe('ilert-filtered', judgeFilter({ status, isProcessed, isExcluded }));
    observe('ilert-event-type-filters', await tryTypeFilters(lab, source));
  },
});

/** @param other a source without such filters, for a later event */
async function tryTypeFilters(lab: Lab, other: Source): Promise<Verdict> {
  const source = await lab.alerts.source('type filters', TYPE_FILTERS).catch(ifRefused);
  if (!source) return contradicted('ilert refuses these filters for a source of this type.');
  const done = await useTypeFilters(lab, source);
  if (done.created && done.accepted && done.resolved) return judgeTypeFilters({ ...done, isProcessed: true });
  const last = { id: 963, summary: lab.name('passes last') };
  await lab.alerts.send(other, last);
  const alert = await lab.alerts.until(other, (each) => alertOf([each], last) !== undefined);
  return judgeTypeFilters({ ...done, isProcessed: alert !== undefined });
}

async function useTypeFilters(lab: Lab, source: Source): Promise<Omit<TypeFilters, 'isProcessed'>> {
  const { alerts } = lab;
  const include = Object.keys(TYPE_FILTERS).map((name) => `include=${name}`);
  const read = (await lab.read('ilert', `/alert-sources/${source.id}?${include.join('&')}`)) as Raw;
  const stored = Object.keys(TYPE_FILTERS).every((name) => Boolean(read[name]));
  const ticket = (what: string) => ({ id: 971, summary: lab.name(what) });
  const other = { id: 972, summary: lab.name('neither') };
  const becomes = async (...wanted: readonly string[]) => {
    const fits = (each: Alert) =>
      wanted.some((status) => status === each.status) && alertOf([each], ticket('begins')) !== undefined;
    return (await alerts.until(source, fits, UNTOUCHED)) !== undefined;
  };
  await alerts.send(source, other);
  await alerts.send(source, ticket('begins'));
  // Whoever is notified may accept it at once.
  const created = await becomes('PENDING', 'ACCEPTED');
  if (created) await lab.wait(GRACE);
  const createdOther = alertOf(await alerts.of(source, UNTOUCHED), other) !== undefined;
  if (!created) return { stored, createdOther, created, accepted: false, resolved: false };
  await alerts.send(source, ticket('taken'));
  const accepted = await becomes('ACCEPTED');
  await alerts.send(source, ticket('ends'));
  const resolved = await becomes('RESOLVED');
  return { stored, createdOther, created, accepted, resolved };
}

/** Only ilert is to change the state of the alert. */
const UNTOUCHED = { accept: false };

interface Filtered {
  /** The HTTP status for the excluded event. */
  readonly status: number;
  /** Whether an event that passes the filter got its alert. */
  readonly isProcessed: boolean;
  /** Whether the excluded event got none. */
  readonly isExcluded: boolean;
}

/** Says how ilert answers an event that a filter excludes. Pure. */
export function judgeFilter({ status, isProcessed, isExcluded }: Filtered): Verdict {
  if (!isProcessed) return notObserved('An event that passes the filter created no alert either.');
  if (!isExcluded) return notObserved('The filter did not exclude an event.');
  return status === 202
    ? confirmed('An event that the filter excludes was answered with HTTP 202 and created no alert.')
    : contradicted(`An event that the filter excludes was answered with HTTP ${status}.`);
}

/** Says whether filters by type of event work for this type of source. Pure. */
export function judgeTypeFilters(seen: TypeFilters): Verdict {
  const drops = 'ilert accepts these filters for a source of this type and drops them.';
  if (seen.createdOther && !seen.stored) return contradicted(drops);
  if (seen.createdOther) return contradicted('An event that no filter fits created an alert.');
  const failed = (['created', 'accepted', 'resolved'] as const).filter((each) => !seen[each]);
  if (failed.length === 0) return confirmed('Events created, accepted and resolved an alert as the filters say.');
  if (!seen.isProcessed) return notObserved('ilert created no alert in time, even without these filters.');
  return seen.stored
    ? contradicted(`By the filters, an alert should have been ${failed.join(', ')}, and was not.`)
    : contradicted(drops);
}
