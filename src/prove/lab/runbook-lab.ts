import { EVENTS, type EventKey, findEvent } from '../../providers/halo/event-catalogue.ts';
import type { AnyRow } from '../../providers/halo/schemas.ts';
import { equals } from '../../providers/halo/ticket-condition.ts';
import { isRaw, type Raw } from '../../providers/row-reader.ts';
import { type FlowOptions, flowOf } from './flow.ts';
import { isSame } from './rows.ts';
import { Unobservable } from './unobservable.ts';
import type { Created, Fields, Workspace } from './workspace.ts';

/** A call of a custom integration's method. */
interface MethodOptions {
  /** Its base URL; by default that of its integration, which is ilert's endpoint. */
  readonly resource?: string;
  readonly path: string;
  readonly body?: string;
  /** HTTP method, by Halo's codes (fact `method-codes`): 0 GET, 1 POST (the default). */
  readonly method?: 0 | 1;
  readonly fields?: Fields;
}

interface RunbookOptions extends FlowOptions {
  readonly active?: boolean;
  readonly fields?: Fields;
}

/** Creates runbooks in Halo and watches their runs. Every name gets the run's mark. */
export interface RunbookLab {
  /** Creates a custom integration. Its base URL is ilert's endpoint, unless `fields` says otherwise. */
  integration(what: string, fields?: Fields): Promise<Created>;
  /** Creates a method that posts JSON, by default. */
  method(integration: Created, what: string, options: MethodOptions): Promise<Created>;
  /**
   * Creates a method that harmlessly reads `/api/AuthInfo` of the tenant: for runbooks of which only the start counts.
   */
  harmlessMethod(integration: Created): Promise<Created>;
  /** Creates a runbook that executes methods, one after another. Active, unless the options say otherwise. */
  runbook(what: string, methods: readonly Created[], options?: RunbookOptions): Promise<Created>;
  /** Creates an inactive webhook that is no runbook. Its URL is harmless. */
  webhook(what: string): Promise<Created>;
  /**
   * Binds a runbook to an event, for tickets with exactly this summary only: nobody else's ticket can start it (fact
   * `binding-filter`).
   */
  bind(runbook: Created, event: EventKey, only: BindOptions): Promise<Created>;
  /** Logs a ticket. @param fields its summary must be from `name` */
  logTicket(fields: Fields & { readonly summary: string }): Promise<Created>;
  /** Closes an own ticket. @returns false if the tenant has no status "Closed" */
  closeTicket(ticket: Created): Promise<boolean>;
  /** Whether a ticket is closed now: a tenant may want it approved first. */
  isClosed(ticket: Created): Promise<boolean>;
  /** Whether the tenant names an event, so that its number is not only assumed (fact `event-numbers`). */
  isNamed(event: EventKey): Promise<boolean>;
  /** The runs of a runbook, oldest first, as listed now. Field names are in lower case. */
  runsOf(runbook: Created): Promise<AnyRow[]>;
  /** The calls of a runbook, as listed now. Field names are in lower case. */
  deliveriesOf(runbook: Created): Promise<AnyRow[]>;
}

interface BindOptions {
  readonly summary: string;
  /** Further conditions. */
  readonly and?: readonly Fields[];
  readonly fields?: Fields;
}

/** Seconds after which a run that is not listed will not come any more (fact `run-delay`: up to 80 were seen). */
export const RUN_WAIT = 120;
/** `status` of a run that is done. */
const DONE = 2;

export function createRunbookLab(workspace: Workspace): RunbookLab {
  const { halo } = workspace.clients;

  const statusClosed = async () => (await halo.statuses()).find(({ name }) => name.trim().toLowerCase() === 'closed');
  const numberOf = async (event: EventKey) => {
    const named = EVENTS.find(({ key }) => key === event);
    if (!named) throw new TypeError(`${event} is no event`);
    return findEvent(named, await halo.eventCatalogue());
  };
  const runbookLab: RunbookLab = {
    integration: (what, fields = {}) =>
      workspace.create('integration', {
        name: workspace.name(what),
        authorizationtype: 0,
        resourcebaseurl: `${workspace.settings.ilertEndpoint}/`,
        ...fields,
      }),
    method: (integration, what, { resource, path, body = '', method = 1, fields = {} }) =>
      workspace.create('method', {
        integration_id: integration.id,
        name: workspace.name(what),
        ...(resource !== undefined && { resource }),
        path,
        method,
        requesttype: method === 1 ? 1 : 0,
        responsetype: 0,
        authorizationtype: -1,
        requestbody: body,
        ...fields,
      }),
    harmlessMethod: (integration) =>
      runbookLab.method(integration, 'read', {
        resource: workspace.settings.haloUrl,
        path: '/api/AuthInfo',
        method: 0,
      }),
    runbook: (what, methods, { active = true, fields = {}, ...flow } = {}) =>
      workspace.create('webhook', {
        name: workspace.name(what),
        type: 1,
        active,
        runbook_start_type: 0,
        steps: flowOf(methods, flow),
        ...fields,
      }),
    webhook: (what) =>
      workspace.create('webhook', {
        name: workspace.name(`${what}, no runbook`),
        type: 0,
        active: false,
        url: `${workspace.settings.haloUrl}/api/AuthInfo`,
      }),
    async bind(runbook, event, { summary, and = [], fields = {} }) {
      const conditions = [equals('symptom', summary), ...and];
      const created = await workspace.create('event', {
        guid: null,
        eventno: (await numberOf(event)).number,
        name: workspace.name(event),
        type: -2,
        delivery_method: 6,
        agent_id: 0,
        webhook_id: runbook.id,
        filter_type: 2,
        condition_count: conditions.length,
        conditions,
        ...fields,
      });
      if (
        isFor(summary, created.row) ||
        isFor(summary, await workspace.row(`/Notification/${created.id}?includedetails=true`))
      )
        return created;
      await workspace.remove(created);
      throw new Unobservable(
        `${workspace.settings.product} did not keep the condition of an event, so other tickets than those of the experiment might have started a runbook.`,
      );
    },
    isNamed: async (event) => !(await numberOf(event)).assumed,
    logTicket: ({ summary, ...fields }) =>
      workspace.create('ticket', {
        summary,
        details: 'Logged by ilert-haloitsm prove, and deleted in a few minutes.',
        ...(workspace.settings.ticketType !== undefined && { tickettype_id: workspace.settings.ticketType }),
        ...(workspace.settings.client !== undefined && { client_id: workspace.settings.client }),
        ...fields,
      }),
    async isClosed({ id }) {
      const { status_id } = await workspace.row(`/Tickets/${id}?includedetails=true`);
      return Number(status_id) === (await statusClosed())?.id;
    },
    async closeTicket(ticket) {
      const closed = await statusClosed();
      if (closed) await workspace.change(ticket, { status_id: closed.id });
      return closed !== undefined;
    },
    runsOf: async (runbook) => (await halo.runs()).filter(({ runbook_id }) => isSame(runbook_id, runbook.id)),
    deliveriesOf: (runbook) => halo.deliveriesOf(runbook.id, undefined),
  };
  return runbookLab;
}

/** Whether a run is done or has failed, perhaps to be retried. */
export function hasEnded({ status, error }: Raw): boolean {
  return isDone({ status }) || (typeof error === 'string' && error !== '');
}

export function isDone({ status }: Raw): boolean {
  return Number(status) === DONE;
}

/** Whether an event as stored has a condition on this summary, whatever Halo calls its column. */
function isFor(summary: string, { conditions }: Raw): boolean {
  return Array.isArray(conditions) && conditions.some((each) => isRaw(each) && Object.values(each).includes(summary));
}
