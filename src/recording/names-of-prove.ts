import { EVENTS } from '../providers/halo/event-catalogue.ts';

/** What `prove` names its resources after its mark, with `#` for a number of its own. A test compares. */
const WORDINGS: ReadonlySet<string> = new Set([
  ...EVENTS.map(({ key }) => key),
  ...`
    address #, addresses, begins, changed, closed, closed ticket, closing, condition #, conditions, conditions #
    conditions # of another ticket, control, control #, dates, details, disabling, ends, escaping, excluded, failed
    failing, failing runs, fields, filter, import, imported method, key, key in lower case, key in upper case
    last ticket, link, links, list #, lists, lists #, mappings, method calls, names, neither, no answer, no runbook
    nobody, not grouped, notification, numbers, one column, open ticket, order, order #, other status, passes
    plainText, policy, read, refused, renamed, rendering, rendering escaping, rendering fields
    rendering unresolved, rendering unset, rendering values, request type #, request types, retried, rules
    status changed, steps, taken, time-based, two columns, two events, type #, type filters
    unknownField, unresolved, unset, until accepted, until resolved, usual status, values, way #
  `
    .split(/[,\n]/)
    .map((wording) => wording.trim()),
]);

/** Whether `prove` names something so, after the mark of its run. */
export function isWordingOfProve(text: string): boolean {
  return text.split(', ').every((part) => {
    // Tickets that Halo does not have, for ilert alone, are numbered from 900.
    return /^ticket 9\d\d$/.test(part) || WORDINGS.has(part.replace(/ \d{1,2}(?= |$)/, ' #'));
  });
}
