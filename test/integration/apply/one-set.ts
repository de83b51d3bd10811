import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BindingRow, WebhookRow } from '../../../sandbox/halo/rows.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { Secret } from '../../../src/secret/secret.ts';
import { type RunResult, temporaryFolder } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';
import { runAt } from '../../support/tenants.ts';
import { haloAt } from '../../support/wire.ts';

/** Numbers of the events that Halo raises for a ticket. */
export const Event = { newTicket: 3, statusChanged: 76, closed: 39 } as const;

/** A set's names, as the settings give them. */
export interface Names {
  readonly source: string;
  readonly integration: string;
  readonly method: string;
  readonly runbook: string;
}

export const USUAL_NAMES: Names = {
  source: 'HaloITSM',
  integration: 'ilert integration',
  method: 'send ticket to ilert',
  runbook: 'ilert runbook',
};

/** What a settings file says besides names and accounts. */
export interface Others {
  readonly escalationPolicy?: string;
  readonly halo?: Readonly<Record<string, unknown>>;
}

/** Creates a settings file for a set with these names, as a repository would contain it. */
export function settingsFile(names: Names, { escalationPolicy = 'Default', halo = {} }: Others = {}): string {
  const config = join(temporaryFolder(), 'settings.json');
  const { source, integration, method, runbook } = names;
  const named = { integrationName: integration, methodName: method, runbookName: runbook };
  writeFileSync(
    config,
    JSON.stringify({ alertSource: { name: source, escalationPolicy }, halo: { ...named, ...halo } }),
  );
  return config;
}

/** Runs a command with a settings file. @param home keeps the saved ids; by default, a machine without any */
export function runWith(
  sandbox: Sandbox,
  config: string,
  argv: readonly string[],
  home: string = temporaryFolder(),
): Promise<RunResult> {
  const env = { ILERT_ESCALATION_POLICY: undefined };
  return runAt(sandbox, [...argv, '--config', config], { cwd: home, env });
}

/** Runs a command that has to succeed. */
export async function succeeded(ran: Promise<RunResult>): Promise<RunResult> {
  const { exitCode, stdout, stderr } = await ran;
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  return { exitCode, stdout, stderr };
}

/** Adds someone else's runbook, which calls someone else's method. */
export function addTheirRunbook({ halo }: Sandbox, name: string): WebhookRow {
  const [post] = halo.state.methods;
  const step = { fdid: halo.state.nextId('step'), step_id: 1, name: 'Post', steptype: 2, auto_action: 6 };
  return halo.state.addRunbook(name, {
    active: false,
    steps: [{ ...step, auto_action_type: post?.id ?? 0, isstart: true, actions: [] }],
  });
}

/** What a test starts from, besides the names. */
interface Start {
  /** The settings of the first run. */
  readonly settings?: Others;
  /** Adds rows that already exist. */
  readonly prepare?: (sandbox: Sandbox) => void;
}

/** Creates a set in an account for this test alone, and the machine that made it. */
export async function setUp({ settings = {}, prepare = () => undefined }: Start = {}) {
  const sandbox = await sandboxOfTest();
  prepare(sandbox);
  const watched = watchAccount(sandbox);
  const home = temporaryFolder();
  await succeeded(runWith(sandbox, settingsFile(USUAL_NAMES, settings), ['apply'], home));
  return {
    sandbox,
    watched,
    home,
    people: peopleAt(sandbox, watched),
    /** Applies other settings with the same names, on a machine without saved ids. */
    apply: (others: Others) => succeeded(runWith(sandbox, settingsFile(USUAL_NAMES, others), ['apply'])),
  };
}

/** One row's change in `plan --json`, if the plan has any. */
export interface PlannedChange {
  readonly resource: string;
  readonly action: string;
  readonly id?: string;
  readonly fields: readonly string[];
}

/** Returns a plan's changes, without rows that stay the same; its exit code says whether there are any. */
export async function plannedChanges(
  sandbox: Sandbox,
  config: string,
  home: string = temporaryFolder(),
): Promise<PlannedChange[]> {
  const { exitCode, stdout, stderr } = await runWith(sandbox, config, ['plan', '--exit-code', '--json'], home);
  expect([0, 4], stderr + stdout).toContain(exitCode);
  const { changes } = JSON.parse(stdout) as {
    changes: (Omit<PlannedChange, 'fields'> & { fields: { field: string }[] })[];
  };
  const pending = changes.filter(({ action }) => action !== 'keep');
  expect(exitCode).toBe(pending.length === 0 ? 0 : 4);
  return pending.map(({ resource, action, id, fields }) => ({
    resource,
    action,
    ...(id !== undefined && { id }),
    fields: fields.map(({ field }) => field),
  }));
}

const KINDS = ['sources', 'integrations', 'methods', 'runbooks', 'events'] as const;
type Kind = (typeof KINDS)[number];

function rowsOf({ ilert, halo }: Sandbox) {
  return {
    sources: ilert.state.alertSources,
    integrations: halo.state.integrations,
    methods: halo.state.methods,
    runbooks: halo.state.webhooks,
    events: halo.state.bindings,
  };
}

/**
 * Watches an account from now on: new rows belong to the set under test, and all others have to stay exactly as they
 * are.
 */
export function watchAccount(sandbox: Sandbox) {
  const before = structuredClone(rowsOf(sandbox));
  const known = new Map<Kind, Set<number | string>>(
    KINDS.map((kind) => [kind, new Set(before[kind].map(({ id }) => id))]),
  );
  const isNew = (kind: Kind, { id }: { id: number | string }) => !known.get(kind)?.has(id);
  /** The new rows, as they are stored: a test may rename them in place. */
  const ours = () => {
    const { sources, integrations, methods, runbooks, events } = rowsOf(sandbox);
    return {
      sources: sources.filter((row) => isNew('sources', row)),
      integrations: integrations.filter((row) => isNew('integrations', row)),
      methods: methods.filter((row) => isNew('methods', row)),
      runbooks: runbooks.filter((row) => isNew('runbooks', row)),
      events: events.filter((row) => isNew('events', row)),
    };
  };
  const idsOf = () =>
    Object.fromEntries(Object.entries(ours()).map(([kind, rows]) => [kind, rows.map(({ id }) => id)]));
  const expectOthersUntouched = () => {
    const now = structuredClone(rowsOf(sandbox));
    for (const kind of KINDS) expect(now[kind].filter((row) => !isNew(kind, row))).toEqual(before[kind]);
  };
  return {
    ours,
    idsOf,
    expectOthersUntouched,
    /** Returns the only set. */
    set() {
      const { sources, integrations, methods, runbooks, events } = ours();
      return {
        source: only(sources),
        integration: only(integrations),
        method: only(methods),
        runbook: only(runbooks),
        events,
      };
    },
    /** Expects nothing to be left of the set, and no one else's rows to be gone. */
    expectNothingLeft() {
      expect(idsOf()).toEqual({ sources: [], integrations: [], methods: [], runbooks: [], events: [] });
      expectOthersUntouched();
    },
  };
}

export type Watched = ReturnType<typeof watchAccount>;

/** Expects one row of each kind, all connected, and the given number of bindings of each event. */
export function expectOneSet(watched: Watched, bindings: Readonly<Record<number, number>>): void {
  const { source, integration, method, runbook, events } = watched.set();
  expect(method.integration_id).toBe(integration.id);
  expect(method.path).toContain(source.integrationKey);
  expect(runbook.steps.map(({ auto_action_type }) => auto_action_type)).toContain(method.id);
  expect(events.every(({ webhook_id }) => webhook_id === runbook.id)).toBe(true);
  expect(countsByEvent(events)).toEqual(bindings);
}

/** Counts the bindings of each event. */
function countsByEvent(events: readonly BindingRow[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { eventno } of events) counts[eventno] = (counts[eventno] ?? 0) + 1;
  return counts;
}

/** The fields that filters compare. */
export interface TicketFields {
  readonly tickettype_id: number;
  readonly priority_id: number;
  readonly team: string;
}

/** People who log and change tickets; each call returns when all runbooks have run. */
export function peopleAt({ halo, ilert }: Sandbox, watched: Watched) {
  const client = haloAt(halo.url, { clientId: halo.clientId, clientSecret: new Secret(halo.clientSecret) });
  const change = async (ticket: number, fields: Readonly<Record<string, string | number>>) => {
    await client.updateTicket(ticket, fields);
    await halo.state.idle();
  };
  return {
    async log(summary: string, fields: Partial<TicketFields> = {}): Promise<number> {
      const { id } = await client.createTicket({ summary, ...fields });
      await halo.state.idle();
      return Number(id);
    },
    change: (ticket: number, fields: Partial<TicketFields>) => change(ticket, { ...fields }),
    close: (ticket: number) => change(ticket, { status_id: 9 }),
    /** Returns the numbers of the events that our set has sent to ilert for this ticket, in order. */
    sentFor(ticket: number): number[] {
      const { methods, events } = watched.ours();
      const isOurs = (id: number) => methods.some((method) => method.id === id);
      const sent = halo.state.deliveries.filter(
        (each) => each.entity_id === ticket && isOurs(each.integration_method_id),
      );
      return sent.map(({ notification_id }) => events.find(({ id }) => id === notification_id)?.eventno ?? 0);
    },
    /** Returns our source's alerts, as `summary: STATUS`. */
    alerts(): string[] {
      const sources = watched.ours().sources.map(({ id }) => id);
      const ours = ilert.state.alerts.filter(({ alertSourceId }) => sources.includes(alertSourceId));
      return ours.map(({ summary, status }) => `${summary}: ${status}`);
    },
  };
}

function only<Row>(rows: readonly Row[]): Row {
  const [row, ...more] = rows;
  expect(more).toEqual([]);
  if (row === undefined) throw new Error('there is no row of this kind');
  return row;
}
