import type { SecondRow } from '../diagnostics/duplicates.ts';
import { secondRows } from '../diagnostics/duplicates.ts';
import type { Health } from '../diagnostics/health.ts';
import type { VerificationStep } from '../diagnostics/verify/steps.ts';
import { isPending } from '../engine/plan.ts';
import type { Id, LabelledChange } from '../engine/resource.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../fleet/report.ts';
import { countAnswers } from '../prove/answers.ts';
import type { Remaining } from '../prove/clean-up.ts';
import { KINDS } from '../prove/lab/kinds.ts';
import type { IntegrationChange, IntegrationPlan } from '../providers/integration.ts';
import type { ExistingResource } from '../runtime/remember.ts';
import { plainJson } from '../ui/sanitize.ts';
import { errorDocument } from './error.ts';
import { countOf, summaryOf } from './fleet.ts';
import type { OutputFormat, ReportedRun } from './format.ts';
import { countsOf } from './plan.ts';
import { requestsOf } from './requests.ts';
import type { CommandResult, FleetResult, ResultOf } from './result.ts';
import type {
  Beginning,
  Change,
  Data,
  Duplicate,
  Ending,
  Existing,
  Field,
  Fleet,
  Step,
  Target,
  UnknownChange,
} from './schemas/types.ts';

/** For programs: one document that follows its schema (`schemas/documents.ts`). */
export const jsonFormat: OutputFormat = {
  isDocument: true,
  result(result, { command, redact, notes }) {
    const data = result.kind === 'fleet' ? fleetData(result, redact) : dataOf(result);
    if (!data) return '';
    const { exitCode, failure } = result;
    const ok = failure === undefined && (exitCode === ExitCode.done || exitCode === ExitCode.pending);
    return documentOf({ command, ok }, data, { notes, error: errorIn(failure, redact) });
  },
  error(error, { command, redact, notes }) {
    return documentOf({ command, ok: false }, {}, { notes, error: errorDocument(error, redact) });
  },
};

/** Announces running simulators, which `sandbox` does while they run. Pure. */
export function sandboxDocument(variables: Data['sandbox']['variables'], notes: readonly string[]): string {
  return documentOf({ command: 'sandbox', ok: true }, { variables } satisfies Data['sandbox'], { notes });
}

/** Renders one document, without undefined fields. */
function documentOf(beginning: Omit<Beginning, 'formatVersion'>, data: object, ending: Ending): string {
  const first: Pick<Beginning, 'formatVersion'> = { formatVersion: 1 };
  return plainJson({ ...first, ...beginning, ...data, ...ending });
}

/** Returns a result's specific fields; undefined if the command has printed everything itself. */
function dataOf(result: CommandResult): Data[keyof Data] | undefined {
  switch (result.kind) {
    case 'plan':
      return planData(result.plan);
    case 'dry-run':
      return dryRunData(result);
    case 'apply':
      return applyData(result);
    case 'setup':
      return applyData(result.applied);
    case 'destroy':
      return destroyData(result);
    case 'verify':
      return verifyData(result);
    case 'prove':
      return proveData(result);
    case 'clean-up':
      return { removed: result.removed.map(remainingIn), left: result.left.map(remainingIn) };
    case 'status':
      return statusData(result.health);
    case 'export':
      return exportData(result);
    case 'init':
      return initData(result);
    case 'targets':
      return { targets: result.targets };
    case 'schema':
      return { schema: result.schema };
    case 'completion':
      return { shell: result.shell, script: result.script };
    case 'demo':
      return { steps: result.steps };
    case 'printed':
      return undefined;
  }
}

function planData(plan: IntegrationPlan): Data['plan'] {
  return {
    pending: isPending(plan),
    only: plan.only,
    ...changesIn(plan.changes),
    duplicates: secondRows(plan).map(duplicateIn),
  };
}

function dryRunData(result: ResultOf<'dry-run'>): Data['dryRun'] {
  return { dryRun: true, offline: result.offline, ...planData(result.plan), requests: requestsOf(result) };
}

function applyData(result: ResultOf<'apply'>): Data['apply'] {
  return {
    only: result.only,
    ...changesIn([...result.kept, ...result.changes]),
    resources: result.resources.map(existingIn),
    unknown: result.unknown.map(unknownIn),
    integrationUrl: result.integrationUrl === undefined ? undefined : String(result.integrationUrl),
    findings: result.findings,
  };
}

function destroyData(result: ResultOf<'destroy'>): Data['destroy'] {
  return {
    ...changesIn([...result.kept, ...result.changes]),
    left: result.left.map(existingIn),
    unknown: result.unknown.map(unknownIn),
  };
}

function verifyData({ tested, only, steps, tickets, alertId, finding }: ResultOf<'verify'>): Data['verify'] {
  return {
    tested,
    only,
    steps: steps.map(stepIn),
    tickets: tickets.map(({ id, isDeleted }) => ({ id: String(id), deleted: isDeleted })),
    alertId: idIn(alertId),
    findings: finding ? [finding] : [],
  };
}

function proveData({ versions, product, facts, left, requests, elapsed }: ResultOf<'prove'>): Data['prove'] {
  const { confirmed, contradicted, 'not observed': notObserved, unprovable } = countAnswers(facts);
  return {
    versions,
    product,
    counts: { confirmed, contradicted, notObserved, unprovable },
    facts: [...facts],
    left: left.map(remainingIn),
    requests,
    seconds: Math.round(elapsed / 1000),
  };
}

function remainingIn({ kind, id, name }: Remaining): Data['cleanUp']['left'][number] {
  return { service: KINDS[kind].service, title: KINDS[kind].title, name, id: String(id) };
}

function statusData(health: Health): Data['status'] {
  return {
    product: health.product,
    only: health.only,
    state: health.state,
    chain: health.chain,
    resources: health.resources.map(({ state, resource, service, title, name, id, fields }) => {
      return { state, resource, service, title, name, id: idIn(id), fields: fields.map(fieldIn) };
    }),
    findings: health.findings,
    runs: health.runs.map(({ id, ticketId, state, error, at, retry }) => {
      return { id: String(id), ticketId: idIn(ticketId), state, error, at, retry };
    }),
    deliveries: health.deliveries.map(({ ticketId, runId, status, answer, at }) => {
      return { ticketId: idIn(ticketId), runId: idIn(runId), status: status || undefined, response: answer, at };
    }),
    ticketFilter: health.tickets,
    failureRecipient: health.failureRecipient,
    alertSourceFilters: health.filters,
    filtersRead: health.filtersRead,
    duplicates: health.duplicates.map(duplicateIn),
    requestsLeft: health.requestsLeft,
    checkedAt: health.checkedAt,
  };
}

function exportData({ offline, created, folder, files }: ResultOf<'export'>): Data['export'] {
  return { offline, created: created.map(changeIn), folder, files };
}

function initData({ settingsFile, files, toFillIn, variables, toInclude }: ResultOf<'init'>): Data['init'] {
  return { settingsFile, files, toFillIn, variables, toInclude };
}

function fleetData({ reports }: FleetResult, redact: ReportedRun['redact']): Fleet {
  const count = (outcome: TargetOutcome) => countOf(reports, outcome);
  return {
    counts: {
      all: reports.length,
      done: count('done'),
      pending: count('pending'),
      failed: count('failed'),
      unchecked: count('unchecked'),
      stopped: count('stopped'),
      skipped: count('skipped'),
      notStarted: count('not-started'),
    },
    targets: reports.map((report) => targetIn(report, redact)),
  };
}

function targetIn(report: TargetReport<CommandResult>, redact: ReportedRun['redact']): Target {
  const { target, displayName: name, halo, outcome, exitCode, result, notes, error } = report;
  const known = { target, name, halo, outcome, exitCode, summary: summaryOf(report) };
  return { ...known, ...(result && dataOf(result)), notes, error: errorIn(error, redact) };
}

/** Lists changes as every command does, including unchanged resources. */
function changesIn(changes: readonly IntegrationChange[]) {
  return { counts: countsOf(changes), changes: changes.map(changeIn) };
}

/** Returns a change with its fields as people read them, without its request. */
function changeIn({
  resource,
  title,
  service,
  name,
  action,
  id,
  labelledFields,
  kept,
  because,
}: IntegrationChange): Change {
  return { resource, title, service, name, action, id: idIn(id), fields: labelledFields.map(fieldIn), kept, because };
}

function fieldIn({ path, isUnconfirmed: unconfirmed, ...change }: LabelledChange): Field {
  const { field, label, before, after, beforeText, afterText } = change;
  return { field, label, path: path?.flatMap((part) => part ?? []), before, after, beforeText, afterText, unconfirmed };
}

/** Returns an existing resource, without explanations that only people need. */
function existingIn({ resource, title, service, name, id }: ExistingResource): Existing {
  return { resource, title, service, name, id: String(id) };
}

function unknownIn({ resource, title, service, name, action, id }: IntegrationChange): UnknownChange {
  return { resource, title, service, name, action, id: idIn(id) };
}

function duplicateIn({ resource, title, id, name, does }: SecondRow): Duplicate {
  return { resource, title, id: idIn(id), name, does };
}

function stepIn({ what, ok, skipped, stopped, milliseconds, detail }: VerificationStep): Step {
  const state = stopped ? 'stopped' : skipped ? 'skipped' : ok ? 'ok' : 'failed';
  return { step: what, state, milliseconds, detail };
}

function idIn(id: Id | undefined): string | undefined {
  return id === undefined ? undefined : String(id);
}

function errorIn(failure: unknown, redact: ReportedRun['redact']) {
  return failure === undefined ? undefined : errorDocument(failure, redact);
}
