import type { Id } from '../../engine/resource.ts';
import { Secret } from '../../secret/secret.ts';
import { type Addressed, addressOf, keyIn, plainAddress } from '../halo/method-address.ts';
import type { MethodRow } from '../halo/schemas.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';

/*
 * The rows of one integration refer to each other: the method's address contains the key of the alert source, the method
 * belongs to the custom integration, a step of the runbook executes the method, and its events belong to the runbook.
 * So from each of them the others are found, whatever they are called.
 */

/** What speaks for a method being ours. */
export interface MethodClues {
  readonly row: MethodRow;
  /** The custom integration that it is in. */
  readonly parent: Id | undefined;
  /** It posts to the alert source that is ours by name. */
  readonly posts: boolean;
  /** The runbook that is ours by name executes it, and it posts to an alert source of this account, or has our name. */
  readonly executed: boolean;
  /** It has our name, in the custom integration that is ours by name. */
  readonly named: boolean;
  /** It is in the custom integration that is ours by name, and posts to an alert source of ilert, whichever. */
  readonly sends: boolean;
  /** `--adopt` names it. */
  readonly adopted: boolean;
  /** An earlier run knew it under this name. */
  readonly remembered: boolean;
}

/** The methods that most speaks for: one, several that are equally likely, or none. Structure counts first, then the name, then what an earlier run knew. Pure. */
export function likeliest(methods: readonly MethodClues[]): MethodClues[] {
  const ranks = methods.map((method) => rankOf(method));
  const best = Math.max(0, ...ranks);
  return best === 0 ? [] : methods.filter((_, index) => ranks[index] === best);
}

/** Whether it is linked to another row of ours. */
export function isLinked({ posts, executed }: MethodClues): boolean {
  return posts || executed;
}

function rankOf({ adopted, posts, executed, named, remembered, sends }: MethodClues): number {
  const structure = Number(posts) + Number(executed);
  return Number(adopted) * 1000 + structure * 100 + Number(named) * 10 + Number(remembered) * 2 + Number(sends);
}

/**
 * Which alert source is ours, where the method posts to another than the one of our name: either that one was renamed and
 * somebody else's has its name now, or the method was made to post elsewhere. Pure.
 *
 * @param linked the one that our method posts to
 * @param named the one of our name
 * @param others all methods but ours
 * @param remembered the id that an earlier run knew
 * @returns undefined where nothing decides
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

/** Whether a method posts to an alert source: ilert has several addresses for one, each with its key, which is long and unique. */
export function postsTo(method: Addressed, source: AlertSourceRow): boolean {
  const key = keyOf(source);
  return key !== undefined && partsOf(addressOf(method)).includes(key);
}

/** Segments of the address, and what is in its query. */
function partsOf(address: string): string[] {
  return plainAddress(address).match(/[^/?&=\s]+/g) ?? [];
}

/** Whether a list shows the key of an alert source. */
export function showsKey(source: AlertSourceRow): boolean {
  return keyOf(source) !== undefined;
}

/** The integration key of an alert source; undefined where the caller may not see it (fact `ilert-hidden-url`). */
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
