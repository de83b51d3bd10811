import type { Settings } from '../config/settings.ts';
import { firstMade } from '../engine/first-made.ts';
import type { Ambiguity, Hints } from '../engine/match.ts';
import type { Desired, Id, Live, ResourceKey, Row, WriteRequest } from '../engine/resource.ts';
import {
  calledMethods,
  doesNothing,
  executes,
  hasStepsOfGuide,
  isSameName,
  isSendingMethod,
  webhookKind,
} from './halo/runbook-name.ts';
import { readOthersSource } from './ilert/external-alert-source.ts';
import type { Clients, Lookups } from './lookups.ts';
import { readAgain, type Seen } from './read-again.ts';
import { resourceOf } from './resources.ts';
import { createRows, type Events, steadily } from './rows.ts';

export type { Events } from './rows.ts';

/** What is found of the integration, and what a person has to decide first. */
export interface Found {
  readonly live: Live;
  readonly problems: readonly Ambiguity[];
  /** Webhooks and runbooks of others that have the name of our runbook, which Halo gives to one alone. */
  readonly namesakes: readonly Row[];
}

/** Both services as this integration sees them. Reads only, but for `write`. */
export interface Tenant {
  /** All resources, as they are now. */
  read(): Promise<Found>;
  /**
   * The same rows once more, by their ids, to see what was stored. A row that is gone is left out.
   *
   * @param made kinds that are also looked for by name: another run may have made one at the same time
   */
  readAgain(desired: Desired, live: Live, made: ReadonlySet<ResourceKey>): Promise<Seen>;
  /** Looks for one resource again, after the answer to its creation was lost. */
  find(key: ResourceKey, live: Live): Promise<Row | undefined>;
  /** What hangs on a row and would be lost with it. */
  hangingOn(key: ResourceKey, id: Id): Promise<readonly Row[]>;
  write(request: WriteRequest): Promise<unknown>;
}

/** Reads by the names in the settings; independent reads run at the same time. */
export function createTenant(
  clients: Clients,
  directory: Lookups,
  settings: Settings,
  hints: Hints,
  events: Promise<Events>,
): Tenant {
  const { ilert, halo } = clients;
  const rows = createRows(clients, directory, settings, hints, events);

  async function read(isFirst: boolean): Promise<Found> {
    if (isFirst) rows.readEarly();
    const problems: Ambiguity[] = [];
    const onSeveral = (problem: Ambiguity) => {
      problems.push(problem);
      return undefined;
    };
    const integrations = rows.pick('custom-integration', rows.list('custom-integration'), onSeveral);
    const withMethod = integrations.then((row): Live | Promise<Live> =>
      row ? rows.integrationWithMethod(row, onSeveral) : {},
    );
    const webhooks = rows.webhooks();
    const [policy, source, integration, runbook] = await Promise.all([
      escalationPolicy(),
      alertSource(isFirst, onSeveral),
      withMethod,
      runbookAmong(webhooks, withMethod, onSeveral),
    ]);
    const live: Live = { ...(policy && { 'escalation-policy': policy }), ...(source && { 'alert-source': source }) };
    const isOthers = ({ id, name }: Row) => isSameName(name, rows.nameOf('runbook')) && id !== runbook.runbook?.id;
    return {
      live: { ...live, ...integration, ...runbook },
      problems,
      namesakes: (await webhooks).filter(isOthers),
    };
  }

  async function runbookAmong(
    webhooks: Promise<readonly Row[]>,
    withMethod: Promise<Live>,
    onSeveral: (problem: Ambiguity) => undefined,
  ): Promise<Live> {
    const runbooks = (await webhooks).filter((row) => webhookKind(row) === 'runbook');
    const named = await rows.pick('runbook', Promise.resolve(runbooks), onSeveral);
    const row = named ?? (await rows.runbookInOtherCase(runbooks, withMethod));
    if (!row) return {};
    const live = await rows.runbookWithBindings(row, onSeveral);
    return live.runbook && (await isOurs(live.runbook, withMethod)) ? live : {};
  }

  /**
   * A name alone does not make a runbook ours: one that does something else belongs to others, and one that sends tickets
   * by another method of ilert belongs to another integration.
   */
  async function isOurs(runbook: Row, ours: Promise<Live>): Promise<boolean> {
    const { method } = await ours;
    if (rows.isKnown('runbook', runbook) || (method && executes(runbook, method))) return true;
    const called = (await Promise.all(calledMethods(runbook).map((id) => rows.methodThere(id)))).filter((row) => row);
    const sendsElsewhere = called.some((row) => row && isSendingMethod(row) && !rows.isNamedAsOurs(row));
    if (sendsElsewhere) return false;
    return (
      hasStepsOfGuide(runbook) || doesNothing(runbook) || (called.length === 0 && calledMethods(runbook).length > 0)
    );
  }

  /** The policy, where it is to be made or an earlier run made it; with the alert sources that use it. */
  async function escalationPolicy(): Promise<Row | undefined> {
    const key = 'escalation-policy';
    const known = hints.remembered[key];
    if (!resourceOf(key).isEnabled?.(settings) && !known) return undefined;
    const [policies, sources] = await Promise.all([directory.escalationPolicies(), directory.alertSources()]);
    const wanted = rows.nameOf(key);
    const row = policies.find(({ id, name }) =>
      known ? id === known.id : name.trim() === wanted || String(id) === wanted,
    );
    if (!row) return undefined;
    return { id: row.id, name: row.name, made: known?.id === row.id, usedBy: using(row.id, sources) };
  }

  /** The one that others keep, where the settings name it; else ours. */
  async function alertSource(isFirst: boolean, onSeveral: (problem: Ambiguity) => undefined): Promise<Row | undefined> {
    if (settings['alertSource.id'] !== undefined) return readOthersSource(ilert, settings);
    const all = isFirst ? directory.alertSources().then(rows.ofOurType) : rows.list('alert-source');
    const row = await rows.pick('alert-source', all, onSeveral);
    return row && rows.alertSource(row);
  }

  async function find(key: ResourceKey, live: Live): Promise<Row | undefined> {
    // There was none before, so another run has made one as well: the look at the end tells.
    const onSeveral = ({ rows: several }: Ambiguity) => firstMade(several);
    switch (key) {
      case 'escalation-policy': {
        // The settings of a removal need not name it.
        const policies = await rows.list(key);
        const known = policies.find(({ id }) => id === hints.remembered[key]?.id);
        return known ?? rows.pick(key, Promise.resolve(policies), onSeveral);
      }
      case 'alert-source':
        return rows.pick(key, rows.list(key), onSeveral).then((row) => row && rows.alertSource(row));
      case 'custom-integration':
        return rows.pick(key, rows.list(key), onSeveral).then((row) => row && halo.customIntegration(row.id));
      case 'method':
        return rows
          .pick(key, halo.methods(idIn(live, 'custom-integration')), onSeveral)
          .then((row) => row && halo.method(row.id));
      case 'runbook':
        return rows.pick(key, rows.list(key), onSeveral).then((row) => row && halo.runbook(row.id));
      default:
        return rows.pickBinding(key, await rows.bindings(idIn(live, 'runbook')), onSeveral);
    }
  }

  return {
    read: () => steadily(read),
    find: (key, live) => steadily(() => find(key, live)),
    readAgain: (desired, live, made) => steadily(() => readAgain(rows, desired, live, made)),
    async hangingOn(key, id) {
      if (key === 'custom-integration') return halo.methods(id);
      if (key === 'runbook') return halo.bindings(id);
      return key === 'escalation-policy' ? using(id, await ilert.alertSources()) : [];
    },
    write: (request) => (request.service === 'ilert' ? ilert.write(request) : halo.write(request)),
  };
}

/** The alert sources that use a policy. */
function using(policy: Id, sources: readonly Row[]): Row[] {
  return sources.filter(({ escalationPolicy: used }) => (used as { id?: Id } | undefined)?.id === policy);
}

function idIn(live: Live, key: ResourceKey): Id {
  const row = live[key];
  if (!row) throw new TypeError(`the ${key} has to be there first`);
  return row.id;
}
