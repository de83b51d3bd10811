import type { Settings } from '../config/settings.ts';
import type { Id, Live, Row } from '../engine/resource.ts';
import type { Fields, Value } from '../engine/values.ts';
import type { Readings } from './readings.ts';
import type { RouteSeen } from './recorder.ts';
import { merged, type Shape } from './shape.ts';

/** A run of the runbook, as far as a fact needs it. */
export interface RunSeen {
  readonly ticketId?: Id | undefined;
  readonly done: boolean;
  readonly error?: string | undefined;
}

/** A call of the method. */
export interface DeliverySeen {
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
}

/** An alert that a ticket made. */
export interface AlertSeen {
  readonly alertKey?: string | null | undefined;
}

/** All that a run knows of a tenant: rows, answers' shapes, and what happened to tickets. */
export interface Evidence {
  readonly settings: Settings;
  readonly live: Live;
  readonly routes: ReadonlyMap<string, RouteSeen>;
  readonly readings: Readings;
  readonly runs: readonly RunSeen[];
  readonly deliveries: readonly DeliverySeen[];
  readonly alerts: readonly AlertSeen[];
}

/** What a tenant says to a fact. The sentence holds words and codes of ours only, never a text of the tenant. */
export interface Verdict {
  readonly answer: 'confirmed' | 'otherwise' | 'not seen';
  readonly sentence: string;
}

export const confirmed = (sentence: string): Verdict => ({ answer: 'confirmed', sentence });
export const otherwise = (sentence: string): Verdict => ({ answer: 'otherwise', sentence });
export const notSeen = (sentence: string): Verdict => ({ answer: 'not seen', sentence });

/** Confirmed or otherwise, by what was seen; not seen where that is undefined. */
export function verdict(
  seen: boolean | undefined,
  sentences: { readonly yes: string; readonly no?: string; readonly unseen: string },
): Verdict {
  if (seen === undefined) return notSeen(sentences.unseen);
  return seen ? confirmed(sentences.yes) : otherwise(sentences.no ?? 'It is not so.');
}

/** What the routes that fit answered, all in one; undefined where none was asked or none said yes. */
export function answerOf({ routes }: Evidence, route: RegExp): Shape | undefined {
  const shapes = [...routes.values()].flatMap((seen) => (route.test(seen.route) && seen.answer ? [seen.answer] : []));
  return shapes.length === 0 ? undefined : shapes.reduce(merged);
}

/** Whether a route that fits was asked and answered with this status. */
export function answered({ routes }: Evidence, route: RegExp, status: number): boolean {
  return [...routes.values()].some((seen) => route.test(seen.route) && seen.statuses.has(status));
}

/** A row of a list, be it an array or an object with one array in it; undefined where the list was empty. */
export function rowOf(list: Shape | undefined): Shape | undefined {
  if (list?.items) return list.items;
  return [...(list?.fields?.values() ?? [])].find(({ items }) => items)?.items;
}

/** Whether a shape has all these fields; undefined where there is no shape. */
export function has(shape: Shape | undefined, ...names: readonly string[]): boolean | undefined {
  return shape && names.every((name) => shape.fields?.has(name));
}

/** Whether a field of a live row has one of these values; undefined where there is no such row or field. */
export function isOneOf(row: Row | undefined, field: string, ...values: readonly Value[]): boolean | undefined {
  const value = row?.[field];
  return value === undefined || value === null ? undefined : values.includes(value);
}

/** The steps of the live runbook; none where it is not there, or its details were not read. */
export function stepsIn({ runbook }: Live): readonly Fields[] {
  return listIn(runbook?.steps);
}

/** The edges of all steps that execute a method. */
export function edgesIn(live: Live): readonly Fields[] {
  return stepsIn(live)
    .filter(({ auto_action }) => auto_action === 6)
    .flatMap(({ actions }) => listIn(actions));
}

/** The objects of a list; none of anything else. */
export function listIn(value: Value): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).filter((each) => typeof each === 'object' && each !== null) as readonly Fields[];
}
