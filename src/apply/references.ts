import type { Problem } from '../errors.ts';
import { type EventKey, eventInWords, findEvent } from '../halo/event-catalogue.ts';
import { findReference, lookedUpLater, type Named, type References } from '../resources/references.ts';
import type { Value } from '../resources/value.ts';
import { type Origin, originInWords } from '../settings/origin.ts';
import { type FieldKey, fieldOf, type Settings } from '../settings/settings.ts';
import type { Clients, Events } from './tenant.ts';

type Origins = ReadonlyMap<FieldKey, Origin>;

/** What the names in the settings stand for, what is wrong with them, and what had to be assumed. */
export interface FoundReferences {
  readonly references: References;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** Looks up policy, teams, support hours and services; all at the same time, and only those that are given. */
export async function readReferences(
  clients: Clients,
  settings: Settings,
  origins: Origins,
  events: Promise<Events>,
): Promise<FoundReferences> {
  const { ilert } = clients;
  const problems: Problem[] = [];
  const notes: string[] = [];

  const [policy, teams, supportHours, services, numbers] = await Promise.all([
    one('escalation policy', 'alertSource.escalationPolicy', ilert.escalationPolicies),
    several('team', 'alertSource.teams', ilert.teams),
    one('support hours', 'alertSource.supportHours', ilert.supportHours),
    several('service', 'alertSource.services', ilert.services),
    events,
  ]);
  return { references: { policy, teams, supportHours, services, events: numbers }, problems, notes };

  async function one(
    kind: string,
    key: 'alertSource.escalationPolicy' | 'alertSource.supportHours',
    list: () => Promise<Named[]>,
  ): Promise<Value> {
    const wanted = settings[key];
    return wanted === undefined ? undefined : resolved(kind, key, wanted, await list());
  }

  async function several(
    kind: string,
    key: 'alertSource.teams' | 'alertSource.services',
    list: () => Promise<Named[]>,
  ): Promise<Value[] | undefined> {
    const wanted = settings[key];
    if (wanted === undefined) return undefined;
    const rows = wanted.length > 0 ? await list() : [];
    return [...new Set(wanted.map((name) => resolved(kind, key, name, rows)))];
  }

  function resolved(kind: string, key: FieldKey, wanted: string, rows: readonly Named[]): Value {
    const found = findReference(
      kind,
      wanted,
      rows,
      originInWords(origins.get(key) ?? { from: 'default' }, fieldOf(key)),
    );
    if (typeof found === 'number') return found;
    problems.push(found);
    return undefined;
  }
}

/**
 * The events' numbers, from the tenant's own catalogue.
 *
 * @param assume told of an event that the catalogue does not name, so that a number seen elsewhere is taken
 */
export async function readEvents(clients: Clients, assume: (note: string) => void): Promise<Events> {
  const catalogue = await clients.halo.eventCatalogue();
  const numberOf = (event: EventKey) => {
    const { number, assumed } = findEvent(event, catalogue);
    if (assumed) {
      assume(
        `HaloITSM's list of events has no "${eventInWords(event)} - All": number ${number}, as on other tenants, is assumed. Check the event of the runbook.`,
      );
    }
    return number;
  };
  return { newTicket: numberOf('newTicket'), statusChanged: numberOf('statusChanged') };
}

/** References of a run that contacts nothing. */
export function referencesOffline(settings: Settings): References {
  const later = (kind: string, names: readonly string[] | undefined) =>
    names?.map((name) => lookedUpLater(`${kind} "${name}"`));
  const policy = settings['alertSource.escalationPolicy'];
  const hours = settings['alertSource.supportHours'];
  return {
    policy: lookedUpLater(policy === undefined ? 'escalation policy, not chosen yet' : `escalation policy "${policy}"`),
    teams: later('team', settings['alertSource.teams']),
    supportHours: hours === undefined ? undefined : lookedUpLater(`support hours "${hours}"`),
    services: later('service', settings['alertSource.services']),
    events: {
      newTicket: lookedUpLater(`event "${eventInWords('newTicket')}"`),
      statusChanged: lookedUpLater(`event "${eventInWords('statusChanged')}"`),
    },
  };
}
