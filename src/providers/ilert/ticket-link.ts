import { productOf, products } from '../../config/product.ts';
import { fieldOf, type Settings } from '../../config/settings.ts';
import type { Intent } from '../../engine/resource.ts';
import { type Fields, fieldsIn, objectsIn, type Value } from '../../engine/values.ts';
import type { Problem } from '../../errors/cli-error.ts';
import { evenlySpaced, linkName, linkOf, templateText, withoutNulls } from './alert-template.ts';

/** Only the ID is filled in, as ilert escapes no values in a link (fact `ilert-links`). */
const TICKET_PAGE = '/ticket?id={{ ticket.id }}';

const NAMES = products.map(({ name }) => nameFor(name));

/** The name of the link, as the alert shows it. */
function nameFor(product: string): string {
  return `Open ticket in ${product}`;
}

/** Where the link leads: the page of the alert's ticket (fact `halo-ticket-page`). @param url of Halo, from the settings */
function ticketPage(url: string): string {
  return `${url}${TICKET_PAGE}`;
}

/** The link as a request sends it; undefined where the address of Halo is not known. */
export function ticketLinkOf(settings: Settings): Fields | undefined {
  const url = settings['halo.url'];
  return url === undefined ? undefined : linkOf(nameFor(productOf(settings).name), ticketPage(url));
}

/** Whether this program made a link: it has our name and leads to the page of the ticket, in whichever tenant. */
export function isTicketLink(link: Fields): boolean {
  return NAMES.includes(linkName(link) ?? '') && (addressOf(link)?.endsWith(TICKET_PAGE) ?? false);
}

/** Whether a link, of whatever name, leads to the page of the ticket in the tenant of the settings. */
function leadsToTicket(link: Fields, { 'halo.url': url }: Settings): boolean {
  return url !== undefined && addressOf(link) === ticketPage(url);
}

/** Whether a link is the one that the settings ask for. */
export function isCurrentTicketLink(link: Fields, settings: Settings): boolean {
  return isTicketLink(link) && leadsToTicket(link, settings);
}

function addressOf({ hrefTemplate }: Fields): string | undefined {
  const text = evenlySpaced(templateText(hrefTemplate));
  return typeof text === 'string' ? text : undefined;
}

/**
 * The links of the alert source as they should be, with those that others have made: only the link to the ticket is ours.
 * It keeps its place, and stays where no setting speaks of it. Where another one leads to the ticket already, none is added. Pure.
 *
 * @param given the links that the settings list: then there are no others but that one
 * @param live the links that are there
 * @returns undefined where the settings say nothing of links
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

/** ilert takes so many links at most, those of others among them (fact `ilert-at-most`). */
const MOST_LINKS = fieldOf('alertSource.linkTemplates').max ?? Number.POSITIVE_INFINITY;

/** The problem with a link to the ticket that there is no place for. Pure. */
export function tooManyLinks({ name, fields }: Intent): Problem[] {
  const after = objectsIn(fields.find(({ field }) => field === 'linkTemplates')?.after);
  if (!after.some(isTicketLink) || after.length <= MOST_LINKS) return [];
  return [
    {
      message: `The alert source "${name}" has no room for the link to the ticket: there are ${MOST_LINKS} other links, the most that ilert allows.`,
      hint: 'Remove one of the other links, or set alertSource.ticketLink to false.',
    },
  ];
}
