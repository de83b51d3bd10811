import type { Change } from '../engine/plan.ts';
import { ExitCode } from '../errors/cli-error.ts';
import type { TargetOutcome, TargetReport } from '../fleet/report.ts';
import type { ExistingResource } from '../runtime/remember.ts';
import { plainJson } from '../ui/sanitize.ts';
import { errorDocument } from './error.ts';
import { countOf, summaryOf } from './fleet.ts';
import type { OutputFormat, ReportedRun } from './format.ts';
import { requestsOf } from './requests.ts';
import type { CommandResult, FleetResult, Result, ResultOf } from './result.ts';

const FORMAT_VERSION = 1;

/** For programs: one document. */
export const jsonFormat: OutputFormat = {
  option: { kind: 'flag', flags: '--json', about: 'print one JSON document, and nothing else, to standard output' },
  isDocument: true,
  result(result, { command, redact, notes }) {
    const data = documentOf(result, redact);
    if (!data) return '';
    const { exitCode, failure } = result;
    const ok = failure === undefined && (exitCode === ExitCode.done || exitCode === ExitCode.pending);
    const error = failure === undefined ? {} : { error: errorDocument(failure, redact) };
    return plainJson({ formatVersion: FORMAT_VERSION, command, ok, ...data, ...listed({ notes }), ...error });
  },
  error(error, { command, redact, notes }) {
    const known = { ...(command && { command }), ok: false, ...listed({ notes }) };
    return plainJson({ formatVersion: FORMAT_VERSION, ...known, error: errorDocument(error, redact) });
  },
};

type Data = Readonly<Record<string, unknown>>;

/** A result's own fields; undefined where the command has printed by itself. */
function documentOf(result: Result, redact: ReportedRun['redact']): Data | undefined {
  return result.kind === 'fleet' ? fleetDocument(result, redact) : commandDocument(result);
}

function commandDocument(result: CommandResult): Data | undefined {
  switch (result.kind) {
    case 'plan':
      return { pending: result.pending, changes: result.plan.changes.map(withoutRequest) };
    case 'dry-run':
      return { dryRun: true, offline: result.offline, requests: requestsOf(result) };
    case 'apply':
      return applyDocument(result);
    case 'setup':
      return applyDocument(result.applied);
    case 'destroy': {
      const { changes, left, unsure } = result;
      return {
        changes: changes.map(withoutRequest),
        left: left.map(withoutTitle),
        ...listed({ unsure: unsure.map(inShort) }),
      };
    }
    case 'verify': {
      const { steps, alertId, finding } = result;
      return { steps, ...(alertId !== undefined && { alertId }), ...(finding && { finding }) };
    }
    case 'status':
      return { ...result.health };
    case 'export': {
      const { offline, folder, files } = result;
      return { offline, folder, files };
    }
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

function applyDocument({ changes, resources, unsure, integrationUrl, findings }: ResultOf<'apply'>): Data {
  return {
    changes: changes.map(withoutRequest),
    resources: resources.map(withoutTitle),
    ...listed({ unsure: unsure.map(inShort) }),
    ...(integrationUrl !== undefined && { integrationUrl }),
    ...listed({ findings }),
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
      stopped: count('stopped'),
      skipped: count('skipped'),
      notBegun: count('not-begun'),
    },
    targets: reports.map((report) => targetDocument(report, redact)),
  };
}

function targetDocument(report: TargetReport<CommandResult>, redact: ReportedRun['redact']): Data {
  const { target, halo, outcome, exitCode, result, notes, error } = report;
  return {
    target,
    ...(halo !== undefined && { halo }),
    outcome,
    ...(exitCode !== undefined && { exitCode }),
    summary: summaryOf(report),
    ...(result && commandDocument(result)),
    ...listed({ notes }),
    ...(error !== undefined && { error: errorDocument(error, redact) }),
  };
}

function withoutRequest({ request: _, ...change }: Change) {
  return change;
}

function withoutTitle({ resource, service, name, id }: ExistingResource) {
  return { resource, service, name, id };
}

function inShort({ resource, service, name, action, id }: Change) {
  return { resource, service, name, action, ...(id !== undefined && { id }) };
}

/** An empty list is no field. */
function listed(lists: Readonly<Record<string, readonly unknown[]>>): Data {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}
