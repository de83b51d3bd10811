import { isDeepStrictEqual } from 'node:util';
import { isList } from '../config/field.ts';
import { IN_A_FILE } from '../config/raw-value.ts';
import { problemOf } from '../config/resolve.ts';
import { type FieldKey, fieldOf, fields, type Settings } from '../config/settings.ts';
import { FILTER_ATTRIBUTES, FILTER_SETTINGS } from '../config/ticket-filters.ts';
import { schemaOf } from '../config/value-schema.ts';
import { objectsIn, type Value } from '../engine/values.ts';
import { filtersOf, isClosedBound } from './halo/binding-settings.ts';
import { bindingsIn } from './halo/event-bindings.ts';
import { NOBODY, recipientOf } from './halo/failure-notification.ts';
import { withoutReturns } from './halo/method.ts';
import { type Part, settingsOfSource } from './ilert/alert-source-settings.ts';
import { isByHaloPriority } from './ilert/halo-priority.ts';
import type { AlertSourceRow } from './ilert/schemas.ts';
import type { IntegrationState, Service } from './integration.ts';
import type { Lookups } from './lookups.ts';
import { settingForRecipient } from './resolve-agent.ts';
import { filterValuesFor } from './resolve-filters.ts';
import { priorityNames } from './resolve-priorities.ts';

/** The settings that produce an integration as it is. */
export interface LiveSettings {
  /** In the form that a settings file uses. */
  readonly values: ReadonlyMap<FieldKey, unknown>;
  /** Names for values that are numbers. */
  readonly comments: ReadonlyMap<FieldKey, string>;
  /** The body that the method sends. */
  readonly payload: string | undefined;
  /** Names of the parts that no settings can produce. Without a setting, they stay as they are. */
  readonly left: readonly string[];
}

/** The input for finding the settings. */
interface Found {
  readonly state: IntegrationState;
  readonly lookups: Lookups;
  /** The settings of the run, which say whether others manage the alert source. */
  readonly settings: Settings;
  /** Set if only this service is read. */
  readonly only: Service | undefined;
  /** Whether a text contains a secret, which a settings file must not. */
  readonly hasSecret: (text: string) => boolean;
}

/** Rows whose names are settings. */
const NAMED = [
  ['alert-source', 'alertSource.name'],
  ['custom-integration', 'halo.integrationName'],
  ['method', 'halo.methodName'],
  ['runbook', 'halo.runbookName'],
] as const;

/** Whether a word is valid as a setting's value, or as one of its values. */
type IsUsable = (key: FieldKey, word: string) => boolean;

/** Finds the settings that produce the integration as it is, so that a plan for them changes nothing. */
export async function readLiveSettings({ state, lookups, settings, only, hasSecret }: Found): Promise<LiveSettings> {
  const isUsable: IsUsable = (key, word) => !hasSecret(word) && isWord(key, word);
  const external = settings['alertSource.id'];
  const isExternal = external !== undefined;
  const source = isExternal ? undefined : state['alert-source'];
  const filter = await filterPart(state, lookups, isUsable);
  const parts = [
    ...nameParts(isExternal ? NAMED.filter(([resource]) => resource !== 'alert-source') : NAMED, state),
    ...(isExternal ? [['alert source', { 'alertSource.id': external }] as const] : []),
    ...(source ? await sourceParts(source, { lookups, settings, only }, isUsable) : []),
    ['filter of the events', filter.part] as const,
    ['event "Closed"', closedPart(state, filter.part)] as const,
    ['failure notification of the runbook', await notificationPart(state, lookups, isUsable)] as const,
  ];
  return { ...collected(parts, hasSecret), comments: filter.comments, payload: payloadIn(state) };
}

/** A part of the integration by its name for users, and the settings that produce it. */
type NamedPart = readonly [what: string, part: Part];

/** Separates what settings can express exactly from what they can't. Pure. */
function collected(parts: readonly NamedPart[], hasSecret: Found['hasSecret']): Pick<LiveSettings, 'values' | 'left'> {
  const read = parts.map(([what, part]) => ({ what, entries: part && entriesOf(part) }));
  const canBe = ([key, value]: readonly [FieldKey, unknown]) =>
    isAsGiven(key, value) && !hasSecret(JSON.stringify(value));
  const isMade = ({ entries }: (typeof read)[number]) => entries?.every(canBe) ?? false;
  return {
    values: new Map(read.filter(isMade).flatMap(({ entries = [] }) => entries)),
    left: read.filter((each) => !isMade(each)).map(({ what }) => what),
  };
}

function entriesOf(part: NonNullable<Part>): (readonly [FieldKey, unknown])[] {
  return fields.flatMap(({ key }) => (part[key] === undefined ? [] : [[key, part[key]] as const]));
}

function nameParts(named: readonly (typeof NAMED)[number][], state: IntegrationState): NamedPart[] {
  return named.flatMap(([resource, key]) => {
    const name = state[resource]?.name;
    return typeof name === 'string' ? [[`name of the ${resource.replace('-', ' ')}`, { [key]: name.trim() }]] : [];
  });
}

async function sourceParts(
  source: AlertSourceRow,
  { lookups, settings, only }: Pick<Found, 'lookups' | 'settings' | 'only'>,
  isUsable: IsUsable,
): Promise<NamedPart[]> {
  const [lists, priorityNames] = await Promise.all([
    listsFor(source, lookups),
    only === 'ilert' ? undefined : priorityNamesFor(source, lookups),
  ]);
  const parts = settingsOfSource(source, settings, { ...lists, priorityNames }, isUsable);
  return Object.entries(parts).map(([what, part]) => [`${what} of the alert source`, part]);
}

/** The filters of the events, and names for values that are numbers. */
async function filterPart(state: IntegrationState, lookups: Lookups, isUsable: IsUsable) {
  const filters = filtersOf(bindingsIn(state));
  const found = await Promise.all(
    FILTER_ATTRIBUTES.map(async (attribute) => {
      const key = FILTER_SETTINGS[attribute];
      const isUsableHere = (word: string) => isUsable(key, word);
      return { key, ...(filters && (await filterValuesFor(attribute, filters[attribute], lookups, isUsableHere))) };
    }),
  );
  const isMade = found.every(({ words }) => words !== undefined);
  const filtered = found.flatMap(({ key, words = [] }) => (words.length > 0 ? [[key, words] as const] : []));
  const named = found.flatMap(({ key, named: names = new Map<string, string>() }) =>
    names.size > 0 ? [[key, [...names].map(([word, name]) => `${word} is ${name}`).join(', ')] as const] : [],
  );
  const part: Part = isMade ? Object.fromEntries(filtered) : undefined;
  return { part, comments: new Map<FieldKey, string>(isMade ? named : []) };
}

/** With a filter, the event always exists. */
function closedPart(state: IntegrationState, filter: Part): Part {
  const isFiltered = Object.keys(filter ?? {}).length > 0;
  return isClosedBound(bindingsIn(state)) && !isFiltered ? { 'halo.closedEvent': true } : {};
}

/** Only reads them if the row uses them. */
async function priorityNamesFor({ priorityTemplate, severityTemplate }: AlertSourceRow, lookups: Lookups) {
  return [priorityTemplate, severityTemplate].some(isByHaloPriority) ? priorityNames(lookups) : undefined;
}

/** Whom the runbook notifies if it fails; empty if nobody. */
async function notificationPart({ runbook }: IntegrationState, lookups: Lookups, isUsable: IsUsable): Promise<Part> {
  const recipient = runbook ? recipientOf(runbook) : NOBODY;
  if (recipient === NOBODY) return {};
  const word = await settingForRecipient(Number(recipient), lookups, (each) => isUsable('halo.notifyOnFailure', each));
  return word === undefined ? undefined : { 'halo.notifyOnFailure': word };
}

/** Only reads lists that the row refers to. */
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

function isWord(key: FieldKey, word: string): boolean {
  const field = fieldOf(key);
  if (word.toLowerCase() === field.wordForNone) return false;
  return isAsGiven(key, isList(field.kind) ? [word] : word);
}

/** Whether a setting accepts a value without changing it, for example by trimming. */
function isAsGiven(key: FieldKey, value: unknown): boolean {
  const field = fieldOf(key);
  if (problemOf(field, { value, origin: IN_A_FILE })) return false;
  return field.kind === 'duration' || isDeepStrictEqual(schemaOf(field).safeParse(value).data, value);
}
