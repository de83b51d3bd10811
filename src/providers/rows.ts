import { isTypeOf, productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { type Ambiguity, type Hints, matchRow, several, withoutId } from '../engine/match.ts';
import { type Id, type Live, NO_ID, type ResourceKey, type Row } from '../engine/resource.ts';
import { ExitCode } from '../errors/cli-error.ts';
import { ApiError } from '../http/api-call.ts';
import type { HaloClient, IsThere } from './halo/api.ts';
import { withEarlyReads } from './halo/early-reads.ts';
import { knownIds, listOrKnown } from './halo/known-rows.ts';
import { RUNBOOK_TYPE } from './halo/runbook.ts';
import { executes, isSameName } from './halo/runbook-name.ts';
import { asksForFilter, BY_CONDITIONS } from './halo/ticket-filter.ts';
import type { Clients, Lookups } from './lookups.ts';
import { resourceOf } from './resources.ts';

/** The numbers of the events, from the tenant's catalogue. */
export interface Events {
  readonly newTicket: number;
  readonly statusChanged: number;
}

/** Told of several rows that could be ours; may take one of them all the same. */
export type OnSeveral = (problem: Ambiguity) => Row | undefined | Promise<Row | undefined>;

/** A row that was there a moment ago is gone: somebody removes it while we read. */
export class Vanished extends Error {
  readonly key: ResourceKey;

  constructor(key: ResourceKey, cause: ApiError) {
    super(`the ${key} is gone`, { cause });
    this.key = key;
  }
}

/** Kinds of rows that are in a list of their own, not below another row. */
export type ListedKey = 'escalation-policy' | 'alert-source' | 'custom-integration' | 'runbook';

/** Ways to our rows in both services; each call asks anew. */
export type Rows = ReturnType<typeof createRows>;

/** Finds rows by the names in the settings and reads them by their ids. */
export function createRows(
  { ilert, halo }: Clients,
  { alertSourcesNow }: Lookups,
  settings: Settings,
  hints: Hints,
  events: Promise<Events>,
) {
  const product = productOf(settings);
  let reads: Pick<HaloClient, 'customIntegration' | 'runbook' | 'bindings'> = halo;
  const nameOf = (key: ResourceKey) => resourceOf(key).name(settings);
  const ofOurType = (sources: readonly Row[]) => sources.filter((row) => isTypeOf(product, row.integrationType));

  async function pick(key: ResourceKey, rows: Promise<readonly Row[]>, onSeveral: OnSeveral): Promise<Row | undefined> {
    const picked = matchRow(resourceOf(key), nameOf(key), await rows, hints);
    return 'row' in picked ? picked.row : onSeveral(picked.problem);
  }

  /**
   * Webhooks of every type, runbooks too. The list without a type only foresees that Halo would refuse our
   * name, so a tenant that does not give it is no reason to stop.
   */
  async function webhooks(): Promise<Row[]> {
    const ofAnyType = halo.webhooks().catch((error: unknown) => {
      if (error instanceof ApiError) return [];
      throw error;
    });
    const [others, ours] = await Promise.all([ofAnyType, runbooks()]);
    // What is listed as a runbook need not tell its type.
    const all = [...others, ...ours.map((row): Row => ({ ...row, type: RUNBOOK_TYPE }))];
    return [...new Map(all.map((row) => [String(row.id || ` ${row.name}`).toLowerCase(), row])).values()];
  }

  /** The runbook whose name differs from ours in case alone, if it calls our method: no other can have the name. */
  async function runbookInOtherCase(runbooks: readonly Row[], ours: Promise<Live>): Promise<Row | undefined> {
    const row = runbooks.find(({ name }) => isSameName(name, nameOf('runbook')));
    const { method } = row ? await ours : {};
    if (!row || !method) return undefined;
    // One whose steps can't be read is not known to be ours.
    const runbook = await there('runbook', halo.runbook(row.id)).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined;
      throw error;
    });
    return runbook && executes(runbook, method) ? row : undefined;
  }

  async function integrationWithMethod({ id }: Row, onSeveral: OnSeveral): Promise<Live> {
    const integration = await there('custom-integration', reads.customIntegration(id));
    const methods = Array.isArray(integration.methods)
      ? (integration.methods as Row[])
      : await halo.methods(id, isNamed('method'));
    const row = await pick('method', Promise.resolve(methods), onSeveral);
    // The list may come without the bodies.
    const method = row && (typeof row.requestbody === 'string' ? row : await there('method', halo.method(row.id)));
    return { 'custom-integration': { ...integration, methods }, ...(method && { method }) };
  }

  async function runbookWithBindings({ id }: Row, onSeveral: OnSeveral): Promise<Live> {
    const [runbook, bindings] = await Promise.all([there('runbook', reads.runbook(id)), bindingsOf(id)]);
    const [newTicket, statusChanged] = await Promise.all(
      (['new-ticket-binding', 'status-changed-binding'] as const).map((key) => binding(key, bindings, onSeveral)),
    );
    return {
      runbook: { ...runbook, events: bindings },
      ...(newTicket && { 'new-ticket-binding': newTicket }),
      ...(statusChanged && { 'status-changed-binding': statusChanged }),
    };
  }

  /** Rows that do not tell their runbook are looked at one by one: an event of another runbook must not be taken for ours. */
  async function bindingsOf(runbook: Id): Promise<Row[]> {
    const [{ newTicket, statusChanged }, listed] = await Promise.all([
      events,
      reads.bindings(runbook, eventsOf(runbook)),
    ]);
    const ours = [newTicket, statusChanged];
    const told = listed.map(async (row) => {
      const isOurEvent = ours.includes(row.eventno as number);
      if (isOurEvent && row.id === NO_ID)
        throw withoutId(resourceOf('new-ticket-binding'), `with number ${row.eventno} of the runbook`);
      if (row.webhook_id !== undefined) return [halo.withEventNumber(row)];
      if (!isOurEvent) return [];
      const whole = await halo.binding(row.id).catch(noneIfGone);
      return whole && String(whole.webhook_id).toLowerCase() === String(runbook).toLowerCase() ? [whole] : [];
    });
    return (await Promise.all(told)).flat();
  }

  const integrations = (): Promise<Row[]> => {
    const source = { list: halo.customIntegrations, read: (id: Id) => halo.customIntegration(id).catch(noneIfGone) };
    return listOrKnown(source, isNamed('custom-integration'), knownIds('custom-integration', hints));
  };
  const runbooks = (): Promise<Row[]> => {
    const source = { list: halo.runbooks, read: (id: Id) => halo.runbook(id).catch(noneIfGone) };
    return listOrKnown(source, isNamed('runbook'), knownIds('runbook', hints));
  };

  /** Whether one of our name is among rows. */
  function isNamed(key: ResourceKey): (rows: readonly Row[]) => boolean {
    return (rows) => rows.some(({ name }) => typeof name === 'string' && name.trim() === nameOf(key));
  }

  /** Whether both events of a runbook are among those listed. */
  function eventsOf(runbook: Id): IsThere {
    return async (rows) => {
      const { newTicket, statusChanged } = await events;
      const has = (event: number) =>
        rows.some(({ eventno, webhook_id }) => eventno === event && String(webhook_id) === String(runbook));
      return has(newTicket) && has(statusChanged);
    };
  }

  /** The list may come without the conditions; they are looked at only where there are some, or some are asked for. */
  async function binding(key: BindingKey, bindings: readonly Row[], onSeveral: OnSeveral): Promise<Row | undefined> {
    const row = await pickBinding(key, bindings, onSeveral);
    const isFiltered = asksForFilter(settings) || row?.filter_type === BY_CONDITIONS;
    return row && isFiltered && !Array.isArray(row.conditions) ? there(key, halo.binding(row.id)) : row;
  }

  /** Events are told apart by their number; the name is the admin's own. */
  async function pickBinding(
    key: BindingKey,
    bindings: readonly Row[],
    onSeveral: OnSeveral,
  ): Promise<Row | undefined> {
    const { newTicket, statusChanged } = await events;
    const event = key === 'new-ticket-binding' ? newTicket : statusChanged;
    const hits = bindings.filter(({ eventno }) => eventno === event);
    const adopted = hits.filter(({ id }) => hints.adopt.includes(String(id)) || hints.adopt.includes(`${key}:${id}`));
    if (adopted.length === 1) return adopted[0];
    if (hits.length <= 1) return hits[0];
    return (await onSeveral(several(resourceOf(key), `for "${nameOf(key)}"`, hits))) ?? hits[0];
  }

  return {
    nameOf,
    /** Begins to read what an earlier run remembers. */
    readEarly() {
      reads = withEarlyReads(halo, hints.remembered, eventsOf);
    },
    /** All rows of a kind; of alert sources, those of our type. */
    list(key: ListedKey): Promise<Row[]> {
      switch (key) {
        case 'escalation-policy':
          return ilert.escalationPolicies().then((policies) => policies.map(({ id, name }) => ({ id, name })));
        case 'alert-source':
          return alertSourcesNow().then(ofOurType);
        case 'custom-integration':
          return integrations();
        case 'runbook':
          return runbooks();
      }
    },
    ofOurType,
    pick,
    webhooks,
    runbookInOtherCase,
    alertSource: (row: Row): Promise<Row> => there('alert-source', ilert.alertSource(row.id)),
    integrationWithMethod,
    runbookWithBindings,
    bindings: bindingsOf,
    /** Whether an earlier run knew a row as ours, or `--adopt` names it. */
    isKnown: (key: ResourceKey, { id }: Row) =>
      [...knownIds(key, hints), ...hints.adopt].some(
        (known) => String(known).toLowerCase() === String(id).toLowerCase(),
      ),
    /** A method of any integration; undefined where it is gone. */
    methodThere: (id: Id): Promise<Row | undefined> => halo.method(id).catch(noneIfGone),
    /** Whether a method, and its integration where it is told, have the names in the settings. */
    isNamedAsOurs: ({ name, integration_name: integration }: Row) =>
      name === nameOf('method') && (integration ?? nameOf('custom-integration')) === nameOf('custom-integration'),
    pickBinding,
  };
}

export type BindingKey = 'new-ticket-binding' | 'status-changed-binding';

function there<T>(key: ResourceKey, row: Promise<T>): Promise<T> {
  return row.catch((error: unknown) => {
    if (isGone(error)) throw new Vanished(key, error);
    throw error;
  });
}

/** A row that was removed is no longer answered with 200; with what else is not known (fact `halo-deletions`). */
function isGone(error: unknown): error is ApiError {
  return error instanceof ApiError && [400, 404, 410].includes(error.status ?? 0);
}

function noneIfGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}

/** Listed every time, and never to be read. */
function unreadable({ key, cause }: Vanished): ApiError {
  const { status, message } = cause as ApiError;
  const { title, service } = resourceOf(key);
  const name = service === 'ilert' ? 'the API key' : 'the API application';
  return new ApiError(
    {
      message: `The ${title} is listed but can't be read: ${message}`,
      hint: `It may not be visible to the user of ${name}: check its role, or choose another name in the settings.`,
    },
    ExitCode.failed,
    { ...(status !== undefined && { status }), cause },
  );
}

const MOST_LOOKS = 3;

/** Reads again where a row goes while it is read. A row that is listed still and never found is an error. */
export async function steadily<T>(read: (isFirst: boolean) => Promise<T>): Promise<T> {
  for (let look = 1; ; look += 1) {
    try {
      return await read(look === 1);
    } catch (error) {
      if (!(error instanceof Vanished)) throw error;
      if (look === MOST_LOOKS) throw unreadable(error);
    }
  }
}
