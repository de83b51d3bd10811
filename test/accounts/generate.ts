import { documentOf, type Schema } from '../contract/documents.ts';
import { chancesOf } from '../faults/chance.ts';

export type Json = Record<string, unknown>;

/** How a service's rows may differ from its document. */
interface Habits {
  /** Halo: types and case differ from the documentation (facts: "wire format"). ilert: enums are open. */
  readonly otherTypes: boolean;
}

/** What a list consists of. */
interface ListKind {
  readonly schema: Schema;
  readonly habits: Habits;
  /** Whether rows are addressed by a GUID rather than an id. */
  readonly guid: boolean;
}

const ILERT: Habits = { otherTypes: false };
const HALO: Habits = { otherTypes: true };
const DEEPEST = 3;

/** Names that are almost ours, and ordinary ones. None is exactly one of ours, or one that a run refers to. */
const NAMES = [
  'haloitsm',
  'HaloITSM 2',
  'ILERT integration',
  'ilert integration (old)',
  'Send ticket to ilert',
  'ilert runbook 2',
  '',
  ' ',
  'a',
  'Ünïcödé 🎉',
  'null',
  '0',
  '12',
  '__proto__',
  'constructor',
  'with "quotes"',
  "it's",
  '<b>bold</b>',
  'two\nlines',
  '../../etc',
  'x'.repeat(300),
  '{{ ticket.id }}',
  '<<ticket^id>>',
  '$HOME',
  'true',
  '-',
];
const DATES = [
  '1899-12-30T00:00:00',
  '1900-01-01T00:00:00',
  '0001-01-01T00:00:00',
  '2026-11-26T10:00:00.1234567',
  '2026-11-26T10:00:00Z',
  '2026-11-26',
  'yesterday',
  '',
];
/** Far from the ids that a simulator starts at. */
const NUMBERS = [0, -1, 1, 2, 3, 64, 76, 99, 2 ** 31 - 1, -(2 ** 31), 1_500_000];

/** The parts of a schema that are read. */
interface Described {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Creates rows from a seed: valid by the vendor's document but unusual, with missing or null fields. */
export function createGenerator(seed: number) {
  const chance = chancesOf(seed);
  const below = (count: number) => Math.floor(chance() * count);
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const happens = (probability: number) => chance() < probability;

  function guid(): string {
    const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('');
    const text = `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
    return happens(0.2) ? text.toUpperCase() : text;
  }

  function value(schema: Schema, components: Components, habits: Habits, depth: number): unknown {
    const { $ref, enum: choices, items, properties, type, format } = schema as Described;
    if ($ref !== undefined) return value(referred($ref, components), components, habits, depth);
    if (type === 'array') return depth === 0 ? [] : listOf(items ?? {}, components, habits, depth - 1);
    if (type === 'object' || properties) return depth === 0 ? {} : row(schema, components, habits, depth - 1);
    const plain = choices ? choice(choices) : scalar(type, format);
    return habits.otherTypes && happens(0.1) ? otherwise(plain) : plain;
  }

  function choice(choices: readonly unknown[]): unknown {
    return happens(0.15) ? 'SOMETHING_NEW' : oneOf(choices);
  }

  function listOf(items: Schema, components: Components, habits: Habits, depth: number): unknown[] {
    return Array.from({ length: below(3) }, () => (happens(0.1) ? null : value(items, components, habits, depth)));
  }

  function row(schema: Schema, components: Components, habits: Habits, depth: number): Json {
    const fields = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Schema>>);
    const isSparse = happens(0.3);
    const given = fields.flatMap(([name, field]): [string, unknown][] => {
      if (happens(isSparse ? 0.8 : 0.2)) return [];
      if (happens(0.15)) return [[name, null]];
      return [[name, value(field, components, habits, depth)]];
    });
    return Object.fromEntries(given);
  }

  function scalar(type: string | undefined, format: string | undefined): unknown {
    if (format === 'uuid') return guid();
    if (format === 'date-time') return oneOf(DATES);
    if (type === 'integer' || type === 'number') return oneOf(NUMBERS);
    if (type === 'boolean') return happens(0.5);
    return oneOf(NAMES);
  }

  /** Returns the same value in another type. */
  function otherwise(plain: unknown): unknown {
    if (typeof plain === 'number') return String(plain);
    if (typeof plain === 'boolean') return oneOf<unknown>([String(plain), plain ? 1 : 0]);
    return oneOf<unknown>([0, false, {}, []]);
  }

  /** Creates a row of a list. @param id a number that no other row of the list has */
  function listed({ schema, habits, guid: isGuid }: ListKind, components: Components, id: number): Json {
    const made = row(schema, components, habits, DEEPEST);
    const own = isGuid ? guid() : habits.otherTypes && happens(0.1) ? String(id) : id;
    // Some rows have no id.
    const addressed = happens(0.06) ? omit(made, happens(0.5)) : { ...made, id: own };
    return habits.otherTypes && happens(0.1) ? inAnotherCase(addressed) : addressed;
  }

  function omit({ id: _, ...rest }: Json, asNull: boolean): Json {
    return asNull ? { ...rest, id: null } : rest;
  }

  return { chance, below, oneOf, happens, guid, listed };
}

export type Generator = ReturnType<typeof createGenerator>;

function inAnotherCase(row: Json): Json {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value]),
  );
}

function referred($ref: string, components: Components): Schema {
  return components[$ref.split('/').at(-1) ?? ''] ?? {};
}

type Components = Readonly<Record<string, Schema>>;

const text: Schema = { type: 'string' };
const number: Schema = { type: 'integer' };
const date: Schema = { type: 'string', format: 'date-time' };

/** Lists that the documents at hand do not describe, as Halo's clients know them (facts: "Events", "Runs"). */
const NOT_DOCUMENTED: Readonly<Record<string, Schema>> = {
  TicketType: { type: 'object', properties: { guid: { ...text, format: 'uuid' }, name: text, sequence: number } },
  Team: { type: 'object', properties: { guid: { ...text, format: 'uuid' }, name: text, department_name: text } },
  Priority: { type: 'object', properties: { priorityid: number, slaid: number, name: text, colour: text } },
  Automation: {
    type: 'object',
    properties: {
      runbook_id: { ...text, format: 'uuid' },
      runbook_name: text,
      ticket_id: number,
      status: number,
      error: text,
      steps_executed: number,
      timestamp: date,
      executionStartTime: date,
      date_processed: date,
      last_attempt_date: date,
      next_retry_date: date,
      retry_attempts_remaining: number,
    },
  },
};

const HALO_SCHEMAS: Readonly<Record<string, string>> = {
  CustomIntegration: 'OutboundIntegration',
  CustomIntegrationMethod: 'OutboundIntegrationMethod',
  Webhook: 'Webhook',
  Notification: 'UnameNotification',
  Lookup: 'Lookup',
  Status: 'TStatus',
  WebhookEvent: 'WebhookEvent',
};

/** Every Halo list that a command or the wizard reads. */
export const haloLists = [...Object.keys(HALO_SCHEMAS), ...Object.keys(NOT_DOCUMENTED)];
/** Every ilert list that a command or the wizard reads. */
export const ilertLists = [
  ...(['alert-sources', 'escalation-policies', 'teams', 'users', 'schedules', 'support-hours', 'services'] as const),
  'alerts' as const,
];

const components = { ilert: documentOf('ilert').components.schemas, halo: documentOf('halo').components.schemas };

/** Creates someone else's row in a list of ilert. */
export function ilertRow(generator: Generator, list: (typeof ilertLists)[number], id: number): Json {
  return generator.listed({ schema: ilertSchema(list), habits: ILERT, guid: false }, components.ilert, id);
}

/** Creates someone else's row in a list of Halo. */
export function haloRow(generator: Generator, list: string, id: number): Json {
  const schema = components.halo[HALO_SCHEMAS[list] ?? ''] ?? NOT_DOCUMENTED[list] ?? {};
  const guid = list === 'Webhook' || list === 'WebhookEvent' || list === 'Priority';
  return generator.listed({ schema, habits: HALO, guid }, components.halo, id);
}

/** Returns what a list's answer consists of, according to the document. */
function ilertSchema(list: string): Schema {
  const answer = documents.ilert.paths[`/${list}`]?.get?.responses['200']?.content?.['application/json']?.schema;
  if (!answer?.items) throw new TypeError(`the document has no list ${list}`);
  const { $ref } = answer.items as { $ref?: string };
  return components.ilert[$ref?.split('/').at(-1) ?? ''] ?? (answer.items as Schema);
}

const documents = { ilert: documentOf('ilert') };
