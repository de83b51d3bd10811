import { productOf } from '../config/product.ts';
import { describeOrigin, placeOf } from '../config/raw-value.ts';
import { fieldOf, type Origins, type Settings } from '../config/settings.ts';
import { unlessForbidden } from '../errors/api-error.ts';
import type { Lookups } from './lookups.ts';
import type { Named } from './names.ts';
import { unknownName } from './references.ts';
import { notLookedUp, type UnresolvedExtra } from './unresolved-extra.ts';

/** Settings that name priorities of Halo. */
const KEYS = ['alertSource.priorityFromHalo', 'alertSource.severityFromHalo'] as const;

/**
 * Returns the priorities that the settings name and Halo does not have, so they would never match. A name occurs once
 * for each service level agreement (fact `halo-priority-number`), which makes no difference here. Whoever may not list
 * the priorities may still know them.
 */
export async function unknownPriorities(
  lookups: Pick<Lookups, 'priorities'>,
  settings: Settings,
  origins: Origins,
): Promise<UnresolvedExtra[]> {
  const wanted = KEYS.flatMap((key) => Object.keys(settings[key] ?? {}).map((name) => ({ key, name })));
  if (wanted.length === 0) return [];
  const rows = await listed(lookups).catch(notLookedUp);
  if (rows === undefined) return [];
  if ('refusal' in rows) return [{ component: 'alert-source', ...rows }];
  return wanted
    .filter(({ name }) => !rows.some((row) => row.name === name))
    .map(({ key, name }) => {
      const origin = origins.get(key);
      const where = describeOrigin(origin ?? { from: 'default' }, fieldOf(key));
      const unknown = unknownName('priority', name, rows, where, productOf(settings).name);
      return { component: 'alert-source', problem: { ...unknown, place: placeOf(origin) } };
    });
}

/** Returns the names of Halo's priorities; undefined without permission to list them. */
export async function priorityNames(lookups: Pick<Lookups, 'priorities'>): Promise<ReadonlySet<string> | undefined> {
  const rows = await listed(lookups);
  return rows && new Set(rows.map(({ name }) => name));
}

async function listed(lookups: Pick<Lookups, 'priorities'>): Promise<Named[] | undefined> {
  const priorities = await lookups.priorities().catch(unlessForbidden(() => undefined));
  return priorities?.map(({ priorityid, name }) => ({ id: priorityid, name: name.trim() }));
}
