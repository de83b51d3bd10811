import type { ApiError } from '../errors/api-error.ts';
import type { CliError, Problem } from '../errors/cli-error.ts';
import type { Fields, Unknown, Value } from './values.ts';

export type Id = number | string;

/** The id of a row that has no usable id: it can't be read or changed. */
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
  /** Which rows are ours, as far as it is found out for several resources at once: rows refer to each other. */
  readonly identity: unknown;
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
  /** Begins to find out which rows are ours. @returns the world's `identity` */
  identify(search: Identification): unknown;
}

/** What finding out which rows are ours reports to. */
export type Identification = Pick<Search<World>, 'isFirst' | 'choose' | 'duplicate' | 'unreadable'>;

/** One field that is not as it should be. */
export interface FieldChange {
  /** As it is shown: the name of the field, or of the part of it that differs. */
  readonly field: string;
  /** Where that part is: the field of the row, what is in it, and the part's own name, or what is in that. None for a whole field. */
  readonly path?: readonly [field: string, item: string, part?: string, ...inner: string[]];
  readonly before: Value;
  readonly after: Value;
}

/** What people read about a resource on a line of its own: a field, or several that belong together. */
export interface Label<W extends World> {
  /** For programs: the field, as the service's API names it, or a name for several fields. */
  readonly field: string;
  /** For people: what the product's page calls it. */
  readonly label: string;
  /** Several fields that it is made from; without it, it is the field itself. */
  readonly of?: readonly string[];
  /** What the product's page shows for it; undefined where that is nothing. Pure. */
  text(values: Fields, desired: W['desired'], state: W['state']): string | undefined;
  /** The same for a resource that is to be created, where that is something else. Pure. */
  textOfNew?(values: Fields, desired: W['desired'], state: W['state']): string | undefined;
  /** Whether it goes without saying: it is the same for everybody, so it is not shown of what is to be created. */
  readonly isFixed?: true;
  /** Whether no live account has shown yet that the service takes it (facts that are inferred). */
  readonly isUnconfirmed?: true;
  /** What makes the difference where the text is the same before and after, such as a hidden key. */
  readonly difference?: string;
}

/** A change as people read it. */
export interface LabelledChange {
  readonly field: string;
  readonly label: string;
  /** Where a part of a field is, as in `FieldChange`. */
  readonly path?: FieldChange['path'] | undefined;
  /** As the service's API has it; of several fields, each by its name. */
  readonly before: Value;
  readonly after: Value;
  /** As the product's page shows it; undefined where that is nothing. */
  readonly beforeText?: string | undefined;
  readonly afterText?: string | undefined;
  /** Whether no live account has shown yet that the service takes it. */
  readonly isUnconfirmed?: true;
}

/** Several rows could be ours: a person has to decide. */
export interface Ambiguity<Row = StoredRow> extends Problem {
  readonly resource: string;
  readonly rows: readonly Row[];
}

/** A row of the same kind as one of ours, which is not ours. */
export interface OtherRow<Key extends string = string> {
  /** The resource that it is another one of. */
  readonly resource: Key;
  /** As the product calls its kind. */
  readonly title: string;
  readonly row: StoredRow;
  /** What it has to do with ours, where that is known, as the end of a sentence. */
  readonly does?: string;
}

/** A row besides ours that can't be read: whether it does the work of ours, or uses it, is not known. */
export interface Unreadable<Key extends string = string> extends OtherRow<Key> {
  readonly reason: ApiError;
  /** Whether it is known to run. */
  readonly isStarted: boolean;
}

/** A row besides ours that does the same work: what ours does is done twice. */
export interface Duplicate<Key extends string = string> extends OtherRow<Key> {
  /** What it does, as the end of a sentence: `calls the method "send ticket to ilert" (ID 12)`. */
  readonly does: string;
}

/** How a resource finds its row. */
export interface Search<W extends World> {
  readonly accounts: W['accounts'];
  /** Whether nothing was read before: lists that are shared, or read ahead, will do. */
  readonly isFirst: boolean;
  /** Which rows are ours, found out once for all resources of the search. */
  identity(): W['identity'];
  /** The row of another resource, which is searched for at the same time. */
  get<K extends keyof W['state'] & string>(key: K): Promise<W['state'][K]>;
  /** Reports several rows that could belong to this integration. @returns the one to use anyway; undefined if a person has to decide */
  choose<Row extends StoredRow>(ambiguity: Ambiguity<Row>): Row | undefined;
  /** Reports a further row that does the work of ours, so that it would be done twice. */
  duplicate(duplicate: Duplicate): void;
  /** Reports a row besides ours that could not be looked at. */
  unreadable(row: Unreadable): void;
  /** Reports other people's rows that have the name that ours is to have. */
  taken(rows: readonly StoredRow[]): void;
}

/** A change of one resource, as far as its own rules need to know it. */
export interface Intent {
  readonly name: string;
  readonly action: 'create' | 'update' | 'keep' | 'delete';
  readonly fields: readonly FieldChange[];
  readonly labelledFields: readonly LabelledChange[];
}

/**
 * One kind of thing with all of its operations. Operations that return a `Promise` read from the services; all others are
 * pure. Only `Accounts.write` writes.
 */
export interface Resource<W extends World, Row extends StoredRow = StoredRow, Props extends Fields = PropsOf<Row>> {
  readonly key: keyof W['state'] & string;
  /** As the product's pages call it. */
  readonly title: string;
  readonly service: W['service'];
  /** What must be there, as it should be, before this can be made. */
  readonly dependsOn: readonly (keyof W['state'] & string)[];
  /** The resource that it is a part of and that is removed with it, if it is one. */
  readonly partOf?: keyof W['state'] & string;
  /** The setting that holds its name. */
  readonly nameSetting?: keyof W['settings'] & string;
  /** Whether the service refuses a second one of its name. */
  readonly isUniquelyNamed?: true;
  /** Fields besides its name that make it ours: if one has changed since the plan was made, it is not removed. */
  readonly identity?: readonly (keyof Row & string)[];
  /** Whether it still does what it did when the plan was made; without it: always. What does something else now is not removed. */
  doesSame?(before: Row, now: Row): boolean;
  /** Fields that a dependent is made from: the service may store them in another form than they were sent in. */
  readonly storedFields?: readonly (keyof Row & string)[];
  /** Fields that are sent before what they depend on is known, and corrected when that turns out otherwise. */
  readonly provisionalFields?: readonly (keyof Row & string)[];
  /** Whether it is part of what is wanted; without it: always. @param state what is there: some are wanted only then */
  isEnabled?(desired: W['desired'], state: W['state']): boolean;
  /** Whether `apply` removes a row that is not part of what is wanted; without it: never. */
  isObsolete?(row: Row, desired: W['desired'], state: W['state']): boolean;
  /** Whether it is kept by others: then it is only read. */
  isExternal?(settings: W['settings']): boolean;
  /** Id of one that is kept by others, where no one has looked at it yet. */
  externalId?(settings: W['settings']): Id | undefined;
  /** The name in the settings. */
  name(settings: W['settings']): string;
  /** Whether it is shown under the name of its row, since the settings may have another or none. */
  hasOwnName?(settings: W['settings'], row: Row): boolean;

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
  /**
   * Other people's rows that depend on it: they would be lost with it, or no longer work.
   *
   * @param row as `read` found it
   * @param others rows besides ours that do the same work, where they are known
   */
  dependents?(row: Row, state: W['state'], others?: readonly OtherRow[]): readonly Dependent[];
  /** Whether it may be removed; without it: always. Some resources are ours only if an earlier run created them. */
  isOurs?(row: Row): boolean;

  /** The fields that are ours, as they should be; what is not known yet is `Unknown`. @throws CliError where a row rules it out */
  desired(desired: W['desired'], state: W['state']): Props;
  /** Where the row differs from what is wanted; fields that we do not manage are ignored. */
  diff(row: Row, props: Props): FieldChange[];
  /** How people read its fields: every field that is ours has a label. In the order of the product's page. */
  readonly labels: readonly Label<W>[];
  /** The same for differences that are parts of a field (`path`). */
  labelledParts?(
    parts: readonly FieldChange[],
    rows: { readonly row: Row; readonly props: Props },
    desired: W['desired'],
    state: W['state'],
  ): LabelledChange[];
  /** Why a change would break other people's rows, or would be refused. @param taken their rows that have our name */
  conflicts?(intent: Intent, state: W['state'], taken: readonly StoredRow[], desired: W['desired']): Problem[];
  create(props: Props): WriteRequest<W['service']>;
  /** Changes what differs, and keeps the rest as it is. */
  update(row: Row, props: Props, changes: readonly FieldChange[]): WriteRequest<W['service']>;
  delete(row: Row): WriteRequest<W['service']>;
}

/** Another person's row that depends on one of ours. */
export interface Dependent {
  /** As the product calls its kind. */
  readonly title: string;
  readonly row: StoredRow;
  /** How it depends on ours, where it does not simply use it: `calls the same method`. */
  readonly does?: string;
}

/** The id of a row, or a placeholder while there is no row. */
export function idOf(row: StoredRow | undefined, unknown: Unknown): Id | Unknown {
  return row?.id ?? unknown;
}

/** What a message needs of a row to name it. */
interface NamedRow {
  readonly id?: Id | undefined;
  readonly name?: Value;
}

/** A row as messages name it: `"send ticket to ilert" (ID 12)`. */
export function rowInWords({ id, name }: NamedRow): string {
  return `"${name ?? ''}"${id === undefined || id === NO_ID ? '' : ` (ID ${id})`}`;
}

/** Several rows as messages name them. */
export function rowsInWords(rows: readonly NamedRow[]): string {
  return rows.map(rowInWords).join(', ');
}

/** The name that a resource is shown by. */
export function nameOf<W extends World>(resource: Resource<W>, settings: W['settings'], row?: StoredRow): string {
  const isOwn = typeof row?.name === 'string' && resource.hasOwnName?.(settings, row);
  return isOwn ? row.name : resource.name(settings);
}

/** A row disappeared while it was read: somebody else removes it at the same time. */
export class Vanished extends Error {
  /** Which row it is: `resource:id`. */
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
