import { productOf } from '../config/product.ts';
import { describeOrigin, placeOf } from '../config/raw-value.ts';
import { fieldOf, type Origins, type Settings } from '../config/settings.ts';
import { unlessForbidden } from '../errors/api-error.ts';
import type { Lookups } from './lookups.ts';
import type { Named } from './names.ts';
import { type PrioritySpellings, unknownName } from './references.ts';
import { notLookedUp, type UnresolvedExtra } from './unresolved-extra.ts';

/** Settings that name priorities of Halo. */
const KEYS = ['alertSource.priorityFromHalo', 'alertSource.severityFromHalo'] as const;

/** What is known of the priorities that the settings name. */
export interface FoundPriorities {
  readonly priorities: PrioritySpellings;
  readonly extras: readonly UnresolvedExtra[];
}

/**
 * Finds the priorities that the settings name. One that Halo does not have would never match. A name occurs once for
 * each service level agreement (fact `halo-priority-number`), which makes no difference here. Whoever may not list the
 * priorities may still know them.
 */
export async function readPriorities(
  lookups: Pick<Lookups, 'priorities'>,
  settings: Settings,
  origins: Origins,
): Promise<FoundPriorities> {
  const wanted = KEYS.flatMap((key) => Object.keys(settings[key] ?? {}).map((name) => ({ key, name })));
  if (wanted.length === 0) return { priorities: new Map(), extras: [] };
  const optionOf = (key: (typeof KEYS)[number]) =>
    ({
      component: 'alert-source',
      setting: key,
      origin: describeOrigin(origins.get(key) ?? { from: 'default' }, fieldOf(key)),
    }) as const;
  const rows = await listed(lookups).catch(notLookedUp);
  if (rows === undefined) return { priorities: new Map(), extras: [] };
  if ('refusal' in rows) {
    const keys = [...new Set(wanted.map(({ key }) => key))];
    return { priorities: new Map(), extras: keys.map((key) => ({ ...optionOf(key), ...rows })) };
  }
  const spellings = wanted.map(({ name }) => [name, spellingsOf(name, rows)] as const);
  const extras = wanted
    .filter(({ name }) => spellingsOf(name, rows).length === 0)
    .map(({ key, name }) => {
      const option = optionOf(key);
      const unknown = unknownName('priority', name, rows, option.origin, productOf(settings).name);
      return { ...option, problem: { ...unknown, place: placeOf(origins.get(key)) } };
    });
  return { priorities: new Map(spellings), extras };
}

function spellingsOf(wanted: string, rows: readonly Named[]): string[] {
  return [...new Set(rows.map(({ name }) => name).filter((name) => name.trim() === wanted))];
}

/** Returns the names of Halo's priorities as settings contain them; undefined without permission to list them. */
export async function priorityNames(lookups: Pick<Lookups, 'priorities'>): Promise<ReadonlySet<string> | undefined> {
  const rows = await listed(lookups);
  return rows && new Set(rows.map(({ name }) => name.trim()));
}

async function listed(lookups: Pick<Lookups, 'priorities'>): Promise<Named[] | undefined> {
  const priorities = await lookups.priorities().catch(unlessForbidden(() => undefined));
  return priorities?.map(({ priorityid, name }) => ({ id: priorityid, name }));
}
