import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createGenerator, type Generator, haloLists, haloRow, ilertLists, ilertRow, type Json } from './generate.ts';

/** Other people's ids are far from those that the simulators start at. */
const FIRST_ID = 50_000_000;
const IDS_OF_A_LIST = 100_000;
/** Around the sizes at which lists are cut, and sometimes a long one. */
const LENGTHS = [0, 1, 2, 3, 5, 8, 13];
const LONG = [45, 50, 51, 99, 100, 101, 150, 230];

/**
 * Fills both services with other people's rows, and makes Halo answer lists in one of the ways that tenants do;
 * everything follows from the seed.
 *
 * @returns the ids of all rows of others, as text
 */
export function furnish({ ilert, halo }: Sandbox, seed: number): ReadonlySet<string> {
  const generator = createGenerator(seed);
  const { happens, oneOf } = generator;
  const rows = (list: number, make: (id: number) => Json) =>
    Array.from({ length: lengthOf(generator) }, (_, index) => make(FIRST_ID + list * IDS_OF_A_LIST + index));

  for (const [index, list] of ilertLists.entries())
    ilert.state.others[list] = rows(index, (id) => ilertRow(generator, list, id));
  for (const [index, list] of haloLists.entries())
    halo.state.others[list] = rows(index + ilertLists.length, (id) => haloRow(generator, list, id));
  for (const row of halo.state.others.Notification ?? []) makeTempting(generator, row);
  for (const row of halo.state.others.Priority ?? []) renumber(generator, row);
  ilert.state.othersFirst = happens(0.5);
  halo.state.othersFirst = happens(0.5);
  const wrapped = oneOf([undefined, true, false]);
  halo.state.lists = {
    wrapped,
    counts: happens(0.6),
    pages: true,
    usualPage: oneOf([undefined, undefined, 50, 100]),
    filters: happens(0.8),
    omitsNulls: happens(0.4),
    omittedFields: happens(0.2) ? ['path'] : [],
  };
  const all = [...Object.values(ilert.state.others), ...Object.values(halo.state.others)].flat();
  return new Set(all.flatMap((row) => (row.id === undefined || row.id === null ? [] : [String(row.id)])));
}

function lengthOf({ happens, oneOf }: Generator): number {
  if (happens(0.002)) return 500;
  return happens(0.04) ? oneOf(LONG) : oneOf(LENGTHS);
}

/** Uses numbers other than those of the tenant's own priorities. */
function renumber({ below }: Generator, row: Json): void {
  for (const name of ['priorityid', 'Priorityid']) if (row[name]) row[name] = 5 + below(200);
}

/** Makes another kind of notification look like one of our events, perhaps hiding that it starts no runbook. */
function makeTempting({ happens, oneOf, guid }: Generator, row: Json): void {
  if (happens(0.6)) row.eventno = oneOf<unknown>([3, 76, '3', '76']);
  if (happens(0.4)) delete row.webhook_id;
  else row.webhook_id = happens(0.5) ? null : guid();
}
