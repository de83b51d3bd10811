import { EVENT_CATALOGUE, type EventKey, findEvent, forEachEvent } from '../providers/halo/event-catalogue.ts';

/** What answers show beyond their shape: only numbers and booleans, never text. */
export interface Readings {
  /** Number of events in the list when requested by its number. */
  readonly eventsByNumber?: number;
  /** Number of events in the tenant's list, however it was requested. */
  readonly events?: number;
  /** The number of each event that the list names. */
  readonly eventNumbers?: { readonly [K in EventKey]?: number | undefined };
  /** Whether lists contained only what was requested. */
  readonly bindingsAreOfRunbook?: boolean;
  readonly methodsAreOfIntegration?: boolean;
  /** Whether a list of methods requested without an integration contains methods of several. */
  readonly methodsOfAllIntegrations?: boolean;
  readonly deliveriesAreOfRunbook?: boolean;
  readonly webhooksAreRunbooks?: boolean;
  /** Whether the list of runs starts with the oldest. */
  readonly runsOldestFirst?: boolean;
  /** Whether later rows have higher IDs, in lists that date their rows. */
  readonly haloIdsAscend?: boolean;
  readonly ilertIdsAscend?: boolean;
}

/** Lists requested with a filter: the filter's parameter, and the reading that the list contains nothing else. */
const FILTERED_LISTS: Readonly<Record<string, readonly [parameter: string, reading: keyof Readings]>> = {
  Notification: ['webhook_id', 'bindingsAreOfRunbook'],
  WebhookEvent: ['webhook_id', 'deliveriesAreOfRunbook'],
  CustomIntegrationMethod: ['integration_id', 'methodsAreOfIntegration'],
  Webhook: ['type', 'webhooksAreRunbooks'],
};

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Reads the answer to a GET request. Pure. */
export function readingsOf(method: string, url: string, body: unknown): Readings {
  if (method !== 'GET') return {};
  const { pathname, searchParams } = new URL(url);
  const rows = rowsIn(body);
  const list = /\/api\/(\w+)$/.exec(pathname)?.[1] ?? '';
  if (list === 'Lookup') return ofEvents(rows, searchParams.has('lookupid'));
  // An empty list does not show whether it was sorted or filtered.
  if (rows.length === 0) return {};
  const ids = rows.flatMap(({ id }) => numberIn(id) ?? []);
  if (list === 'Automation' && ids.length > 1)
    return { runsOldestFirst: isAscending(ids), ...ascendingInTime('haloIdsAscend', rows, 'timestamp') };
  if (list === 'CustomIntegrationMethod' && !searchParams.has('integration_id')) return ofAllMethods(rows);
  if (list === 'alerts') return ascendingInTime('ilertIdsAscend', rows, 'reportTime');
  const [parameter = '', reading] = Object.hasOwn(FILTERED_LISTS, list) ? (FILTERED_LISTS[list] ?? []) : [];
  const wanted = searchParams.get(parameter)?.toLowerCase();
  if (reading === undefined || !wanted) return {};
  // Other rows may lack the field.
  const isOfFilter = (value: unknown) => value === undefined || plain(value)?.toLowerCase() === wanted;
  return { [reading]: rows.every((row) => isOfFilter(row[parameter])) };
}

function ofEvents(rows: Rows, byNumber: boolean): Readings {
  const catalogue = rows
    .filter(({ lookupid }) => byNumber || lookupid === EVENT_CATALOGUE)
    .flatMap(({ id, name }) => {
      const number = numberIn(id);
      return number === undefined ? [] : [{ id: number, name: typeof name === 'string' ? name : undefined }];
    });
  return {
    ...(byNumber && { eventsByNumber: rows.length }),
    // If the list was empty when requested by number, all lists are requested instead.
    ...(catalogue.length > 0 && {
      events: catalogue.length,
      eventNumbers: forEachEvent((event) => {
        const { number, assumed } = findEvent(event, catalogue);
        return assumed ? undefined : number;
      }),
    }),
  };
}

/** Methods of only one integration do not show whether others are missing. */
function ofAllMethods(rows: Rows): Readings {
  const integrations = new Set(rows.map(({ integration_id }) => plain(integration_id)));
  return integrations.size > 1 ? { methodsOfAllIntegrations: true } : {};
}

/** An array, or the only array in an object (fact `halo-lists`). */
function rowsIn(body: unknown): Rows {
  const list = Array.isArray(body) ? body : Object.values(body ?? {}).find(Array.isArray);
  return (list ?? []).filter((row: unknown) => typeof row === 'object' && row !== null) as Rows;
}

/** Whether IDs ascend over time; empty if fewer than two rows have both an ID and a time. */
function ascendingInTime(reading: keyof Readings, rows: Rows, field: string): Readings {
  const timed = rows.flatMap(({ id, [field]: time }) => {
    const at = Date.parse(plain(time) ?? '');
    return typeof id === 'number' && !Number.isNaN(at) ? [{ id, at }] : [];
  });
  const ids = timed.sort((one, other) => one.at - other.at || one.id - other.id).map(({ id }) => id);
  return ids.length > 1 ? { [reading]: isAscending(ids) } : {};
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
}

/** An ID as text. Other values are not converted, as an object may have a field called `toString`. */
function plain(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
