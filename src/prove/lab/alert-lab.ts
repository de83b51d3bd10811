import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import type { IlertClient } from '../../providers/ilert/api.ts';
import type { Alert } from '../../providers/ilert/schemas.ts';
import type { Raw } from '../../providers/row-reader.ts';
import { Secret } from '../../secret/secret.ts';
import { Unobservable } from './unobservable.ts';
import type { Created, Fields, Workspace } from './workspace.ts';

/** An alert source of an experiment, with its integration URL. */
export interface Source extends Created {
  readonly url: Secret;
}

/** A ticket to post as Halo would. */
export interface TestTicket {
  readonly id: number | string;
  readonly summary?: string;
  /** By default an open one. */
  readonly status?: Raw;
  /** Further fields of the ticket. */
  readonly fields?: Raw;
}

/** The statuses of tickets as Halo sends them, with its own numbers. */
export const STATUS = {
  new: { id: 1, name: 'New', shortname: 'New' },
  resolved: { id: 8, name: 'Resolved', shortname: 'Resolved' },
  closed: { id: 9, name: 'Closed', shortname: 'Closed' },
} as const;

/**
 * Creates alert sources in ilert, posts events to them and watches their alerts. Each alert is accepted as soon as it
 * is seen, unless an experiment needs it as it is, and resolved at the end.
 */
export interface AlertLab {
  /** Creates an alert source. Its alerts are of low priority, unless `fields` says otherwise. */
  source(what: string, fields?: Fields): Promise<Source>;
  /** Posts a ticket to a source, as Halo does. @returns the HTTP status @throws ApiError if ilert does not process it */
  send(source: Source, ticket: TestTicket): Promise<number>;
  /** Posts any body. @returns the HTTP status @throws ApiError if ilert does not process it */
  post(source: Source, body: string): Promise<number>;
  /** The alerts of a source, newest first. Accepts those that nobody has accepted, unless told otherwise. */
  of(source: Source, options?: { readonly accept?: boolean }): Promise<Alert[]>;
  /** Waits for an alert that fits. @returns undefined if there is none in time */
  until(source: Source, fits: (alert: Alert) => boolean, options?: WaitOptions): Promise<Alert | undefined>;
  /** Reads an alert with its payload, as ilert sends it. */
  detailed(alert: Alert): Promise<Raw>;
  accept(alert: Alert): Promise<void>;
  resolve(alert: Alert): Promise<void>;
  /** Resolves the open alerts of all sources of the experiment. */
  resolveAll(): Promise<void>;
}

interface WaitOptions {
  readonly accept?: boolean;
  /** By default 30. */
  readonly seconds?: number;
}

/** Seconds within which ilert turns an event into an alert. */
export const EVENT_WAIT = 30;

/** The fields of an alert source of an experiment: all that a PUT must send (fact `ilert-put`). */
export function sourceFields({ name, settings }: Pick<Workspace, 'name' | 'settings'>, what: string): Fields {
  return {
    name: name(what),
    integrationType: settings.integrationType,
    escalationPolicy: { id: settings.policy },
    alertPriorityRule: 'LOW',
    setupStatus: 'FINISHED',
  };
}

/** What changes alerts. */
type AlertWriter = Pick<IlertClient, 'postTicket' | 'acceptAlert' | 'resolveAlert'>;

/** @param writer only for alerts of the experiment's own sources */
export function createAlertLab(workspace: Workspace, writer: AlertWriter): AlertLab {
  const { ilert } = workspace.clients;
  const sources: Source[] = [];
  /** IDs of alerts that own sources have. */
  const own = new Set<number>();
  /** IDs of those that it has tried to accept: once each, since an account may not allow it. */
  const accepted = new Set<number>();
  /** Open tickets that were sent, by source; none of a source whose alerts have been seen. */
  const unseen = new Map<Source, Set<TestTicket['id']>>();
  const assertOwn = (isOwn: boolean) => {
    if (!isOwn) throw new TypeError('the alert or its source was not created by this experiment');
  };
  // Alerts of others are never touched, even if ilert ignored the filter of a list.
  const isMarked = (alert: Alert) => alert.source !== undefined || alert.summary.includes(workspace.name(''));
  const ownIn = (alerts: readonly Alert[]) => {
    const those = alerts.filter(isMarked);
    for (const { id } of those) own.add(id);
    return those;
  };

  const alertLab: AlertLab = {
    async source(what, fields = {}) {
      const created = await workspace.create('alert-source', { ...sourceFields(workspace, what), ...fields });
      const { integrationUrl } = created.row;
      if (typeof integrationUrl !== 'string' || !URL.canParse(integrationUrl))
        throw new Unobservable('ilert showed no integration URL of the new alert source.');
      const source = { ...created, url: new Secret(integrationUrl) };
      sources.push(source);
      return source;
    },
    send(source, { id, summary = workspace.name(`ticket ${id}`), status = STATUS.new, fields = {} }) {
      if (status === STATUS.new) unseen.set(source, new Set(unseen.get(source)).add(id));
      const ticket = { id, summary, details: 'A test.', status_id: status.id, status, ...fields };
      return alertLab.post(source, JSON.stringify({ ticket }));
    },
    async post(source, body) {
      assertOwn(sources.includes(source));
      const { status } = await writer.postTicket(source.url, body);
      if (status === 429 || status >= 500)
        throw new ApiError({ message: `ilert did not process an event (HTTP ${status}).` }, ExitCode.failed, {
          status,
        });
      return status;
    },
    async of(source, { accept = true } = {}) {
      assertOwn(sources.includes(source));
      const alerts = ownIn(await ilert.alertsOf(source.id));
      if (alerts.length > 0) unseen.delete(source);
      const waiting = alerts.filter(({ id, status }) => accept && status === 'PENDING' && !accepted.has(id));
      for (const alert of waiting) await alertLab.accept(alert);
      return alerts;
    },
    until: (source, fits, { seconds = EVENT_WAIT, ...options } = {}) =>
      workspace.until(async () => (await alertLab.of(source, options)).find(fits), seconds),
    detailed: async ({ id }) => (await workspace.read('ilert', `/alerts/${id}?include=customDetails`)) as Raw,
    async accept({ id }) {
      assertOwn(own.has(id));
      accepted.add(id);
      // An alert that can't be accepted is resolved all the same.
      await writer.acceptAlert(id).catch(ignoreRefusal);
    },
    async resolve({ id }) {
      assertOwn(own.has(id));
      await writer.resolveAlert(id).catch(ignoreRefusal);
    },
    async resolveAll() {
      for (const source of sources) {
        // Those of the other sources are resolved even if these can't be listed.
        const open = ownIn(await ilert.openAlertsOf(source.id).catch(() => []));
        for (const alert of open) await alertLab.resolve(alert).catch(() => undefined);
        // Alerts that ilert does not list are resolved as Halo would: by the event of the closed ticket.
        for (const id of open.length > 0 ? [] : (unseen.get(source) ?? []))
          await alertLab.send(source, { id, status: STATUS.closed }).catch(() => undefined);
      }
    },
  };
  return alertLab;
}

/** It may have been accepted or resolved meanwhile. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ApiError) || error.status === undefined || error.status >= 500) throw error;
}
