import { describeOrigin } from '../config/raw-value.ts';
import { type FieldKey, fields, type Origins } from '../config/settings.ts';
import { rowInWords } from '../engine/resource.ts';
import { isSameSealed, type Json } from '../engine/sealed.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { References } from '../providers/references.ts';
import { changePairs, differenceInWords, isCarriedOut, isOnlyFilledIn, isSameChange } from './change-difference.ts';
import type { TargetPlan } from './document.ts';
import { asJson, differingParts, partInWords } from './json-difference.ts';
import type { Planned } from './save.ts';

/** How a saved plan and the current one differ. */
export interface Comparison {
  /** `applied`, `partly-applied`: the only differences result from carrying it out. */
  readonly state: 'same' | 'applied' | 'partly-applied' | 'changed';
  readonly problems: readonly Problem[];
}

/**
 * Compares a saved plan with what would be done now: accounts, settings, IDs of what they name, and all changes. Pure.
 *
 * @param now in the same form, with secrets hidden in the same way
 * @param madeFrom what `now` was made from
 */
export function comparePlans(saved: TargetPlan, now: TargetPlan, madeFrom: Omit<Planned, 'plan'>): Comparison {
  const { origins } = madeFrom;
  const accounts = accountProblems(saved, now, origins);
  // In another account, everything else differs too.
  if (accounts.length > 0) return { state: 'changed', problems: accounts };
  const settings = settingProblems(saved, now, origins);
  const others = [...settings, ...referenceProblems(saved, now), ...duplicateProblems(saved, now)];
  const differing = changePairs(saved.changes, now.changes).filter((pair) => !isSameChange(pair));
  // If anything else differs, values that are known by now are a consequence of that.
  const own = differing.filter((pair) => !isOnlyFilledIn(pair));
  const shown = own.length + others.length > 0 ? own : differing;
  const problems = [...others, ...shown.map((pair) => ({ message: differenceInWords(pair, madeFrom) }))];
  if (problems.length === 0) return compareWhole(saved, now);
  if (others.length > 0 || own.length === 0 || !own.every(isCarriedOut)) return { state: 'changed', problems };
  const planned = saved.changes.filter(({ request }) => request !== undefined);
  return { state: own.length === planned.length ? 'applied' : 'partly-applied', problems };
}

/** The most differences listed for a plan edited by hand. */
const MAX_PARTS = 10;

/** Compares the plans as a whole: nothing may differ, since somebody may have read any part of it. */
function compareWhole(saved: TargetPlan, now: TargetPlan): Comparison {
  const parts = differingParts(asJson(saved), asJson(now));
  const problems = parts.slice(0, MAX_PARTS).map((part) => ({ message: `${partInWords(part)}.` }));
  return { state: parts.length === 0 ? 'same' : 'changed', problems };
}

function accountProblems(saved: TargetPlan, now: TargetPlan, origins: Origins): Problem[] {
  const { ilert, halo } = now.accounts;
  const before = saved.accounts;
  const problem = (one: string, other: string, key: FieldKey) => ({
    message: `The plan was made for ${other}, but this run is for ${one}${whereSet(key, origins)}.`,
  });
  if (before.halo && !halo) return [{ message: 'The plan is for both services, but this run is for ilert alone.' }];
  if (halo && !before.halo) return [{ message: 'The plan is for ilert alone, but this run is for both services.' }];
  return [
    ...(ilert === before.ilert ? [] : [problem(`ilert at ${ilert}`, `ilert at ${before.ilert}`, 'ilert.endpoint')]),
    ...(halo?.url === before.halo?.url ? [] : [problem(`${halo?.url}`, `${before.halo?.url}`, 'halo.url')]),
    ...(halo?.tenant === before.halo?.tenant
      ? []
      : [problem(tenantInWords(halo?.tenant), tenantInWords(before.halo?.tenant), 'halo.tenant')]),
  ];
}

function tenantInWords(tenant: string | undefined): string {
  return tenant === undefined ? 'the tenant that Halo names' : `the tenant "${tenant}"`;
}

function settingProblems(saved: TargetPlan, now: TargetPlan, origins: Origins): Problem[] {
  const [planned, current] = [new Map(Object.entries(saved.settings)), new Map(Object.entries(now.settings))];
  return [...new Set([...current.keys(), ...planned.keys()])].flatMap((key) => {
    const [before, after] = [planned.get(key), current.get(key)];
    if (isSameSetting(before, after)) return [];
    const where = whereSet(key, origins);
    if (isLong(before) || isLong(after))
      return [{ message: `${key} has another text now${where}, from line ${firstDifference(before, after)} on.` }];
    return [{ message: `${key} is ${inWords(after)} now${where}; in the plan it is ${inWords(before)}.` }];
  });
}

function isSameSetting(before: Json | undefined, after: Json | undefined): boolean {
  return isSameSealed(before ?? null, after ?? null);
}

const MAX_LENGTH = 80;

function isLong(text: Json | undefined): boolean {
  return typeof text === 'string' && (text.length > MAX_LENGTH || text.includes('\n'));
}

/** Returns the number of the first line that differs. */
function firstDifference(one: Json = '', other: Json = ''): number {
  const [lines, others] = [String(one).split('\n'), String(other).split('\n')];
  const index = lines.findIndex((line, number) => line !== others[number]);
  return (index === -1 ? lines.length : index) + 1;
}

function inWords(value: Json | undefined): string {
  if (value === undefined) return 'not set';
  const json = JSON.stringify(value);
  return json.length > MAX_LENGTH ? `${json.slice(0, MAX_LENGTH)}…` : json;
}

/** ` (--name)`: where a current setting comes from; empty if nobody has set it. */
function whereSet(key: string, origins: Origins): string {
  const field = fields.find((each) => each.key === key);
  const origin = field && origins.get(field.key);
  return origin ? ` (${describeOrigin(origin, field)})` : '';
}

/** The settings whose names each reference stands for. */
const NAMED_BY: Readonly<Record<Exclude<keyof References, 'names' | 'priorities'>, readonly FieldKey[]>> = {
  policy: ['alertSource.escalationPolicy'],
  responders: ['alertSource.policyResponders'],
  teams: ['alertSource.teams'],
  supportHours: ['alertSource.supportHours'],
  services: ['alertSource.services'],
  filters: ['halo.onlyTicketType', 'halo.onlyPriority', 'halo.onlyTeam'],
  failureRecipient: ['halo.notifyOnFailure'],
  events: [],
};

const ANOTHER_ACCOUNT = 'It may be another account, or it was removed and created again.';

/** Reports names that now stand for a different ID. If a plan doesn't know an ID, that plan creates the resource. */
function referenceProblems(saved: TargetPlan, now: TargetPlan): Problem[] {
  return Object.entries(NAMED_BY).flatMap(([name, keys]): Problem[] => {
    const [before, after] = [saved.references[name], now.references[name]];
    const isRenamed = keys.some((key) => !isSameSetting(saved.settings[key], now.settings[key]));
    if (before === undefined || after === undefined || isRenamed || isUnknown(before) || isUnknown(after)) return [];
    if (isSameSealed(before, after)) return [];
    const what = keys.length === 0 ? 'Events of the runbook' : keys.join(', ');
    const message = `${what}: ID ${idsIn(after).join(', ')} now, ID ${idsIn(before).join(', ')} in the plan.`;
    return [{ message, hint: ANOTHER_ACCOUNT }];
  });
}

function isUnknown(value: Json): boolean {
  return typeof value === 'object' && value !== null && '$unknown' in value;
}

/** Returns all IDs in what was looked up, however deeply nested. */
function idsIn(value: Json): string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [String(value)];
}

/** Reports duplicates that are in only one of the plans. */
function duplicateProblems({ duplicates: before }: TargetPlan, { duplicates: after }: TargetPlan): Problem[] {
  const isIn = (rows: TargetPlan['duplicates'], { resource, id }: TargetPlan['duplicates'][number]) =>
    rows.some((row) => row.resource === resource && row.id === id);
  const appeared = after.filter((row) => !isIn(before, row));
  const gone = before.filter((row) => !isIn(after, row));
  return [
    ...appeared.map((row) => ({
      message: `The ${row.title} ${rowInWords(row)} also ${row.does}; the plan does not have it.`,
    })),
    ...gone.map((row) => ({
      message: `The ${row.title} ${rowInWords(row)}, which also ${row.does} in the plan, no longer does.`,
    })),
  ];
}
