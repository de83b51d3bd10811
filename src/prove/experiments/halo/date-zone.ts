import { haloDate } from '../../../providers/halo/date.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';

/** Logs a ticket and compares the dates of its creation, some of which have no `Z`. */
export const dateZone = defineExperiment({
  id: 'date-zone',
  title: 'in which time zone dates without Z are',
  facts: ['halo-date-zone'],
  cost: { tickets: 1, requests: 5, minutes: 0.1 },
  async run(lab, observe) {
    const summary = lab.name('dates');
    const ticket = await lab.runbooks.logTicket({ summary });
    const row = await lab.row(`/Tickets/${ticket.id}?includedetails=true`);
    const runs = await lab.clients.halo.runs();
    const ours = runs.filter(({ runbook_name }) => String(runbook_name).startsWith(lab.name('')));
    observe('halo-date-zone', judgeDates([row], ours));
  },
});

/** Dates that are all the time at which a row was created. */
const TICKET_DATES = ['dateoccurred', 'lastactiondate', 'last_update', 'datecreated', 'datelogged'];
const RUN_DATES = ['timestamp', 'executionstarttime'];

const HAS_ZONE = /(Z|[+-]\d\d:\d\d)$/;
const MINUTE = 60_000;
/** What creating a row may take. */
const TOLERANCE = 3 * MINUTE;
/** Time zones differ by multiples of this. */
const QUARTER_HOUR = 15 * MINUTE;
const FURTHEST_ZONE = 14 * 60 * MINUTE;

/** Compares dates with and without `Z` of the same moment. Pure. @param tickets,runs rows in lower case */
export function judgeDates(tickets: readonly Raw[], runs: readonly Raw[]): Verdict {
  const ofTickets = tickets.flatMap((row) => offsetsIn(row, TICKET_DATES));
  const ofRuns = runs.flatMap((row) => offsetsIn(row, RUN_DATES));
  // A run that was retried may have its dates at some distance.
  const shifted = ofTickets.find((offset) => offset !== 0) ?? (ofRuns.includes(0) ? undefined : ofRuns[0]);
  if (shifted !== undefined)
    return contradicted(
      `A date without \`Z\` differs by ${shifted / MINUTE} minutes from one of the same moment with it.`,
    );
  if (ofTickets.length + ofRuns.length === 0)
    return notObserved('No row has dates of the same moment with and without `Z`, so nothing shows the zone.');
  return confirmed(
    'Dates with and without `Z` of the same moment are equal. A tenant that is set to the time zone UTC would show the same.',
  );
}

/** By how many milliseconds the dates without a zone are ahead, in quarters of an hour. Other differences are no zones. */
function offsetsIn(row: Raw, fields: readonly string[]): number[] {
  const dates = fields.flatMap((field) => {
    const value = row[field];
    const utc = haloDate(value);
    return utc === undefined ? [] : [{ time: Date.parse(utc), hasZone: HAS_ZONE.test(String(value).trim()) }];
  });
  const reference = dates.find(({ hasZone }) => hasZone);
  if (!reference) return [];
  return dates
    .filter(({ hasZone }) => !hasZone)
    .flatMap(({ time }) => {
      const difference = time - reference.time;
      const zone = Math.round(difference / QUARTER_HOUR) * QUARTER_HOUR;
      const isZone = Math.abs(difference - zone) <= TOLERANCE && Math.abs(zone) <= FURTHEST_ZONE;
      return isZone ? [zone] : [];
    });
}
