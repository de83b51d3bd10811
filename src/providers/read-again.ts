import { firstBound, firstMade } from '../engine/first-made.ts';
import type { Ambiguity } from '../engine/match.ts';
import type { Desired, Live, ResourceKey, Row } from '../engine/resource.ts';
import { Secret } from '../secret/secret.ts';
import { resourceOf } from './resources.ts';
import { type ListedKey, type Rows, Vanished } from './rows.ts';

/** What a look at our rows brought, after something was written. */
export interface Seen {
  /** Where there are several of a name, the one that all runs keep. */
  readonly live: Live;
  /** Names that several rows have. */
  readonly doubles: readonly Ambiguity[];
}

/**
 * Reads the rows of a run once more. A kind that the run has made is also listed, at the same time: where
 * another run has made one too, the one that was made first is taken.
 */
export async function readAgain(
  rows: Rows,
  desired: Desired,
  live: Live,
  made: ReadonlySet<ResourceKey>,
): Promise<Seen> {
  const { settings } = desired;
  const doubles: Ambiguity[] = [];
  const hasBound = made.has('new-ticket-binding') || made.has('status-changed-binding');

  /** A runbook that another run has made may be given up by it although we put our events there. */
  function isListed(key: ListedKey): boolean {
    const { isEnabled, isExternal } = resourceOf(key);
    if (isExternal?.(settings) || isEnabled?.(settings) === false) return false;
    return made.has(key) || (key === 'runbook' && hasBound);
  }

  async function takeFirst(problem: Ambiguity): Promise<Row | undefined> {
    doubles.push(problem);
    if (problem.resource !== 'runbook') return firstMade(problem.rows);
    const bound = problem.rows.map(async (runbook) => ({ runbook, events: await rows.bindings(runbook.id) }));
    return firstBound(await Promise.all(bound));
  }

  /** @param isToldBy whether the list tells all that is wanted of a row, so that it need not be read as well */
  async function again(
    key: ListedKey,
    read: (row: Row) => Promise<Live>,
    isToldBy?: (listed: Row) => boolean,
  ): Promise<Live> {
    const before = live[key];
    const listing = isListed(key) ? rows.list(key) : Promise.resolve([]);
    const readMine = async (row: Row) => {
      const told = isToldBy && (await listing).find(({ id }) => id === row.id);
      return told && isToldBy(told) ? { [key]: told } : read(row);
    };
    const [mine, listed] = await Promise.all([before ? orNone(key, readMine(before)) : {}, listing]);
    const own = (mine as Live)[key];
    const all = own && !listed.some(({ id }) => id === own.id) ? [...listed, own] : listed;
    const first = (await rows.pick(key, Promise.resolve(all), takeFirst)) ?? own;
    return !first || first.id === own?.id ? mine : read(first);
  }

  /** A list leaves out templates and filters of an alert source (`AlertSourceNoIncludes` of the API document). */
  function isSourceAsWanted(listed: Row): boolean {
    const resource = resourceOf('alert-source');
    // Some lists leave out the URL that the source itself tells.
    return (
      listed.integrationUrl instanceof Secret && resource.diff(listed, resource.desired(desired, live)).length === 0
    );
  }

  const [policy, source, integration, runbook] = await Promise.all([
    again('escalation-policy', async (row) => ({ 'escalation-policy': row })),
    again('alert-source', async (row) => ({ 'alert-source': await rows.alertSource(row) }), isSourceAsWanted),
    again('custom-integration', (row) => rows.integrationWithMethod(row, takeFirst)),
    again('runbook', (row) => rows.runbookWithBindings(row, takeFirst)),
  ]);
  return { live: { ...policy, ...source, ...integration, ...runbook }, doubles };
}

/** Nothing, where the row itself is gone. */
function orNone(key: ResourceKey, rows: Promise<Live>): Promise<Live> {
  return rows.catch((error: unknown) => {
    if (error instanceof Vanished && error.key === key) return {};
    throw error;
  });
}
