import type { Id, Row } from './resource.ts';

/*
 * Several runs that start at the same moment see nothing of each other and make the same rows. Each of
 * them looks again once it has made its own, and all must then keep the same ones, though they look at
 * different times and some have ended before others begin.
 *
 * Both services count their ids up (facts `halo-ids-ascend`, `ilert-ids-ascend`, both inferred). So a row with a lower id was there before one with a higher id was
 * made, and whoever made the higher one sees the lower one when it looks: it is the one that gives way,
 * and the other need not know of it. That holds for alert sources, policies and custom integrations, for
 * the methods within one integration, and for the events of one kind within one runbook. The lowest of
 * all is never given up by its maker, so there is always one that stays.
 *
 * A runbook's id says nothing of when it was made, but the ids of its events do: what counts is the lowest
 * of them. A run looks when its own runbook has its events, so it sees every runbook that has a lower
 * one; whichever has none yet will get a higher one. The lowest event of a runbook is not given up
 * within that runbook, so what counts of the winner never changes, and of the others it only grows when
 * their makers take them away.
 */

/** Of several rows of a name, the one that all runs keep: it was made first. */
export function firstMade(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((one, other) => byId(one.id, other.id))[0];
}

/** A runbook with all of its events. */
export interface Bound {
  readonly runbook: Row;
  readonly events: readonly Row[];
}

/** Of several runbooks of a name, the one that all runs keep: it got an event first. */
export function firstBound(runbooks: readonly Bound[]): Row | undefined {
  const firstEvents = runbooks.flatMap(({ runbook, events }) => {
    const event = firstMade(events);
    return event ? [{ id: event.id, runbook }] : [];
  });
  const first = firstEvents.toSorted((one, other) => byId(one.id, other.id))[0];
  // Without any event there is no first, but all must say the same.
  return first?.runbook ?? firstMade(runbooks.map(({ runbook }) => runbook));
}

function byId(one: Id, other: Id): number {
  const difference = Number(one) - Number(other);
  if (!Number.isNaN(difference)) return difference;
  return String(one) < String(other) ? -1 : 1;
}
