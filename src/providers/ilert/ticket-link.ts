import { productOf, products } from '../../config/product.ts';
import { MAX_LINKS } from '../../config/rules.ts';
import type { Settings } from '../../config/settings.ts';
import type { Intent } from '../../engine/resource.ts';
import { type Fields, fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import type { Problem } from '../../errors/cli-error.ts';
import { linkName, linkOf, normalizeSpacing, templateText, withoutNulls } from './alert-template.ts';

/** Contains only the ID, since ilert does not escape values in a link (fact `ilert-links`). */
const TICKET_PAGE = '/ticket?id={{ ticket.id }}';

const NAMES = products.map(({ name }) => nameFor(name));

/** The name of the link on the alert. */
function nameFor(product: string): string {
  return `Open ticket in ${product}`;
}

/** The target of the link: the page of the alert's ticket (fact `halo-ticket-page`). @param url Halo's URL */
function ticketPage(url: string): string {
  return `${url}${TICKET_PAGE}`;
}

/** Builds the link for a request; undefined if Halo's URL is not known. */
export function ticketLinkOf(settings: Settings): Fields | undefined {
  const url = settings['halo.url'];
  return url === undefined ? undefined : linkOf(nameFor(productOf(settings).name), ticketPage(url));
}

/** Whether this program created a link: it has our name and leads to a ticket's page, in any tenant. */
export function isTicketLink(link: Fields): boolean {
  return NAMES.includes(linkName(link) ?? '') && (addressOf(link)?.endsWith(TICKET_PAGE) ?? false);
}

/** Whether a link with any name leads to the ticket's page in the tenant of the settings. */
function leadsToTicket(link: Fields, { 'halo.url': url }: Settings): boolean {
  return url !== undefined && addressOf(link) === ticketPage(url);
}

/** Whether a link is the one that the settings ask for. */
export function isCurrentTicketLink(link: Fields, settings: Settings): boolean {
  return isTicketLink(link) && leadsToTicket(link, settings);
}

function addressOf({ hrefTemplate }: Fields): string | undefined {
  const text = normalizeSpacing(templateText(hrefTemplate));
  return typeof text === 'string' ? text : undefined;
}

/**
 * Returns the links that the alert source should have, including those of others. Only the link to the ticket is ours:
 * it keeps its place, and stays if no setting is about it. Adds none if another link leads to the ticket. Pure.
 *
 * @param given the links in the settings, which replace all others except that one
 * @param live the live links
 * @returns undefined if the settings say nothing about links
 */
export function linksWanted(
  settings: Settings,
  given: readonly Fields[] | undefined,
  live: Value,
): readonly Fields[] | undefined {
  const isWanted = settings['alertSource.ticketLink'];
  if (isWanted === undefined && given === undefined) return undefined;
  const current = objectsIn(live);
  const others = given ?? current.filter((link) => !isTicketLink(link)).map(asSent);
  const kept = isWanted === undefined ? current.filter(isTicketLink).map(asSent)[0] : undefined;
  const ours = isWanted ? ticketLinkOf(settings) : kept;
  const place = current.findIndex(isTicketLink);
  const isSame = (link: Fields) => addressOf(link) === addressOf(ours ?? {}) && (place < 0 || isTicketLink(link));
  if (!ours || others.some(isSame)) return others;
  return others.toSpliced(place < 0 ? others.length : place, 0, ours);
}

function asSent(link: Fields): Fields {
  return fieldsIn(withoutNulls(link));
}

/** Reports that there is no room for the link to the ticket. Pure. */
export function tooManyLinks({ name, fields }: Intent): Problem[] {
  const after = objectsIn(fields.find(({ field }) => field === 'linkTemplates')?.after);
  if (!after.some(isTicketLink) || after.length <= MAX_LINKS) return [];
  return [
    {
      message: `The alert source "${name}" has no room for the link to the ticket: there are ${MAX_LINKS} other links, the most that ilert allows.`,
      hint: 'Remove one of the other links, or set alertSource.ticketLink to false.',
    },
  ];
}
