import { ambiguityOf, hasName, isKnown } from '../../engine/match.ts';
import { type Ambiguity, type Identification, NO_ID, rowInWords, rowsInWords } from '../../engine/resource.ts';
import { listed, withoutId } from '../find.ts';
import { customIntegration } from '../halo/custom-integration.ts';
import { method } from '../halo/method.ts';
import { addressOf } from '../halo/method-address.ts';
import type { IntegrationRow, MethodRow } from '../halo/schemas.ts';
import { alertSource } from '../ilert/alert-source.ts';
import type { AlertSourceRow } from '../ilert/schemas.ts';
import type { Identity, IntegrationAccounts } from '../integration.ts';
import { isLinked, likeliest, type MethodClues, postsTo, sourceInDoubt } from './chain.ts';
import { cluesOf, linkedSource } from './clues.ts';
import { ourRunbook } from './our-runbook.ts';
import { beginReading, type Reading } from './reading.ts';

/**
 * Identifies our rows: by structure, then by name, then by what an earlier run knew.
 *
 * @returns at once; each part resolves as soon as it is known
 */
export function identify(accounts: IntegrationAccounts, search: Identification): Identity {
  const reading = beginReading(accounts, search);
  const clues = cluesOf(reading);
  const named = namedIntegration(reading, clues);
  const ours = ourMethod(reading, clues, named);
  const { sources, integrations, webhooks } = reading;
  const identity = {
    sources,
    integrations,
    webhooks,
    source: ourSource(reading, clues, ours),
    integration: ourIntegration(reading, named, ours),
    method: ours.then((found) => found && whole(found.row, accounts)),
    runbook: ourRunbook(reading, ours),
  };
  for (const part of Object.values<Promise<unknown>>(identity)) part.catch(() => undefined);
  return identity;
}

/** The integration with our name. Of several, the one whose method is linked to other rows; else a person chooses. */
async function namedIntegration(
  { accounts, search, likely }: Reading,
  clues: Promise<readonly MethodClues[]>,
): Promise<IntegrationRow | undefined> {
  const named = await likely.integrations;
  if (named.length < 2) return named[0];
  const linked = new Set((await clues).filter(isLinked).map(({ parent }) => parent));
  const [only, ...more] = named.filter(({ id }) => linked.has(id));
  if (only && more.length === 0) return only;
  return search.choose(ambiguityOf(customIntegration, `named "${customIntegration.name(accounts.settings)}"`, named));
}

/** The most likely method. Reports others that post to the same alert source. */
async function ourMethod(
  reading: Reading,
  clues: Promise<readonly MethodClues[]>,
  integration: Promise<IntegrationRow | undefined>,
): Promise<MethodClues | undefined> {
  const { accounts, search, likely } = reading;
  const [all, ours, named] = await Promise.all([clues, integration, likely.integrations]);
  // Of several integrations with our name, only the chosen one counts.
  const isInAnother = ({ parent }: MethodClues) => parent !== ours?.id && named.some(({ id }) => id === parent);
  const [first, ...more] = likeliest(all.filter((each) => isLinked(each) || !isInAnother(each)));
  if (!first) return undefined;
  const name = method.name(accounts.settings);
  if (isOfOthers(first)) {
    search.choose(notSending(first.row, name));
    return undefined;
  }
  const rows = [first, ...more].map(({ row }) => row);
  const like = rows.every((row) => hasName(row, name)) ? `named "${name}"` : 'that could belong to this integration';
  const row = more.length > 0 ? search.choose(ambiguityOf(method, like, rows)) : first.row;
  const found = all.find((each) => each.row === row);
  if (found?.row.id === NO_ID) throw withoutId(method, like);
  if (found) await reportSecondMethods(found, all, reading);
  return found;
}

/** Reports methods that would send every ticket twice. */
async function reportSecondMethods(ours: MethodClues, all: readonly MethodClues[], reading: Reading): Promise<void> {
  const source = await linkedSource(ours.row, reading);
  if (!source) return;
  const { key: resource, title } = method;
  const does = `posts to the alert source ${rowInWords(source)}`;
  for (const { row } of all)
    if (row !== ours.row && postsTo(row, source)) reading.search.duplicate({ resource, title, row, does });
}

/** Found only by its name, and it calls something else: it belongs to someone else and must not be overwritten. */
function isOfOthers({ adopted, remembered, posts, executed, sends, row }: MethodClues): boolean {
  const isSet = row.path !== undefined && !/^(https?:\/\/[^/]*\/?)?$/i.test(addressOf(row));
  return !adopted && !remembered && !posts && !executed && !sends && isSet;
}

function notSending(row: MethodRow, name: string): Ambiguity<MethodRow> {
  return {
    resource: method.key,
    rows: [row],
    code: 'conflict',
    message: `The method ${rowInWords({ id: row.id, name })} does not send tickets to ilert, and no runbook managed by this tool calls it.`,
    hint: `Choose another name with --method-name or --integration-name, or if it is yours, add --adopt method:${row.id}.`,
  };
}

/** Our alert source with all its details, or as listed if that is enough. */
async function ourSource(
  reading: Reading,
  clues: Promise<readonly MethodClues[]>,
  ours: Promise<MethodClues | undefined>,
): Promise<AlertSourceRow | undefined> {
  const { accounts, readSource } = reading;
  const [source, found] = await Promise.all([likelySource(reading, clues, ours), ours]);
  if (!source || alertSource.isExternal?.(accounts.settings)) return source;
  const isListed = (await reading.sources).includes(source);
  if (!isListed) return source;
  const isSetUp = found !== undefined && postsTo(found.row, source);
  return (await accounts.isListSufficient?.(source, isSetUp)) ? source : readSource(source.id);
}

async function likelySource(
  reading: Reading,
  clues: Promise<readonly MethodClues[]>,
  ours: Promise<MethodClues | undefined>,
): Promise<AlertSourceRow | undefined> {
  const { accounts, search, readSource } = reading;
  const { settings, hints } = accounts;
  const [named, found] = await Promise.all([reading.likely.sources, ours]);
  const [only, ...more] = named;
  if (alertSource.isExternal?.(settings)) return only;
  const linked = found && (await linkedSource(found.row, reading));
  const isNamed = linked && named.some(({ id }) => id === linked.id);
  if (!linked || isNamed) {
    const like = `named "${alertSource.name(settings)}"`;
    if (isNamed) return named.find(({ id }) => id === linked.id);
    return more.length > 0 ? search.choose(ambiguityOf(alertSource, like, named)) : only;
  }
  if (!only) return readSource(linked.id);
  if (isKnown(alertSource, only, { ...hints, remembered: {} })) return only;
  const others = (await clues).filter((each) => each !== found).map(({ row }) => row);
  const decided =
    more.length === 0 ? sourceInDoubt(linked, only, others, hints.remembered[alertSource.key]?.id) : undefined;
  const chosen = decided ?? search.choose(inDoubt(found.row, linked, named));
  return chosen && readSource(chosen.id);
}

function inDoubt(
  caller: MethodRow,
  linked: AlertSourceRow,
  named: readonly AlertSourceRow[],
): Ambiguity<AlertSourceRow> {
  const rows = [linked, ...named];
  return {
    resource: alertSource.key,
    rows,
    code: 'name-ambiguous',
    message: `The method ${rowInWords(caller)} posts to the alert source ${rowInWords(linked)}, but another one has the name in the settings: ${rowsInWords(named)}.`,
    hint: `Choose yours with ${rows.map(({ id }) => `--adopt ${alertSource.key}:${id}`).join(' or ')}.`,
  };
}

/** The integration that contains our method; without a method, the one with our name. */
async function ourIntegration(
  { likely, readIntegration }: Reading,
  named: Promise<IntegrationRow | undefined>,
  ours: Promise<MethodClues | undefined>,
): Promise<IntegrationRow | undefined> {
  const parent = (await ours)?.parent;
  if (parent === undefined) return named;
  return (await likely.integrations).find(({ id }) => id === parent) ?? readIntegration(parent);
}

/** Completes the row for comparison. A list may omit the bodies. */
function whole(row: MethodRow, { halo }: IntegrationAccounts): Promise<MethodRow> {
  return typeof row.requestbody === 'string' ? Promise.resolve(row) : listed(method, row.id, halo.method(row.id));
}
