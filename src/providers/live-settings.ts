import { isDeepStrictEqual } from 'node:util';
import { isList } from '../config/field.ts';
import { problemOf } from '../config/resolve.ts';
import { type FieldKey, fieldOf, type Settings } from '../config/settings.ts';
import { FILTER_ATTRIBUTES, FILTER_SETTINGS } from '../config/ticket-filters.ts';
import { schemaOf } from '../config/value-schema.ts';
import { objectsIn, type Value } from '../engine/values.ts';
import { filtersOf, isClosedBound } from './halo/binding-settings.ts';
import { bindingsIn } from './halo/event-bindings.ts';
import { withoutReturns } from './halo/method.ts';
import { type Part, settingsOfSource } from './ilert/alert-source-settings.ts';
import type { AlertSourceRow } from './ilert/schemas.ts';
import type { IntegrationState } from './integration.ts';
import type { Lookups } from './lookups.ts';
import { wordsForFilter } from './resolve-filters.ts';

/** The settings that make an integration as it is. */
export interface LiveSettings {
  /** In the form that a settings file has them. */
  readonly values: ReadonlyMap<FieldKey, unknown>;
  /** What is called so that a value has by number. */
  readonly comments: ReadonlyMap<FieldKey, string>;
  /** The body that the method sends. */
  readonly payload: string | undefined;
  /** What no settings make as it is, as a person calls it: without a setting it stays so. */
  readonly left: readonly string[];
}

/** What is read to find the settings. */
interface Found {
  readonly state: IntegrationState;
  readonly lookups: Lookups;
  /** Those of the run, which say whether others keep the alert source. */
  readonly settings: Settings;
  /** Whether a text contains a secret, which no settings file may have. */
  readonly hasSecret: (text: string) => boolean;
}

/** Rows whose names are settings. */
const NAMED = [
  ['alert-source', 'alertSource.name'],
  ['custom-integration', 'halo.integrationName'],
  ['method', 'halo.methodName'],
  ['runbook', 'halo.runbookName'],
] as const;

/** Finds the settings that make the integration as it is, so that a plan for them changes nothing. */
export async function readLiveSettings({ state, lookups, settings, hasSecret }: Found): Promise<LiveSettings> {
  const values = new Map<FieldKey, unknown>();
  const comments = new Map<FieldKey, string>();
  const left: string[] = [];
  const isUsable = (key: FieldKey, word: string) => !hasSecret(word) && isWord(key, word);
  const add = (what: string, part: Part) => {
    const entries = Object.entries(part ?? {}) as [FieldKey, unknown][];
    const canBe = part && entries.every(([key, value]) => isAsGiven(key, value) && !hasSecret(JSON.stringify(value)));
    if (!canBe) left.push(what);
    else for (const [key, value] of entries) values.set(key, value);
  };

  const source = state['alert-source'];
  const external = settings['alertSource.id'];
  for (const [resource, key] of NAMED) {
    const name = state[resource]?.name;
    if (typeof name !== 'string' || (resource === 'alert-source' && external !== undefined)) continue;
    add(`name of the ${resource.replace('-', ' ')}`, { [key]: name.trim() });
  }
  if (external !== undefined) values.set('alertSource.id', external);
  else if (source) {
    const parts = settingsOfSource(source, await listsFor(source, lookups), isUsable);
    for (const [what, part] of Object.entries(parts)) add(`${what} of the alert source`, part);
  }
  await addFilters();
  return { values, comments, payload: payloadIn(state), left };

  async function addFilters(): Promise<void> {
    const bindings = bindingsIn(state);
    const filters = filtersOf(bindings);
    const found = await Promise.all(
      FILTER_ATTRIBUTES.map(async (attribute) => {
        const key = FILTER_SETTINGS[attribute];
        const words =
          filters && (await wordsForFilter(attribute, filters[attribute], lookups, (word) => isUsable(key, word)));
        return { key, ...words };
      }),
    );
    if (found.some(({ words }) => words === undefined)) left.push('filter of the events');
    else {
      for (const { key, words = [], named = new Map<string, string>() } of found) {
        if (words.length > 0) values.set(key, words);
        if (named.size > 0) comments.set(key, [...named].map(([word, name]) => `${word} is ${name}`).join(', '));
      }
    }
    const isFiltered = Object.values(FILTER_SETTINGS).some((key) => values.has(key));
    if (isClosedBound(bindings) && !isFiltered) values.set('halo.closedEvent', true);
  }
}

/** Only the lists that the row refers to. */
async function listsFor({ teams, services, supportHours }: AlertSourceRow, lookups: Lookups) {
  const isReferring = (references: Value) => objectsIn(references).length > 0;
  const [policies, ofTeams, ofHours, ofServices] = await Promise.all([
    lookups.escalationPolicies(),
    isReferring(teams) ? lookups.teams() : [],
    isReferring([supportHours]) ? lookups.supportHours() : [],
    isReferring(services) ? lookups.services() : [],
  ]);
  return { policies, teams: ofTeams, supportHours: ofHours, services: ofServices };
}

function payloadIn({ method }: IntegrationState): string | undefined {
  return typeof method?.requestbody === 'string' ? withoutReturns(method.requestbody) : undefined;
}

/** Whether a setting may have a word as its value, or as one of its values. */
function isWord(key: FieldKey, word: string): boolean {
  const field = fieldOf(key);
  if (word.toLowerCase() === field.wordForNone) return false;
  return isAsGiven(key, isList(field.kind) ? [word] : word);
}

/** Whether a setting may have a value, and means just that by it: texts are trimmed, for example. */
function isAsGiven(key: FieldKey, value: unknown): boolean {
  const field = fieldOf(key);
  const origin = { from: 'file', path: '', line: 0 } as const;
  if (problemOf(field, { value, origin })) return false;
  return field.kind === 'duration' || isDeepStrictEqual(schemaOf(field).safeParse(value).data, value);
}
