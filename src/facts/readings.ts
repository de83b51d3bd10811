import { EVENT_CATALOGUE, findEvent } from '../providers/halo/event-catalogue.ts';

/** What answers show beyond their shape, in numbers and yes or no: never a text. */
export interface Readings {
  /** Events that the list told when it was asked by its number. */
  readonly eventsByNumber?: number;
  /** Events of the tenant's list, however it was asked for. */
  readonly events?: number;
  /** Numbers of the two events; none where no name fits. */
  readonly newTicketEvent?: number | undefined;
  readonly statusChangedEvent?: number | undefined;
  /** Whether lists held only what was asked for. */
  readonly bindingsAreOfRunbook?: boolean;
  readonly methodsAreOfIntegration?: boolean;
  readonly deliveriesAreOfRunbook?: boolean;
  readonly webhooksAreRunbooks?: boolean;
  /** Whether the list of runs starts with the oldest. */
  readonly runsOldestFirst?: boolean;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Looks at the answer to a reading request. Pure. */
export function readingsOf(method: string, url: string, body: unknown): Readings {
  if (method !== 'GET') return {};
  const { pathname, searchParams } = new URL(url);
  const rows = rowsIn(body);
  const asked = (name: string) => searchParams.get(name);
  // Rows of others may not tell.
  const all = (field: string, value: string | null) =>
    rows.every((row) => row[field] === undefined || plain(row[field])?.toLowerCase() === value?.toLowerCase());
  const list = /\/api\/(\w+)$/.exec(pathname)?.[1];
  if (list === 'Lookup') return ofEvents(rows, asked('lookupid') !== null);
  // An empty list says nothing about who sorted or filtered it.
  if (rows.length === 0) return {};
  if (list === 'Notification' && asked('webhook_id'))
    return { bindingsAreOfRunbook: all('webhook_id', asked('webhook_id')) };
  if (list === 'WebhookEvent' && asked('webhook_id'))
    return { deliveriesAreOfRunbook: all('webhook_id', asked('webhook_id')) };
  if (list === 'CustomIntegrationMethod' && asked('integration_id')) {
    return { methodsAreOfIntegration: all('integration_id', asked('integration_id')) };
  }
  if (list === 'Webhook' && asked('type')) return { webhooksAreRunbooks: all('type', asked('type')) };
  const ids = rows.flatMap(({ id }) => numberIn(id) ?? []);
  if (list === 'Automation' && ids.length > 1) return { runsOldestFirst: isAscending(ids) };
  return {};
}

function ofEvents(rows: Rows, byNumber: boolean): Readings {
  const catalogue = rows
    .filter(({ lookupid }) => byNumber || lookupid === EVENT_CATALOGUE)
    .flatMap(({ id, name }) => {
      const number = numberIn(id);
      return number === undefined ? [] : [{ id: number, name: typeof name === 'string' ? name : undefined }];
    });
  const numberOf = (event: 'newTicket' | 'statusChanged') => {
    const { number, assumed } = findEvent(event, catalogue);
    return assumed ? undefined : number;
  };
  return {
    ...(byNumber && { eventsByNumber: rows.length }),
    // Empty when asked by its number: it will be asked for again among all lists.
    ...(catalogue.length > 0 && {
      events: catalogue.length,
      newTicketEvent: numberOf('newTicket'),
      statusChangedEvent: numberOf('statusChanged'),
    }),
  };
}

/** An array, or the one array in an object (fact `halo-lists`). */
function rowsIn(body: unknown): Rows {
  const list = Array.isArray(body) ? body : Object.values(body ?? {}).find(Array.isArray);
  return (list ?? []).filter((row: unknown) => typeof row === 'object' && row !== null) as Rows;
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
}

/** An id as text. What is neither number nor text is not asked to become one: a field may be called `toString`. */
function plain(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
