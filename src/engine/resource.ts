import type { ApiError } from '../errors/api-error.ts';
import type { CliError, Problem } from '../errors/cli-error.ts';
import type { Fields, Unknown, Value } from './values.ts';

export type Id = number | string;

/** Stands for a missing or unusable id; such a row can't be read or changed. */
export const NO_ID = '';

/** A row as a service returns it, with its secrets wrapped. Each resource declares the fields it reads. */
export interface StoredRow {
  readonly id: Id;
  readonly name?: Value;
}

/** The fields of a row that this program sets. */
export type PropsOf<Row> = { readonly [K in keyof Row]?: Value };

/** The rows that exist, by the resource's key. */
export type State = { readonly [key: string]: StoredRow | undefined };

/** The types that a set of resources has in common; the engine knows nothing else about them. */
export interface World {
  /** What the user wants. */
  readonly settings: unknown;
  /** What should exist: the settings, with the ids of what they name. */
  readonly desired: { readonly settings: unknown };
  readonly state: State;
  /** Which rows are ours, where several resources are identified together because rows refer to each other. */
  readonly identity: unknown;
  /** How to reach the services. */
  readonly accounts: Accounts;
  readonly service: string;
}

/** A write as data: a dry run shows it, and `apply` sends it. */
export interface WriteRequest<Service = string> {
  readonly service: Service;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** Relative to the service's API, without `/api`. */
  readonly path: string;
  readonly body?: Value;
}

/** Both services, as far as the engine itself needs them. */
export interface Accounts {
  /** Sends a write. @returns the row in the service's answer; undefined after a deletion. @throws ApiError */
  write(request: WriteRequest): Promise<StoredRow | undefined>;
  /** Starts to identify our rows. @returns the world's `identity` */
  identify(search: Identification): unknown;
}

/** The part of a search that identifying our rows uses. */
export type Identification = Pick<Search<World>, 'isFirst' | 'choose' | 'duplicate' | 'unreadable'>;

/** One field that is not as it should be. */
export interface FieldChange {
  /** The name to show: of the field, or of the part that differs. */
  readonly field: string;
  /** Where that part is: the field, the item in it, and the part's name or what is in that. None for a whole field. */
  readonly path?: readonly [field: string, item: string, part?: string, ...inner: string[]];
  readonly before: Value;
  readonly after: Value;
}

/** One line of what people read about a resource: a field, or several that belong together. */
export interface Label<W extends World> {
  /** For programs: the field's name in the service's API, or a name for several fields. */
  readonly field: string;
  /** For people: its name on the product's page. */
  readonly label: string;
  /** The fields it is made from, if there are several; by default, the field itself. */
  readonly of?: readonly string[];
  /** Returns what the product's page shows for it; undefined if it shows nothing. Pure. */
  text(values: Fields, desired: W['desired'], state: W['state']): string | undefined;
  /** The same for a resource to be created, if that differs. Pure. */
  textOfNew?(values: Fields, desired: W['desired'], state: W['state']): string | undefined;
  /** Whether it is the same for everybody, so that a creation need not show it. */
  readonly isFixed?: true;
  /** Whether no live account has confirmed yet that the service accepts it (inferred facts). */
  readonly isUnconfirmed?: true;
  /** What differs if the text is the same before and after, such as a hidden key. */
  readonly difference?: string;
}

/** A change as people read it. */
export interface LabelledChange {
  readonly field: string;
  readonly label: string;
  /** The place of a part of a field, as in `FieldChange`. */
  readonly path?: FieldChange['path'] | undefined;
  /** The value in the service's API; for several fields, an object with each by its name. */
  readonly before: Value;
  readonly after: Value;
  /** What the product's page shows; undefined if it shows nothing. */
  readonly beforeText?: string | undefined;
  readonly afterText?: string | undefined;
  /** Whether no live account has confirmed yet that the service accepts it. */
  readonly isUnconfirmed?: true;
}

/** Several rows that could be ours, so that a person has to decide. */
export interface Ambiguity<Row = StoredRow> extends Problem {
  readonly resource: string;
  readonly rows: readonly Row[];
}

/** A row that is not ours, but of the same kind as one of ours. */
export interface OtherRow<Key extends string = string> {
  /** The resource of the same kind. */
  readonly resource: Key;
  /** The product's name for this kind. */
  readonly title: string;
  readonly row: StoredRow;
  /** How it relates to ours, if known, as the end of a sentence. */
  readonly does?: string;
}

/** Another row that can't be read, so it is unknown whether it does the work of ours, or uses it. */
export interface Unreadable<Key extends string = string> extends OtherRow<Key> {
  readonly reason: ApiError;
  /** Whether it is known to run. */
  readonly isStarted: boolean;
}

/** Another row that does the same work as ours, so that it is done twice. */
export interface Duplicate<Key extends string = string> extends OtherRow<Key> {
  /** What it does, as the end of a sentence: `calls the method "send ticket to ilert" (ID 12)`. */
  readonly does: string;
}

/** How a resource finds its row. */
export interface Search<W extends World> {
  readonly accounts: W['accounts'];
  /** Whether this is the first search, so that lists that are shared or read ahead are recent enough. */
  readonly isFirst: boolean;
  /** Returns which rows are ours, determined once for all resources of the search. */
  identity(): W['identity'];
  /** Returns the row of another resource, which is being searched for at the same time. */
  get<K extends keyof W['state'] & string>(key: K): Promise<W['state'][K]>;
  /** Reports several rows that could be ours. @returns the one to use anyway; undefined if a person has to decide */
  choose<Row extends StoredRow>(ambiguity: Ambiguity<Row>): Row | undefined;
  /** Reports another row that does the work of ours, so that it would be done twice. */
  duplicate(duplicate: Duplicate): void;
  /** Reports another row that could not be read. */
  unreadable(row: Unreadable): void;
  /** Reports other people's rows that have the name intended for ours. */
  taken(rows: readonly StoredRow[]): void;
}

/** The parts of a resource's change that its own rules need to know. */
export interface Intent {
  readonly name: string;
  readonly action: 'create' | 'update' | 'keep' | 'delete';
  readonly fields: readonly FieldChange[];
  readonly labelledFields: readonly LabelledChange[];
}

/**
 * One kind of thing, with all its operations. Operations that return a `Promise` read from the services; all others are
 * pure. Only `Accounts.write` writes.
 */
export interface Resource<W extends World, Row extends StoredRow = StoredRow, Props extends Fields = PropsOf<Row>> {
  readonly key: keyof W['state'] & string;
  /** Its name on the product's pages. */
  readonly title: string;
  readonly service: W['service'];
  /** What must exist as desired before this can be made. */
  readonly dependsOn: readonly (keyof W['state'] & string)[];
  /** The resource that it is part of, and is removed with, if any. */
  readonly partOf?: keyof W['state'] & string;
  /** The setting that holds its name. */
  readonly nameSetting?: keyof W['settings'] & string;
  /** Whether the service refuses a second one of the same name. */
  readonly isUniquelyNamed?: true;
  /** Fields besides the name that make it ours. If one has changed since the plan was made, it is not removed. */
  readonly identity?: readonly (keyof Row & string)[];
  /** Whether it still does the same as when the plan was made; true by default. Otherwise, it is not removed. */
  doesSame?(before: Row, now: Row): boolean;
  /** Fields that a dependent is made from. The service may store them in a different form than was sent. */
  readonly storedFields?: readonly (keyof Row & string)[];
  /** Fields that are sent before what they depend on is known, and corrected if that turns out to differ. */
  readonly provisionalFields?: readonly (keyof Row & string)[];
  /** Whether it is wanted; true by default. @param state what exists: some resources are wanted only because of that */
  isEnabled?(desired: W['desired'], state: W['state']): boolean;
  /** Whether `apply` removes a row that is not wanted; false by default. */
  isObsolete?(row: Row, desired: W['desired'], state: W['state']): boolean;
  /** Whether it is external, and so is only read. */
  isExternal?(settings: W['settings']): boolean;
  /** Returns the id of an external one that has not been read yet. */
  externalId?(settings: W['settings']): Id | undefined;
  /** Returns its name in the settings. */
  name(settings: W['settings']): string;
  /** Whether to show it under the name of its row, since the settings may have another name or none. */
  hasOwnName?(settings: W['settings'], row: Row): boolean;

  /** Finds our row, with all that is compared or depends on it. @throws ApiError; `Vanished` if it disappears */
  find(search: Search<W>): Promise<Row | undefined>;
  /** Reads a known row again; undefined if it is gone. @param props wanted fields: a list that shows all will do */
  read(row: Row, search: Search<W>, props?: Props): Promise<Row | undefined>;
  /**
   * Returns rows that could be mistaken for this one, such as another run's; it may be among them.
   *
   * @param fresh what has just been read; by default, the rows are read again
   */
  rivals(row: Row, accounts: W['accounts'], fresh?: W['state']): Promise<readonly StoredRow[]>;
  /**
   * Returns other people's rows that depend on it: they would be lost with it, or stop working.
   *
   * @param row as returned by `read`
   * @param others other rows that do the same work, if known
   */
  dependents?(row: Row, state: W['state'], others?: readonly OtherRow[]): readonly Dependent[];
  /** Whether it may be removed; true by default. Some resources are ours only if an earlier run created them. */
  isOurs?(row: Row): boolean;

  /** Returns our fields as desired; what is not known yet is `Unknown`. @throws CliError if a row rules it out */
  desired(desired: W['desired'], state: W['state']): Props;
  /** Returns how the row differs from what is wanted, ignoring fields that we do not manage. */
  diff(row: Row, props: Props): FieldChange[];
  /** How people read its fields. Each of our fields has a label. In the order of the product's page. */
  readonly labels: readonly Label<W>[];
  /** The same for differences that are parts of a field (`path`). */
  labelledParts?(
    parts: readonly FieldChange[],
    rows: { readonly row: Row; readonly props: Props },
    desired: W['desired'],
    state: W['state'],
  ): LabelledChange[];
  /** Says why a change would break other people's rows, or be refused. @param taken their rows that have our name */
  conflicts?(intent: Intent, state: W['state'], taken: readonly StoredRow[], desired: W['desired']): Problem[];
  create(props: Props): WriteRequest<W['service']>;
  /** Changes what differs, and leaves the rest as it is. */
  update(row: Row, props: Props, changes: readonly FieldChange[]): WriteRequest<W['service']>;
  delete(row: Row): WriteRequest<W['service']>;
}

/** Another person's row that depends on one of ours. */
export interface Dependent {
  /** The product's name for this kind. */
  readonly title: string;
  readonly row: StoredRow;
  /** How it depends on ours, unless it simply uses it: `calls the same method`. */
  readonly does?: string;
}

/** Returns the id of a row, or a placeholder if there is no row yet. */
export function idOf(row: StoredRow | undefined, unknown: Unknown): Id | Unknown {
  return row?.id ?? unknown;
}

/** What a message needs to name a row. */
interface NamedRow {
  readonly id?: Id | undefined;
  readonly name?: Value;
}

/** Names a row in a message: `"send ticket to ilert" (ID 12)`. */
export function rowInWords({ id, name }: NamedRow): string {
  return `"${name ?? ''}"${id === undefined || id === NO_ID ? '' : ` (ID ${id})`}`;
}

/** Names several rows in a message. */
export function rowsInWords(rows: readonly NamedRow[]): string {
  return rows.map(rowInWords).join(', ');
}

/** Returns the name to show for a resource. */
export function nameOf<W extends World>(resource: Resource<W>, settings: W['settings'], row?: StoredRow): string {
  const isOwn = typeof row?.name === 'string' && resource.hasOwnName?.(settings, row);
  return isOwn ? row.name : resource.name(settings);
}

/** Returns the name that a row has in its service at the moment, whatever the settings call it. */
export function liveNameOf<W extends World>(resource: Resource<W>, settings: W['settings'], row: StoredRow): string {
  const { name } = row;
  const isNamed = resource.nameSetting !== undefined && typeof name === 'string' && name.trim() !== '';
  return isNamed ? name : nameOf(resource, settings, row);
}

/** A row disappeared while it was being read, because somebody else is removing it. */
export class Vanished extends Error {
  /** The row, as `resource:id`. */
  readonly row: string;
  /** The error if the row is still listed but can never be read. */
  readonly lasting: CliError;

  constructor(row: string, lasting: CliError) {
    super(lasting.message, { cause: lasting });
    this.name = 'Vanished';
    this.row = row;
    this.lasting = lasting;
  }
}
