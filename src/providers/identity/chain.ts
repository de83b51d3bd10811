import type { Id } from '../../engine/resource.ts';
import { Secret } from '../../secret/secret.ts';
import { type Addressed, addressOf, keyIn, plainAddress } from '../halo/method-address.ts';
import type { MethodRow } from '../halo/schemas.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';

/*
 * The rows of one integration refer to each other: the method's address contains the alert source's key, the method
 * belongs to the custom integration, a step of the runbook executes the method, and its events belong to the runbook.
 * So each row leads to the others, whatever their names are.
 */

/** The evidence that a method is ours. */
export interface MethodClues {
  readonly row: MethodRow;
  /** The custom integration that contains it. */
  readonly parent: Id | undefined;
  /** It posts to the alert source that is ours by name. */
  readonly posts: boolean;
  /** The runbook that is ours by name executes it. It also posts to an alert source of this account or has our name. */
  readonly executed: boolean;
  /** It has our name, in the custom integration that is ours by name. */
  readonly named: boolean;
  /** It is in the custom integration that is ours by name, and posts to any alert source in ilert. */
  readonly sends: boolean;
  /** `--adopt` names it. */
  readonly adopted: boolean;
  /** An earlier run knew it under this name. */
  readonly remembered: boolean;
}

/** Returns the likeliest methods; several if they tie. Structure counts first, then name, then earlier runs. Pure. */
export function likeliest(methods: readonly MethodClues[]): MethodClues[] {
  const ranks = methods.map((method) => rankOf(method));
  const best = Math.max(0, ...ranks);
  return best === 0 ? [] : methods.filter((_, index) => ranks[index] === best);
}

/** Whether the method is linked to another row of ours. */
export function isLinked({ posts, executed }: MethodClues): boolean {
  return posts || executed;
}

function rankOf({ adopted, posts, executed, named, remembered, sends }: MethodClues): number {
  const structure = Number(posts) + Number(executed);
  return Number(adopted) * 1000 + structure * 100 + Number(named) * 10 + Number(remembered) * 2 + Number(sends);
}

/**
 * Decides which alert source is ours if the method posts to a different one than the one with our name. Either ours was
 * renamed and someone else's now has the name, or the method was made to post elsewhere. Pure.
 *
 * @param linked the one that our method posts to
 * @param named the one with our name
 * @param others all methods except ours
 * @param remembered the ID that an earlier run knew
 * @returns undefined if this is undecided
 */
export function sourceInDoubt(
  linked: AlertSourceRow,
  named: AlertSourceRow,
  others: readonly MethodRow[],
  remembered: Id | undefined,
): AlertSourceRow | undefined {
  const known = [linked, named].find(({ id }) => id === remembered);
  if (known) return known;
  const [isLinkedUsed, isNamedUsed] = [linked, named].map((source) => others.some((row) => postsTo(row, source)));
  if (isLinkedUsed === isNamedUsed) return undefined;
  return isNamedUsed ? linked : named;
}

/** Whether a method posts to an alert source. All its addresses in ilert contain its key, which is long and unique. */
export function postsTo(method: Addressed, source: AlertSourceRow): boolean {
  const key = keyOf(source);
  return key !== undefined && partsOf(addressOf(method)).includes(key);
}

/** The segments of the address, and the parts of its query. */
function partsOf(address: string): string[] {
  return plainAddress(address).match(/[^/?&=\s]+/g) ?? [];
}

/** Whether a list shows the key of an alert source. */
export function showsKey(source: AlertSourceRow): boolean {
  return keyOf(source) !== undefined;
}

/** The integration key of an alert source; undefined if the caller may not see it (fact `ilert-hidden-url`). */
function keyOf({ integrationKey, integrationUrl }: AlertSourceRow): string | undefined {
  if (integrationUrl instanceof Secret) return keyIn(integrationUrl.reveal()) ?? lastSegment(integrationUrl.reveal());
  return integrationKey instanceof Secret ? integrationKey.reveal() : undefined;
}

function lastSegment(url: string): string {
  return (
    url
      .replace(/\/*([?#].*)?$/s, '')
      .split('/')
      .at(-1) ?? url
  );
}
