import type { Settings } from '../config/settings.ts';
import type { References } from '../providers/references.ts';
import type { Fields, Unknown, Value } from './values.ts';

/** What makes up the integration, in the order in which it can be made. */
export const resourceKeys = [
  'escalation-policy',
  'alert-source',
  'custom-integration',
  'method',
  'runbook',
  'new-ticket-binding',
  'status-changed-binding',
] as const;

export type ResourceKey = (typeof resourceKeys)[number];
export type ServiceKey = 'ilert' | 'halo';
export type Id = number | string;

/** In the place of the id of a row that tells none that can be used: it can't be addressed. */
export const NO_ID = '';

/** A row as a service answers it, with its secrets wrapped; fields that are not ours stay in it. */
export type Row = { readonly id: Id } & Fields;

/** What there is of the integration in both services, by resource. */
export type Live = { readonly [K in ResourceKey]?: Row };

/** What there should be: the settings, with their names looked up. */
export interface Desired {
  readonly settings: Settings;
  readonly references: References;
}

/** One field that is not as it should be. */
export interface FieldChange {
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
}

/** A writing request, as data: a dry run shows it, `apply` sends it. */
export interface WriteRequest {
  readonly service: ServiceKey;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Below the service's API, without `/api`. */
  readonly path: string;
  readonly body?: Value;
}

/** One kind of thing with its verbs. All are pure: they say what to ask for, others ask. */
export interface Resource {
  readonly key: ResourceKey;
  /** As the product's pages call it. */
  readonly title: string;
  readonly service: ServiceKey;
  /** Fields that what depends on it is made from: the service may store them in another form than they were sent in. */
  readonly storedFields?: readonly string[];
  /** What must be there, as it should be, before this can be made. */
  readonly dependsOn: readonly ResourceKey[];
  /** Whether it is part of this integration; without it: always. */
  readonly isEnabled?: (settings: Settings) => boolean;
  /** Whether it is kept by others: then it is only read. */
  readonly isExternal?: (settings: Settings) => boolean;
  /** Whether no other row of the product may have its name, in any case. */
  readonly isUniquelyNamed?: true;
  /** Its name in the product. */
  name(settings: Settings): string;
  /** The fields that are ours, as they should be; what is not known yet is `Unknown`. */
  desired(desired: Desired, live: Live): Fields;
  /** Where the row differs from what is wanted; fields of others don't count. */
  diff(row: Row, wanted: Fields): FieldChange[];
  create(wanted: Fields): WriteRequest;
  /** Changes what differs, and keeps the rest as it is. */
  update(row: Row, wanted: Fields, changes: readonly FieldChange[]): WriteRequest;
  delete(row: Row): WriteRequest;
}

/** The id of a live row, or what stands for it while there is none. */
export function idOf(row: Row | undefined, unknown: Unknown): Id | Unknown {
  return row?.id ?? unknown;
}
