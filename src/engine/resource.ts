import type { CliError, Problem } from '../errors/cli-error.ts';
import type { Fields, Unknown, Value } from './values.ts';

export type Id = number | string;

/** In the place of the id of a row that tells none that can be used: it can't be addressed. */
export const NO_ID = '';

/** A row as a service answers it, with its secrets wrapped. Each resource declares the fields that it reads. */
export interface StoredRow {
  readonly id: Id;
  readonly name?: Value;
}

/** The fields of a row that this program sets. */
export type PropsOf<Row> = { readonly [K in keyof Row]?: Value };

/** What there is, by the key of the resource. */
export type State = { readonly [key: string]: StoredRow | undefined };

/** The types that a set of resources has in common; the engine knows nothing else of them. */
export interface World {
  /** What the person wants. */
  readonly settings: unknown;
  /** What there should be: the settings, with the ids of what they name. */
  readonly desired: { readonly settings: unknown };
  readonly state: State;
  /** How the services are reached. */
  readonly accounts: Accounts;
  readonly service: string;
}

/** A writing request, as data: a dry run shows it, `apply` sends it. */
export interface WriteRequest<Service = string> {
  readonly service: Service;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Below the service's API, without `/api`. */
  readonly path: string;
  readonly body?: Value;
}

/** Both services, as far as the engine itself uses them. */
export interface Accounts {
  /** @returns the row as the service answers it; nothing after a deletion. @throws ApiError */
  write(request: WriteRequest): Promise<StoredRow | undefined>;
}

/** One field that is not as it should be. */
export interface FieldChange {
  /** As it is shown: the name of the field, or of the part of it that differs. */
  readonly field: string;
  /** Where that part is: the field of the row, what is in it, and the part's own name. None for a whole field. */
  readonly path?: readonly [field: string, item: string, part?: string];
  readonly before: Value;
  readonly after: Value;
}

/** Several rows could be ours: a person has to decide. */
export interface Ambiguity<Row = StoredRow> extends Problem {
  readonly resource: string;
  readonly rows: readonly Row[];
}

/** How a resource finds its row. */
export interface Search<W extends World> {
  readonly accounts: W['accounts'];
  /** Whether nothing was read before: lists that are shared, or read ahead, will do. */
  readonly isFirst: boolean;
  /** The row of another resource, which is searched for at the same time. */
  get<K extends keyof W['state'] & string>(key: K): Promise<W['state'][K]>;
  /** Told of several rows that could be ours. @returns the one to take all the same; none where a person has to decide */
  choose<Row extends StoredRow>(ambiguity: Ambiguity<Row>): Row | undefined;
  /** Told of rows of others that keep ours from getting its name. */
  taken(rows: readonly StoredRow[]): void;
}

/** A change of one resource, as far as its own rules need to know it. */
export interface Intent {
  readonly name: string;
  readonly action: 'create' | 'update' | 'keep' | 'delete';
  readonly fields: readonly FieldChange[];
}

/**
 * One kind of thing with all of its operations. Those that decide are pure; those that read are told apart by their
 * `Promise`. Nothing but `Accounts.write` writes.
 */
export interface Resource<W extends World, Row extends StoredRow = StoredRow, Props extends Fields = PropsOf<Row>> {
  readonly key: keyof W['state'] & string;
  /** As the product's pages call it. */
  readonly title: string;
  readonly service: W['service'];
  /** What must be there, as it should be, before this can be made. */
  readonly dependsOn: readonly (keyof W['state'] & string)[];
  /** Whether the service refuses a second one of its name. */
  readonly isUniquelyNamed?: true;
  /** Fields that a dependent is made from: the service may store them in another form than they were sent in. */
  readonly storedFields?: readonly (keyof Row & string)[];
  /** Fields that are sent before what they depend on is known, and corrected when that turns out otherwise. */
  readonly provisionalFields?: readonly (keyof Row & string)[];
  /** Whether it is part of what is wanted; without it: always. */
  isEnabled?(settings: W['settings']): boolean;
  /** Whether it is kept by others: then it is only read. */
  isExternal?(settings: W['settings']): boolean;
  /** Id of one that is kept by others, where no one has looked at it yet. */
  externalId?(settings: W['settings']): Id | undefined;
  /** The name in the settings. */
  name(settings: W['settings']): string;
  /** Whether it goes by its row's own name instead: the settings may not know it. */
  hasOwnName?(settings: W['settings']): boolean;

  /** Finds our row, with all that is compared or depends on it. @throws ApiError; `Vanished` where it goes meanwhile */
  find(search: Search<W>): Promise<Row | undefined>;
  /** Reads a known row once more. @param props what is wanted of it: a list that shows all of that will do. @returns undefined where it is gone */
  read(row: Row, search: Search<W>, props?: Props): Promise<Row | undefined>;
  /**
   * Rows that could be taken for this one, such as another run may have made; it may be among them.
   *
   * @param fresh what has just been read; without it they are read anew
   */
  rivals(row: Row, accounts: W['accounts'], fresh?: W['state']): Promise<readonly StoredRow[]>;
  /** Rows of others that hang on it and would be lost with it, as `read` found them. */
  dependents?(row: Row, state: W['state']): readonly Dependent[];
  /** Whether it may be removed: some are ours only if a run of ours made them. */
  isOurs?(row: Row): boolean;

  /** The fields that are ours, as they should be; what is not known yet is `Unknown`. @throws CliError where a row rules it out */
  desired(desired: W['desired'], state: W['state']): Props;
  /** Where the row differs from what is wanted; fields of others don't count. */
  diff(row: Row, props: Props): FieldChange[];
  /** What a change would break of others, or would be refused for. @param taken rows of others that have its name */
  conflicts?(intent: Intent, state: W['state'], taken: readonly StoredRow[], desired: W['desired']): Problem[];
  create(props: Props): WriteRequest<W['service']>;
  /** Changes what differs, and keeps the rest as it is. */
  update(row: Row, props: Props, changes: readonly FieldChange[]): WriteRequest<W['service']>;
  delete(row: Row): WriteRequest<W['service']>;
}

/** A row of somebody else that hangs on one of ours. */
export interface Dependent {
  /** As the product calls its kind. */
  readonly title: string;
  readonly row: StoredRow;
}

/** The id of a row, or what stands for it while there is none. */
export function idOf(row: StoredRow | undefined, unknown: Unknown): Id | Unknown {
  return row?.id ?? unknown;
}

/** The name that a resource is shown by. */
export function nameOf<W extends World>(resource: Resource<W>, settings: W['settings'], row?: StoredRow): string {
  return resource.hasOwnName?.(settings) && typeof row?.name === 'string' ? row.name : resource.name(settings);
}

/** A row that was there a moment ago is gone: somebody removes it while it is read. */
export class Vanished extends Error {
  /** What to tell where it is listed still and can never be read. */
  readonly lasting: CliError;

  constructor(lasting: CliError) {
    super(lasting.message, { cause: lasting });
    this.name = 'Vanished';
    this.lasting = lasting;
  }
}
