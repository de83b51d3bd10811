import { productOf } from '../config/product.ts';
import { describeOrigin, placeOf } from '../config/raw-value.ts';
import { fieldOf, type Origins, type Settings } from '../config/settings.ts';
import type { Value } from '../engine/values.ts';
import { ApiError, isForbidden, unlessForbidden } from '../errors/api-error.ts';
import { CliError, type Problem } from '../errors/cli-error.ts';
import { NOBODY } from './halo/failure-notification.ts';
import type { Agent } from './halo/schemas.ts';
import type { Lookups } from './lookups.ts';
import type { Names } from './names.ts';
import { ambiguousName, lookedUpLater, unknownName } from './references.ts';
import { notLookedUp, type UnresolvedExtra } from './unresolved-extra.ts';

const KEY = 'halo.notifyOnFailure';

/** Other words that people write for no one. */
const NO_ONE = /^(none|no one|no-one|noone|off|no|false|null|-1)$/i;

/** The agent to notify if the runbook fails, and what is wrong with the name in the settings. */
export interface FoundRecipient {
  /** The agent's ID, or `NOBODY`; undefined if the settings name none, or one that can't be notified. */
  readonly recipient: Value;
  readonly names: Names;
  readonly extras: readonly UnresolvedExtra[];
}

/** Looks up the agent that the settings name. */
export async function readRecipient(
  lookups: Pick<Lookups, 'agents'>,
  settings: Settings,
  origins: Origins,
): Promise<FoundRecipient> {
  const wanted = settings[KEY];
  if (wanted === undefined) return { recipient: undefined, names: {}, extras: [] };
  const option = { component: 'runbook', setting: KEY, origin: whereSet(origins) } as const;
  const agents = await lookups.agents().catch((error: unknown) => {
    // The agents' names would only make the plan easier to read.
    if (isForbidden(error) && (isNobody(wanted) || isId(wanted))) return [];
    return notLookedUp(isForbidden(error) ? mayNotList(wanted, settings, origins, error) : error);
  });
  if ('refusal' in agents) return { recipient: undefined, names: {}, extras: [{ ...option, ...agents }] };
  const names = { agent: agentsById(agents) };
  if (isNobody(wanted)) return { recipient: NOBODY, names, extras: [] };
  if (agents.length === 0 && isId(wanted)) return { recipient: Number(wanted), names, extras: [] };
  const found = findAgent(wanted, agents, settings, origins);
  if (typeof found === 'number') return { recipient: found, names, extras: [] };
  const problem = { ...found, place: placeOf(origins.get(KEY)) };
  return { recipient: undefined, names, extras: [{ ...option, problem }] };
}

/** Returns the recipient in a run that contacts nothing. */
export function recipientOffline({ [KEY]: wanted }: Settings): Value {
  if (wanted === undefined) return undefined;
  return isNobody(wanted) ? NOBODY : lookedUpLater('agent', wanted);
}

/** Returns the agents' names, to say whom a runbook notifies; empty if Halo does not list them. */
export async function agentNames({ agents }: Pick<Lookups, 'agents'>): Promise<Names> {
  const rows = await agents().catch((error: unknown) => {
    if (error instanceof ApiError) return [];
    throw error;
  });
  return { agent: agentsById(rows) };
}

/** Adds the ID, since one agent's name may be another's ID, and whether the agent is disabled and so not notified. */
function agentsById(agents: readonly Agent[]): ReadonlyMap<string, string> {
  const named = agents.filter(({ name }) => name.trim() !== '');
  return new Map(
    named.map(({ id, name, isDisabled }) => [String(id), `${name.trim()} (ID ${id}${isDisabled ? ', disabled' : ''})`]),
  );
}

/**
 * Returns the setting's value for an agent that a runbook notifies: the name, or the ID if the name alone is ambiguous.
 *
 * @param isUsable whether the setting may have a text as its value
 * @returns undefined if no value finds the agent, for example because it is disabled
 */
export async function settingForRecipient(
  id: number,
  lookups: Pick<Lookups, 'agents'>,
  isUsable: (word: string) => boolean,
): Promise<string | undefined> {
  const agents = await lookups.agents().catch(unlessForbidden(() => []));
  if (agents.length === 0) return String(id);
  const words = agents.filter((each) => each.id === id).flatMap(({ name }) => [name.trim(), String(id)]);
  return words.find((word) => {
    const [meant, ...more] = matchingAgents(word, agents);
    return isUsable(word) && meant?.id === id && !meant.isDisabled && more.length === 0;
  });
}

/** Whether the setting's value means that nobody is notified. */
export function isNobody(wanted: string): boolean {
  return wanted.toLowerCase() === fieldOf(KEY).wordForNone;
}

function isId(wanted: string): boolean {
  return /^[1-9]\d*$/.test(wanted);
}

/** Finds agents by ID, exact name, or e-mail address in any case. Of several, takes those who can be notified. */
function matchingAgents(wanted: string, agents: readonly Agent[]): readonly Agent[] {
  const isMeant = ({ id, name, email }: Agent) =>
    String(id) === wanted || name.trim() === wanted || email.toLowerCase() === wanted.toLowerCase();
  const hits = agents.filter(isMeant);
  const active = hits.filter(({ isDisabled }) => !isDisabled);
  return active.length > 0 ? active : hits;
}

function findAgent(wanted: string, agents: readonly Agent[], settings: Settings, origins: Origins): number | Problem {
  const product = productOf(settings).name;
  const origin = whereSet(origins);
  const hits = matchingAgents(wanted, agents);
  const [hit, ...more] = hits;
  if (!hit) {
    const unknown = unknownName('agent', wanted, byAllNames(agents), origin, product);
    return NO_ONE.test(wanted) ? { ...unknown, hint: 'To notify no one, use "nobody".' } : unknown;
  }
  if (hit.isDisabled) {
    const agent =
      wanted === String(hit.id) && hit.name !== '' ? `"${hit.name.trim()}" (ID ${wanted}, ` : `"${wanted}" (`;
    return {
      code: 'name-unknown',
      message: `The agent ${agent}${origin}) is disabled in ${product}, so nobody would be notified.`,
      hint: 'Use another agent, or "nobody".',
    };
  }
  return more.length === 0 ? hit.id : ambiguousName('agent', wanted, hits, origin);
}

/** Lists agents who can be notified under each of their names, to find similar ones. */
function byAllNames(agents: readonly Agent[]) {
  const active = agents.filter(({ isDisabled }) => !isDisabled);
  return active.flatMap(({ id, name, email }) => [{ id, name }, ...(email === '' ? [] : [{ id, name: email }])]);
}

function mayNotList(wanted: string, settings: Settings, origins: Origins, refusal: ApiError): CliError {
  const product = productOf(settings).name;
  return new CliError({
    code: 'permission-missing',
    message: `${product} does not let the API application list agents, so the agent "${wanted}" (${whereSet(origins)}) can't be looked up.`,
    hint: `In ${product}, let the role of the agent that the application logs in as view agents, or use the ID of the agent to notify.`,
    exitCode: refusal.exitCode,
    cause: refusal,
  });
}

function whereSet(origins: Origins): string {
  return describeOrigin(origins.get(KEY) ?? { from: 'default' }, fieldOf(KEY));
}
