import { fieldOf } from '../../config/settings.ts';
import { ATTRIBUTE_NAMES, FILTER_SETTINGS, type FilterAttribute } from '../../config/ticket-filters.ts';
import type { Id } from '../../engine/resource.ts';
import { ApiError } from '../../errors/api-error.ts';
import { type EventFilter, filteredAttributes, isExcluded } from './event-filter.ts';
import { failed, Skipped } from './steps.ts';
import {
  attributesIn,
  attributesInWords,
  attributesOf,
  differingFrom,
  fieldsOf,
  only,
  type TicketAttributes,
} from './ticket-attributes.ts';
import type { Verification } from './verification.ts';

/**
 * Checks that a ticket passes the filter as Halo stored it: an agreement, a matrix or a rule may set its own priority
 * or team. @throws VerificationFailed
 */
export function assertLetThrough(
  { product, choices }: Verification,
  filter: EventFilter,
  asked: TicketAttributes,
  stored: TicketAttributes,
): void {
  if (!isExcluded(filter, stored)) return;
  const other = differingFrom(asked, stored);
  const [otherWords, askedWords] = [other, only(attributesIn(other), asked)].map((each) =>
    attributesInWords(each, choices),
  );
  const message = `${product} stored the test ticket with ${otherWords}, not with ${askedWords}, so it does not match the filter.`;
  const flags = attributesIn(other).map((attribute) => flagFor(attribute, other[attribute]));
  const hint = `A service level agreement, a priority matrix or a rule in ${product} sets it. Use a client or a ticket type for which it does not (--client ID, --ticket-type ID), or include such tickets in the filter: add ${flags.join(' ')}.`;
  throw failed('ticket-stored-differently', 'ticket', message, hint);
}

/** Returns changes that make the filter exclude a ticket, each of one attribute. Pure. */
export function excludingChanges(
  { choices }: Pick<Verification, 'choices'>,
  filter: EventFilter,
  ticket: TicketAttributes,
): TicketAttributes[] {
  return filteredAttributes(filter).flatMap((attribute) => {
    const choice = choices[attribute].find(({ value }) => isExcluded(filter, { ...ticket, [attribute]: value }));
    return choice ? [{ [attribute]: choice.value }] : [];
  });
}

/** Explains why no change makes the filter exclude a ticket. */
export function noOtherValue({ product }: Verification, filter: EventFilter): Skipped {
  const attributes = filteredAttributes(filter).map((attribute) => ATTRIBUTE_NAMES[attribute]);
  return new Skipped(`${product} lists no other ${attributes.join(' or ')}`);
}

/** Changes a ticket so that the filter excludes it. If Halo refuses a change or alters it, tries the next. */
export async function changeUntilExcluded(
  verification: Verification,
  filter: EventFilter,
  id: Id,
  ticket: TicketAttributes,
): Promise<TicketAttributes | Skipped> {
  const { clients, product, choices } = verification;
  let reason = noOtherValue(verification, filter);
  for (const change of excludingChanges(verification, filter, ticket)) {
    try {
      const stored = { ...change, ...attributesOf(await clients.halo.updateTicket(id, fieldsOf(change))) };
      if (isExcluded(filter, { ...ticket, ...stored })) return change;
      reason = new Skipped(`${product} stored ${attributesInWords(only(attributesIn(change), stored), choices)}`);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 400) throw error;
      reason = new Skipped(error.message);
    }
  }
  return reason;
}

/** The option that lets tickets with a value through. */
function flagFor(attribute: FilterAttribute, value: number | string | undefined): string {
  const { flag } = fieldOf(FILTER_SETTINGS[attribute]);
  return `--${flag} ${typeof value === 'number' ? value : `"${value}"`}`;
}
