import { ApiFault } from '../api.ts';
import { usageFaults } from '../errors.ts';
import { productOf } from '../halo/product.ts';
import { resourceOf } from '../resources/index.ts';
import { type Ambiguity, type Hints, pickRow, several } from '../resources/pick.ts';
import type { Id, Live, ResourceKey, Row, WriteRequest } from '../resources/resource.ts';
import { asksForFilter, BY_CONDITIONS } from '../resources/ticket-filter.ts';
import type { Settings } from '../settings/settings.ts';
import type { Clients, Directory } from './directory.ts';
import { readOthersSource } from './others-source.ts';

/** What is found of the integration, and what a person has to decide first. */
export interface Found {
  readonly live: Live;
  readonly problems: readonly Ambiguity[];
}

/** Both services as this integration sees them. Reads only, but for `write`. */
export interface Tenant {
  /** All resources, as they are now. */
  read(): Promise<Found>;
  /** The same rows once more, by their ids, to see what was stored. A row that is gone is left out. */
  readAgain(live: Live): Promise<Live>;
  /** Looks for one resource again, after the answer to its creation was lost. */
  find(key: ResourceKey, live: Live): Promise<Row | undefined>;
  write(request: WriteRequest): Promise<unknown>;
}

/** Reads by the names in the settings; independent reads run at the same time. */
export function createTenant(
  clients: Clients,
  directory: Directory,
  settings: Settings,
  hints: Hints,
  events: Promise<Events>,
): Tenant {
  const { ilert, halo } = clients;
  const { integrationType } = productOf(settings);
  const ofOurType = (sources: readonly Row[]) => sources.filter((row) => row.integrationType === integrationType);
  const nameOf = (key: ResourceKey) => resourceOf(key).name(settings);

  async function read(): Promise<Found> {
    const problems: Ambiguity[] = [];
    const [policy, source, integration, runbook] = await Promise.all([
      escalationPolicy(),
      alertSource(problems),
      pick('custom-integration', halo.customIntegrations(), problems).then(
        (row) => row && integrationWithMethod(row, problems),
      ),
      pick('runbook', halo.runbooks(), problems).then((row) => row && runbookWithBindings(row, problems)),
    ]);
    const live = { ...(policy && { 'escalation-policy': policy }), ...(source && { 'alert-source': source }) };
    return { live: { ...live, ...integration, ...runbook }, problems };
  }

  /** The policy, where it is to be made or an earlier run made it; with the alert sources that use it. */
  async function escalationPolicy(): Promise<Row | undefined> {
    const key = 'escalation-policy';
    const known = hints.remembered[key];
    if (!resourceOf(key).isAsked?.(settings) && !known) return undefined;
    const [policies, sources] = await Promise.all([directory.escalationPolicies(), directory.alertSources()]);
    const wanted = nameOf(key);
    const row = policies.find(({ id, name }) =>
      known ? id === known.id : name.trim() === wanted || String(id) === wanted,
    );
    if (!row) return undefined;
    const usedBy = sources.filter(({ escalationPolicy: used }) => (used as { id?: Id } | undefined)?.id === row.id);
    return { id: row.id, name: row.name, made: known?.id === row.id, usedBy };
  }

  /** The one that others keep, where the settings name it; else ours. */
  async function alertSource(problems: Ambiguity[]): Promise<Row | undefined> {
    if (settings['alertSource.id'] !== undefined) return readOthersSource(ilert, settings);
    const row = await pick('alert-source', directory.alertSources().then(ofOurType), problems);
    return row && ilert.alertSource(row.id);
  }

  async function pick(key: ResourceKey, rows: Promise<Row[]>, problems: Ambiguity[]): Promise<Row | undefined> {
    const picked = pickRow(resourceOf(key), nameOf(key), await rows, hints);
    if ('row' in picked) return picked.row;
    problems.push(picked.problem);
    return undefined;
  }

  async function integrationWithMethod({ id }: Row, problems: Ambiguity[]): Promise<Live> {
    const integration = await halo.customIntegration(id);
    const methods = Array.isArray(integration.methods) ? (integration.methods as Row[]) : await halo.methods(id);
    const row = await pick('method', Promise.resolve(methods), problems);
    // The list may come without the bodies.
    const method = row && (typeof row.requestbody === 'string' ? row : await halo.method(row.id));
    return { 'custom-integration': { ...integration, methods }, ...(method && { method }) };
  }

  async function runbookWithBindings({ id }: Row, problems: Ambiguity[]): Promise<Live> {
    const [runbook, bindings, numbers] = await Promise.all([halo.runbook(id), halo.bindings(id), events]);
    const [newTicket, statusChanged] = await Promise.all([
      withFilter(bindingOf('new-ticket-binding', bindings, numbers.newTicket, problems)),
      withFilter(bindingOf('status-changed-binding', bindings, numbers.statusChanged, problems)),
    ]);
    return {
      runbook: { ...runbook, events: bindings },
      ...(newTicket && { 'new-ticket-binding': newTicket }),
      ...(statusChanged && { 'status-changed-binding': statusChanged }),
    };
  }

  /** The list may come without the conditions; they are looked at only where there are some, or some are asked for. */
  async function withFilter(binding: Row | undefined): Promise<Row | undefined> {
    const isFiltered = asksForFilter(settings) || binding?.filter_type === BY_CONDITIONS;
    if (!binding || !isFiltered || Array.isArray(binding.conditions)) return binding;
    return halo.binding(binding.id);
  }

  function bindingOf(
    key: ResourceKey,
    bindings: readonly Row[],
    event: number,
    problems: Ambiguity[],
  ): Row | undefined {
    const hits = bindings.filter(({ eventno }) => eventno === event);
    const adopted = hits.filter(({ id }) => hints.adopt.includes(String(id)) || hints.adopt.includes(`${key}:${id}`));
    const [hit, ...more] = adopted.length === 1 ? adopted : hits;
    if (more.length > 0) problems.push(several(resourceOf(key), `for "${nameOf(key)}"`, hits));
    return hit;
  }

  async function find(key: ResourceKey, live: Live): Promise<Row | undefined> {
    const problems: Ambiguity[] = [];
    const row = await findRow(key, live, problems);
    if (problems.length > 0) throw usageFaults(problems);
    return row;
  }

  async function findRow(key: ResourceKey, live: Live, problems: Ambiguity[]): Promise<Row | undefined> {
    switch (key) {
      case 'escalation-policy':
        return (await ilert.escalationPolicies()).find(({ name }) => name.trim() === nameOf(key)) as Row | undefined;
      case 'alert-source':
        return pick(key, ilert.alertSources().then(ofOurType), problems).then(
          (row) => row && ilert.alertSource(row.id),
        );
      case 'custom-integration':
        return pick(key, halo.customIntegrations(), problems).then((row) => row && halo.customIntegration(row.id));
      case 'method':
        return pick(key, halo.methods(idIn(live, 'custom-integration')), problems).then(
          (row) => row && halo.method(row.id),
        );
      case 'runbook':
        return pick(key, halo.runbooks(), problems).then((row) => row && halo.runbook(row.id));
      default: {
        const [bindings, numbers] = await Promise.all([halo.bindings(idIn(live, 'runbook')), events]);
        return bindingOf(
          key,
          bindings,
          key === 'new-ticket-binding' ? numbers.newTicket : numbers.statusChanged,
          problems,
        );
      }
    }
  }

  return {
    read,
    find,
    async readAgain(live) {
      const ignored: Ambiguity[] = [];
      const [source, integration, runbook] = await Promise.all([
        orNone(ilert.alertSource(idIn(live, 'alert-source')).then((row) => ({ 'alert-source': row }))),
        orNone(integrationWithMethod(live['custom-integration'] as Row, ignored)),
        orNone(runbookWithBindings(live.runbook as Row, ignored)),
      ]);
      const policy = live['escalation-policy'];
      return { ...(policy && { 'escalation-policy': policy }), ...source, ...integration, ...runbook };
    },
    write: (request) => (request.service === 'ilert' ? ilert.write(request) : halo.write(request)),
  };
}

/** Nothing, where the row is gone. */
function orNone(rows: Promise<Live>): Promise<Live> {
  return rows.catch((error: unknown) => {
    if (error instanceof ApiFault && error.status === 404) return {};
    throw error;
  });
}

function idIn(live: Live, key: ResourceKey): Id {
  const row = live[key];
  if (!row) throw new TypeError(`the ${key} has to be there first`);
  return row.id;
}

/** The numbers of the events, from the tenant's catalogue. */
export interface Events {
  readonly newTicket: number;
  readonly statusChanged: number;
}
