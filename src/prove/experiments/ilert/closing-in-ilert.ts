import { alertOf, isKeyOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import type { Alert } from '../../../providers/ilert/schemas.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { EVENT_WAIT, type Source, STATUS, type TestTicket } from '../../lab/alert-lab.ts';
import type { Lab } from '../../lab/lab.ts';

/** How a status could say that a ticket is over, each alone. */
const WAYS = {
  'the name of the status, in any case': { status: { id: 77, name: 'cLOSED', shortname: '-' }, status_id: 77 },
  'the short name of the status, in any case': { status: { id: 77, name: '-', shortname: 'RESOLVED' }, status_id: 77 },
  'the ID of the status': { status: { id: STATUS.closed.id }, status_id: STATUS.closed.id },
} as const;
type Way = keyof typeof WAYS;
const WAY_NAMES = Object.keys(WAYS) as Way[];

const OTHER_STATUS = { id: 2, name: 'In Progress', shortname: 'In Progress' };
/** Seconds in which an event that came before others is surely processed as well. */
const GRACE = 6;

/** What became of the alerts of tickets whose status changed. */
export interface Closings {
  /** Whether the usual event of a closed ticket resolved its alert. */
  readonly usual: boolean;
  /** Whether each status did so that says it in one way only. */
  readonly ways: Readonly<Record<Way, boolean>>;
  /** Whether a status did so that is neither closed nor resolved. */
  readonly other: boolean;
  /** Whether an event that was sent later has been processed. */
  readonly isProcessed: boolean;
}

/** Opens an alert for each of several tickets, and closes them in several ways. */
export const closingInIlert = defineExperiment({
  id: 'closing-in-ilert',
  title: 'which status of a ticket resolves its alert, and to which alert an event belongs',
  facts: ['ilert-resolves', 'ilert-over', 'ilert-own-grouping', 'ilert-alert-key-case'],
  cost: { creates: ['alert-source'], alerts: 8, requests: 100, minutes: 2 },
  async run(lab, observe) {
    const { alerts } = lab;
    const source = await alerts.source('closing');
    const ticket = (id: number | string, what: string): TestTicket & { summary: string } => ({
      id,
      summary: lab.name(what),
    });
    const usual = ticket(911, 'usual status');
    const other = ticket(912, 'other status');
    const ways = WAY_NAMES.map((way, index) => ({ way, ticket: ticket(921 + index, `way ${index + 1}`) }));
    const tickets = [usual, other, ...ways.map((each) => each.ticket)];
    for (const each of tickets) await alerts.send(source, each);
    const has = (all: readonly Alert[], one: typeof usual) => alertOf(all, one) !== undefined;
    const opened = await lab.until(async () => {
      const all = await alerts.of(source);
      return tickets.every((each) => has(all, each)) ? all : undefined;
    }, EVENT_WAIT);
    const open = opened ?? (await alerts.of(source));
    observe('ilert-own-grouping', judgeGrouping(tickets.length, open.length, source.row.alertCreation));
    if (!opened) {
      for (const fact of ['ilert-resolves', 'ilert-over', 'ilert-alert-key-case'] as const)
        observe(fact, notObserved('Not every ticket got an alert that could be resolved.'));
      return;
    }
    const idOf = (one: typeof usual) => alertOf(open, one)?.id;
    const isResolved = (all: readonly Alert[], one: typeof usual) =>
      all.some(({ id, status }) => id === idOf(one) && status === 'RESOLVED');
    await alerts.send(source, { ...other, status: OTHER_STATUS });
    for (const { way, ticket: each } of ways) await alerts.send(source, { ...each, fields: WAYS[way] });
    await alerts.send(source, { ...usual, status: STATUS.closed });
    const allOver = [usual, ...ways.map((each) => each.ticket)];
    await lab.until(async () => {
      const all = await alerts.of(source);
      return allOver.every((each) => isResolved(all, each)) ? true : undefined;
    }, EVENT_WAIT);
    // The event of the text key is later than all others, so its alert shows that they have been processed.
    const { keyCase, isProcessed } = await observeKeyCase(lab, source);
    observe('ilert-alert-key-case', keyCase);
    const after = await alerts.of(source);
    const closings: Closings = {
      usual: isResolved(after, usual),
      ways: Object.fromEntries(ways.map((each) => [each.way, isResolved(after, each.ticket)])) as Record<Way, boolean>,
      other: isResolved(after, other),
      isProcessed,
    };
    observe('ilert-resolves', judgeClosing(closings));
    observe('ilert-over', judgeStatuses(closings));
  },
});

/** Posts two events whose keys differ in case, and one of another ticket. */
async function observeKeyCase({ alerts, name, wait }: Lab, source: Source) {
  const first = { id: 'prove-key', summary: name('key in lower case') };
  const second = { id: 'PROVE-KEY', summary: name('key in upper case') };
  const last = { id: 931, summary: name('last ticket') };
  await alerts.send(source, first);
  const alert = await alerts.until(source, (each) => alertOf([each], first) !== undefined);
  const isSent = alert !== undefined && (await alerts.send(source, second)) < 300;
  await alerts.send(source, last);
  const isProcessed = (await alerts.until(source, (each) => alertOf([each], last) !== undefined)) !== undefined;
  await wait(GRACE);
  if (!alert) return { isProcessed, keyCase: notObserved('ilert created no alert for a ticket whose ID is a text.') };
  if (!isSent) return { isProcessed, keyCase: notObserved('ilert refused the event with the same key in upper case.') };
  const hasSecond = (await alerts.of(source)).some((each) => each.summary.includes(second.summary));
  return { isProcessed, keyCase: judgeKeyCase({ key: alert.alertKey, id: first.id, hasSecond, isProcessed }) };
}

interface KeyCase {
  readonly key: string | undefined;
  readonly id: string;
  readonly hasSecond: boolean;
  readonly isProcessed: boolean;
}

/** Says whether an event with a key in another case was added to the open alert. Pure. */
export function judgeKeyCase({ key, id, hasSecond, isProcessed }: KeyCase): Verdict {
  if (isKeyOf(key, id) !== true)
    return notObserved("The alert's key is not shown as the ID of the ticket, so its case could not be varied.");
  if (hasSecond)
    return contradicted('An event with the key of an open alert, in upper case, created an alert of its own.');
  return isProcessed
    ? confirmed('An event with the key of an open alert, in upper case, was added to that alert.')
    : notObserved('The last events had no effect in time.');
}

/** Says whether a source without grouping creates one alert per ticket. Pure. */
export function judgeGrouping(tickets: number, alerts: number, creation: unknown): Verdict {
  if (alerts === 0) return notObserved('No alert was created.');
  const own = 'ONE_ALERT_PER_EMAIL';
  // Some of the events may take longer.
  if (alerts < tickets && (creation === own || typeof creation !== 'string'))
    return notObserved('Not every ticket got an alert in time.');
  if (alerts !== tickets)
    return contradicted(
      `At a source without grouping, ${tickets} tickets created ${alerts} alert${alerts === 1 ? '' : 's'}.`,
    );
  if (typeof creation !== 'string')
    return notObserved(`${tickets} tickets created as many alerts, and the source does not show its grouping.`);
  return creation === own
    ? confirmed(`At a source without grouping, ${tickets} tickets created as many alerts, and ilert calls it ${own}.`)
    : contradicted(
        `At a source without grouping, ${tickets} tickets created as many alerts, but ilert does not call it ${own}.`,
      );
}

/** Says whether closing a ticket resolves its alert. Pure. */
export function judgeClosing({ usual, isProcessed }: Pick<Closings, 'usual' | 'isProcessed'>): Verdict {
  if (usual) return confirmed('The event of a closed ticket resolved its alert.');
  return isProcessed
    ? contradicted('The event of a closed ticket did not resolve its alert, and a later event was processed.')
    : notObserved('The last events had no effect in time.');
}

/** Says which parts of a status resolve an alert. Pure. */
export function judgeStatuses({ usual, ways, other, isProcessed }: Closings): Verdict {
  if (other) return contradicted('An event with the status "In Progress" resolved the alert.');
  const recognised = WAY_NAMES.filter((way) => ways[way]);
  const ignored = WAY_NAMES.filter((way) => !ways[way]);
  if (ignored.length === 0) return confirmed(`The alert is resolved by each of: ${recognised.join('; ')}.`);
  if (!usual && recognised.length === 0) return notObserved('No event resolved an alert.');
  if (!isProcessed) return notObserved('The last events had no effect in time.');
  const also = recognised.length > 0 ? ` Enough: ${recognised.join('; ')}.` : '';
  return contradicted(`Not enough to resolve the alert: ${ignored.join('; ')}.${also}`);
}
