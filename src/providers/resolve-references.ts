import { describeOrigin, placeOf } from '../config/raw-value.ts';
import { type FieldKey, fieldOf, type Origins, type Settings } from '../config/settings.ts';
import { type Fields, knownAfterApply, type Value } from '../engine/values.ts';
import type { Problem } from '../errors/cli-error.ts';
import { findEvent, forEachEvent } from './halo/event-catalogue.ts';
import { eventsFor } from './halo/ticket-filter.ts';
import { isPolicyWanted } from './ilert/escalation-policy.ts';
import type { EventNumbers, IntegrationAccounts } from './integration.ts';
import { listSyntaxHint } from './list-syntax-hint.ts';
import type { Lookups } from './lookups.ts';
import { type Named, type NameKind, namesIn } from './names.ts';
import { findReference, lookedUpLater, type References } from './references.ts';
import { readRecipient, recipientOffline } from './resolve-agent.ts';
import { filtersOffline } from './resolve-filters.ts';
import { readPriorities } from './resolve-priorities.ts';
import type { UnresolvedExtra } from './unresolved-extra.ts';

/** The references that the settings name, and the problems with them. */
export interface FoundReferences {
  readonly references: References;
  readonly problems: readonly Problem[];
  readonly extras: readonly UnresolvedExtra[];
}

type ManyKey = 'alertSource.teams' | 'alertSource.services';

/** Looks up everything that the settings name, all at the same time. */
export async function readReferences(
  lookups: Lookups,
  settings: Settings,
  origins: Origins,
  { events, filters: found }: Pick<IntegrationAccounts, 'events' | 'filters'>,
): Promise<FoundReferences> {
  const problems: Problem[] = [];
  const names: { [Kind in NameKind]?: ReadonlyMap<string, string> } = {};

  const [policy, responders, teams, supportHours, services, filtered, notified, named, numbers] = await Promise.all([
    policyOf(),
    respondersOf(),
    several('team', 'alertSource.teams', lookups.teams),
    supportHoursOf(),
    several('service', 'alertSource.services', lookups.services),
    found,
    readRecipient(lookups, settings, origins),
    readPriorities(lookups, settings, origins),
    events,
  ]);
  const { filters } = filtered;
  const { recipient: failureRecipient } = notified;
  const all = { ...names, ...filtered.names, ...notified.names };
  const ofIlert = { policy, responders, teams, supportHours, services };
  const references = {
    ...ofIlert,
    filters,
    failureRecipient,
    priorities: named.priorities,
    events: numbers,
    names: all,
  };
  return { references, problems: [...problems, ...filtered.problems], extras: [...notified.extras, ...named.extras] };

  /** A policy that is to be created need not exist. */
  async function policyOf(): Promise<Value> {
    const key = 'alertSource.escalationPolicy';
    const wanted = settings[key];
    if (wanted === undefined) return undefined;
    const rows = await lookups.escalationPolicies();
    names.escalationPolicy = namesIn(rows);
    const isThere = rows.some(({ id, name }) => String(id) === wanted || name.trim() === wanted);
    return isThere || !isPolicyWanted(settings) ? resolved('escalation policy', key, wanted, rows) : knownAfterApply;
  }

  /** Users are named by e-mail address, full name or ID, schedules by name or ID. */
  async function respondersOf(): Promise<Fields[]> {
    const key = 'alertSource.policyResponders';
    const wanted = settings[key] ?? [];
    if (wanted.length === 0) return [];
    const [users, schedules] = await Promise.all([lookups.users(), lookups.schedules()]);
    names.users = namesIn(users);
    names.schedules = namesIn(schedules);
    const known = [
      ...users.flatMap(({ id, email, name }) => [
        ...(email ? [{ id, name: email, as: 'users' }] : []),
        { id, name, as: 'users' },
      ]),
      ...schedules.map(({ id, name }) => ({ id, name, as: 'schedules' })),
    ];
    return wanted.map((name) => {
      const hits = known.filter((each) => String(each.id) === name || each.name.trim() === name);
      const [hit] = hits;
      const isOne = hit && hits.every((each) => each.id === hit.id && each.as === hit.as);
      return isOne
        ? { [hit.as]: [{ id: hit.id }] }
        : { users: [{ id: resolved('user or schedule', key, name, known) }] };
    });
  }

  async function supportHoursOf(): Promise<Value> {
    const key = 'alertSource.supportHours';
    const wanted = settings[key];
    if (wanted === undefined) return undefined;
    const rows = await lookups.supportHours();
    names.supportHours = namesIn(rows);
    return resolved('support hours', key, wanted, rows);
  }

  async function several(
    kind: 'team' | 'service',
    key: ManyKey,
    list: () => Promise<readonly Named[]>,
  ): Promise<Value[] | undefined> {
    const wanted = settings[key];
    if (wanted === undefined) return undefined;
    const rows = wanted.length > 0 ? await list() : [];
    names[kind] = namesIn(rows);
    return [...new Set(wanted.map((name) => resolved(kind, key, name, rows)))];
  }

  function resolved(kind: string, key: FieldKey, wanted: string, rows: readonly Named[]): Value {
    const field = fieldOf(key);
    const origin = origins.get(key);
    const found = findReference(kind, wanted, rows, describeOrigin(origin ?? { from: 'default' }, field));
    if (typeof found === 'number') return found;
    const hint = listSyntaxHint(wanted, rows, { field, origin, entries: [settings[key] ?? []].flat().map(String) });
    problems.push({ ...found, ...(hint !== undefined && { hint }), place: placeOf(origin) });
    return undefined;
  }
}

/**
 * Reads the events' numbers from the tenant's own catalogue.
 *
 * @param assume receives a note for each wanted event that is missing there, and so gets its number on other tenants
 */
export async function readEvents(
  lookups: Lookups,
  settings: Settings,
  assume: (note: string) => void,
): Promise<EventNumbers> {
  const catalogue = await lookups.eventCatalogue();
  return forEachEvent((event) => {
    const { number, assumed } = findEvent(event, catalogue);
    if (assumed && eventsFor(settings).includes(event)) {
      assume(
        `The event catalogue has no "${event.title} - All"; using number ${number}, as on other tenants. Check the event of the runbook.`,
      );
    }
    return number;
  });
}

/** The events' numbers on other tenants, for a run that does not read Halo. */
export const defaultEventNumbers: EventNumbers = forEachEvent(({ seen }) => seen);

/** The references of an offline run. */
export function referencesOffline(settings: Settings): References {
  const later = (kind: string, names: readonly string[] | undefined) => names?.map((name) => lookedUpLater(kind, name));
  const policy = settings['alertSource.escalationPolicy'];
  const hours = settings['alertSource.supportHours'];
  return {
    policy:
      policy === undefined
        ? lookedUpLater('escalation policy, not chosen yet')
        : lookedUpLater('escalation policy', policy),
    responders: (settings['alertSource.policyResponders'] ?? []).map((name) => ({
      users: [{ id: lookedUpLater('user or schedule', name) }],
    })),
    teams: later('team', settings['alertSource.teams']),
    supportHours: hours === undefined ? undefined : lookedUpLater('support hours', hours),
    services: later('service', settings['alertSource.services']),
    filters: filtersOffline(settings),
    failureRecipient: recipientOffline(settings),
    priorities: new Map(),
    events: forEachEvent(({ title }) => lookedUpLater('event', title)),
    names: {},
  };
}
