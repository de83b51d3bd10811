import { secondRows } from '../diagnostics/duplicates.ts';
import { isPending } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../fleet/report.ts';
import type { IntegrationChange, IntegrationPlan } from '../providers/integration.ts';
import type { ExistingResource } from '../runtime/remember.ts';
import { plainJson } from '../ui/sanitize.ts';
import { errorDocument } from './error.ts';
import { countOf, summaryOf } from './fleet.ts';
import type { OutputFormat, ReportedRun } from './format.ts';
import { countsOf } from './plan.ts';
import { requestsOf } from './requests.ts';
import type { CommandResult, FleetResult, ResultOf } from './result.ts';

const FORMAT_VERSION = 1;

/** For programs: one document. */
export const jsonFormat: OutputFormat = {
  isDocument: true,
  result(result, { command, redact, notes }) {
    const data = result.kind === 'fleet' ? fleetDocument(result, redact) : commandDocument(result);
    if (!data) return '';
    const { exitCode, failure } = result;
    const ok = failure === undefined && (exitCode === ExitCode.done || exitCode === ExitCode.pending);
    const more = { notes: unlessEmpty(notes), error: errorIn(failure, redact) };
    return plainJson({ formatVersion: FORMAT_VERSION, command, ok, ...data, ...more });
  },
  error(error, { command, redact, notes }) {
    const document = { command, ok: false, notes: unlessEmpty(notes), error: errorDocument(error, redact) };
    return plainJson({ formatVersion: FORMAT_VERSION, ...document });
  },
};

/** Fields of a document; one that is undefined is left out of the JSON. */
type Data = Readonly<Record<string, unknown>>;

/** A result's own fields; undefined where the command has printed by itself. */
function commandDocument(result: CommandResult): Data | undefined {
  switch (result.kind) {
    case 'plan':
      return planDocument(result.plan);
    case 'dry-run':
      return {
        dryRun: true,
        offline: result.offline,
        ...planDocument(result.plan),
        requests: requestsOf(result),
      };
    case 'apply':
      return applyDocument(result);
    case 'setup':
      return applyDocument(result.applied);
    case 'destroy':
      return {
        ...changesDocument([...result.kept, ...result.changes]),
        left: result.left.map(resourceDocument),
        unknown: unknownIn(result),
      };
    case 'verify':
      return {
        tested: result.tested,
        only: result.only,
        steps: result.steps,
        tickets: unlessEmpty(result.tickets.map(({ id, isDeleted }) => ({ id, deleted: isDeleted }))),
        alertId: result.alertId,
        finding: result.finding,
      };
    case 'status':
      return { ...result.health };
    case 'export':
      return {
        offline: result.offline,
        created: unlessEmpty(result.created.map(changeDocument)),
        folder: result.folder,
        files: result.files,
      };
    case 'init':
      return {
        settingsFile: result.settingsFile,
        files: result.files,
        toFillIn: unlessEmpty(result.toFillIn),
        variables: result.variables,
        toInclude: unlessEmpty(result.toInclude),
      };
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

function planDocument(plan: IntegrationPlan): Data {
  return {
    pending: isPending(plan),
    only: plan.only,
    ...changesDocument(plan.changes),
    duplicates: unlessEmpty(secondRows(plan)),
  };
}

function applyDocument(result: ResultOf<'apply'>): Data {
  return {
    only: result.only,
    ...changesDocument([...result.kept, ...result.changes]),
    resources: result.resources.map(resourceDocument),
    unknown: unknownIn(result),
    integrationUrl: result.integrationUrl,
    findings: unlessEmpty(result.findings),
  };
}

function fleetDocument({ reports }: FleetResult, redact: ReportedRun['redact']): Data {
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
    targets: reports.map((report) => targetDocument(report, redact)),
  };
}

function targetDocument(report: TargetReport<CommandResult>, redact: ReportedRun['redact']): Data {
  const { target, halo, outcome, exitCode, result, notes, error } = report;
  const known = { target, halo, outcome, exitCode, summary: summaryOf(report) };
  const data = result && commandDocument(result);
  return { ...known, ...data, notes: unlessEmpty(notes), error: errorIn(error, redact) };
}

/** Changes as every command lists them, those that stay as they are too. */
function changesDocument(changes: readonly IntegrationChange[]): Data {
  return { counts: countsOf(changes), changes: changes.map(changeDocument) };
}

/** A change with its fields as people read them, and without its request. */
function changeDocument({ request: _request, fields: _fields, labelledFields, ...change }: IntegrationChange) {
  return { ...change, fields: labelledFields };
}

/** A resource that exists, without what explains it to people alone. */
function resourceDocument({ resource, title, service, name, id }: ExistingResource) {
  return { resource, title, service, name, id };
}

function unknownIn({ unknown }: ResultOf<'apply' | 'destroy'>) {
  return unlessEmpty(
    unknown.map(({ resource, title, service, name, action, id }) => ({ resource, title, service, name, action, id })),
  );
}

function errorIn(failure: unknown, redact: ReportedRun['redact']) {
  return failure === undefined ? undefined : errorDocument(failure, redact);
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
