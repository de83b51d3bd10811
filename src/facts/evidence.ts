import type { Settings } from '../config/settings.ts';
import { type Fields, objectsIn } from '../engine/values.ts';
import type { Delivery, Run } from '../providers/halo/run-history.ts';
import type { Alert } from '../providers/ilert/schemas.ts';
import type { IntegrationState } from '../providers/integration.ts';
import type { Readings } from './readings.ts';
import type { RecordedRoute } from './recorder.ts';
import { mergedAll, type Shape } from './shape.ts';

/** What a run observed about a tenant: its rows, the shapes of its answers, and what happened to tickets. */
export interface Evidence {
  readonly settings: Settings;
  readonly live: IntegrationState;
  readonly routes: ReadonlyMap<string, RecordedRoute>;
  readonly readings: Readings;
  readonly runs: readonly (Pick<Run, 'done'> & Partial<Pick<Run, 'error' | 'ticketId'>>)[];
  readonly deliveries: readonly Pick<Delivery, 'status'>[];
  readonly alerts: readonly Pick<Alert, 'alertKey'>[];
}

/** Whether a tenant confirms a fact. The sentence never contains the tenant's texts. */
export interface Verdict {
  readonly answer: 'confirmed' | 'contradicted' | 'not observed';
  readonly sentence: string;
}

/** The tenant behaves as the fact says. */
export const confirmed = (sentence: string): Verdict => ({ answer: 'confirmed', sentence });
/** The tenant behaves differently. */
export const contradicted = (sentence: string): Verdict => ({ answer: 'contradicted', sentence });
/** The run observed nothing that could show it. */
export const notObserved = (sentence: string): Verdict => ({ answer: 'not observed', sentence });

type Sentences = { readonly yes: string; readonly no?: string; readonly unobserved: string };

/** Confirmed if true, different if false, not observed if undefined. */
export function verdict(seen: boolean | undefined, { yes, no = 'It is different.', unobserved }: Sentences): Verdict {
  if (seen === undefined) return notObserved(unobserved);
  return seen ? confirmed(yes) : contradicted(no);
}

/** Merges the shapes of all successful answers of matching routes; undefined if there are none. */
export function answerOf(evidence: Evidence, route: RegExp): Shape | undefined {
  return mergedAll(answersOf(evidence, route));
}

/** The shapes of the successful answers of each matching route. */
export function answersOf({ routes }: Evidence, route: RegExp): Shape[] {
  return [...routes.values()].flatMap((seen) => (route.test(seen.route) && seen.answer ? [seen.answer] : []));
}

/** Whether a matching route was answered with this status. */
export function answered({ routes }: Evidence, route: RegExp, status: number): boolean {
  return [...routes.values()].some((seen) => route.test(seen.route) && seen.statuses.has(status));
}

/** A row of a list, which is an array or an object that contains one array; undefined if the list was empty. */
export function rowOf(list: Shape | undefined): Shape | undefined {
  if (list?.items) return list.items;
  return [...(list?.fields?.values() ?? [])].find(({ items }) => items)?.items;
}

/** Whether a shape has all of these fields; undefined without a shape. */
export function has(shape: Shape | undefined, ...names: readonly string[]): boolean | undefined {
  return shape && names.every((name) => shape.fields?.has(name));
}

/** Whether a field of a live row has one of these values; undefined without the row or the field. */
export function isOneOf<Row extends object>(
  row: Row | undefined,
  field: keyof Row,
  ...values: readonly Row[keyof Row][]
): boolean | undefined {
  const value = row?.[field];
  return value === undefined || value === null ? undefined : values.includes(value);
}

/** The steps of the live runbook; empty if there is no runbook or its details were not read. */
export function stepsIn({ runbook }: IntegrationState): readonly Fields[] {
  return objectsIn(runbook?.steps);
}

/** The edges of all steps that execute a method. */
export function edgesIn(live: IntegrationState): readonly Fields[] {
  return stepsIn(live)
    .filter(({ auto_action }) => auto_action === 6)
    .flatMap(({ actions }) => objectsIn(actions));
}
