import { ExitCode } from '../errors/cli-error.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import { exitCodeOf, problemsOf } from './error.ts';
import { FUTURE, fleetInWords, PAST } from './fleet.ts';
import type { OutputFormat, ReportedRun } from './format.ts';
import { doneBlocks, findingsBlock, planBlocks, requestBlocks, resourceInline } from './markdown/changes.ts';
import { type Block, markdownDocument, notesBlock } from './markdown/document.ts';
import { fleetBlocks } from './markdown/fleet.ts';
import { healthBlocks } from './markdown/health.ts';
import { code, prose } from './markdown/inline.ts';
import { cleanUpBlocks, proveBlocks } from './markdown/prove.ts';
import {
  HOW_TO_REMOVE_REMAINING,
  howToContinueApplying,
  howToContinueRemoving,
  nothingDoneInWords,
  POSSIBLE_EFFECT,
} from './outcome.ts';
import { countsInWords, planInWords } from './plan.ts';
import { answersInWords } from './prove.ts';
import type { Result, ResultOf } from './result.ts';
import { notShownBy, shownBy } from './tested.ts';
import { rowsToChange, unconfirmedInWords } from './unconfirmed.ts';

/** For comments on pull requests and pipeline summaries, on GitHub and GitLab. */
export const markdownFormat: OutputFormat = {
  isDocument: true,
  result(result, run) {
    const report = reportOf(result, run);
    if (report === undefined) return '';
    return documentOf(
      report.outcome,
      [...errorBlocks(result.failure, run), ...report.blocks, ...footnote(result)],
      run,
    );
  },
  error: (error, run) => documentOf(failed(error), errorBlocks(error, run), run),
};

/** Renders a comment: the marker by which the next run finds it, the outcome in a few words, and the details. */
function documentOf(outcome: string, blocks: readonly Block[], run: ReportedRun): string {
  const { about, command, notes } = run;
  const values = about.map(([, value]) => code(value)).join(', ');
  const name = command === undefined ? 'ilert-haloitsm' : `ilert-haloitsm ${command}`;
  const heading = `### ${name}${values === '' ? '' : ` (${values})`}: ${outcome}`;
  const folded = blocks.filter(({ kind }) => kind === 'details');
  const open = blocks.filter(({ kind }) => kind !== 'details');
  return markdownDocument(`${markerOf(run)}\n${heading}`, [...open, ...notesBlock(notes), ...folded]);
}

/**
 * Returns the first line, by which a comment is found again to be updated. It is the same in each run of a pipeline,
 * but differs from those of other pipelines in the repository.
 */
function markerOf({ command = '', about }: ReportedRun): string {
  const words = about.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/')}`);
  return `<!-- ${['ilert-haloitsm', command, ...words].filter((word) => word !== '').join(' ')} -->`;
}

/** The outcome of a run, in a few words and in detail. */
interface Report {
  readonly outcome: string;
  readonly blocks: readonly Block[];
}

/** Returns undefined for kinds of results that have no Markdown. */
function reportOf(result: Result, run: ReportedRun): Report | undefined {
  switch (result.kind) {
    case 'plan':
      return { outcome: pendingInWords(result.plan), blocks: planned(result.plan, run) };
    case 'dry-run':
      return {
        outcome: `${pendingInWords(result.plan)} (dry run)`,
        blocks: [...planned(result.plan, run), ...requestBlocks(result)],
      };
    case 'setup':
      return reportOf(result.applied, run);
    case 'apply':
      return { outcome: changedInWords(result), blocks: applyBlocks(result, run) };
    case 'destroy':
      return { outcome: changedInWords(result), blocks: destroyBlocks(result) };
    case 'verify':
      return {
        outcome: result.failure === undefined ? 'passed' : failed(result.failure),
        blocks: verifyBlocks(result),
      };
    case 'status':
      return { outcome: STATES[result.health.state], blocks: healthBlocks(result.health) };
    case 'prove':
      return { outcome: outcomeOf(result, answersInWords(result.facts)), blocks: proveBlocks(result) };
    case 'clean-up':
      return { outcome: outcomeOf(result, `${result.removed.length} removed`), blocks: cleanUpBlocks(result) };
    case 'fleet':
      return {
        outcome: fleetInWords(result.reports),
        blocks: fleetBlocks(result, (each, target) => reportOf(each, forTarget(run, target))?.blocks ?? []),
      };
    case 'init':
    case 'export':
    case 'targets':
    case 'schema':
    case 'completion':
    case 'demo':
    case 'printed':
      return undefined;
  }
}

/** Says once for a plan, or those of many targets, what in it is unconfirmed. */
function footnote(result: Result): Block[] {
  const results = result.kind === 'fleet' ? result.reports.map((report) => report.result) : [result];
  const unconfirmed = unconfirmedInWords(results.flatMap(rowsToChange));
  return unconfirmed === undefined ? [] : [{ kind: 'paragraph', text: prose(unconfirmed) }];
}

/** Adapts commands in a target's report to that target. */
function forTarget(run: ReportedRun, target: string): ReportedRun {
  return { ...run, forThisRun: (hint) => run.forThisRun(hint, target) };
}

const STATES = { healthy: 'healthy', drifted: 'drift', unknown: 'incomplete', broken: 'broken' } as const;

function pendingInWords({ changes }: IntegrationPlan): string {
  return countsInWords(changes, FUTURE) || 'no changes';
}

function changedInWords(result: ResultOf<'apply' | 'destroy'>): string {
  const { changes, failure } = result;
  const counts = countsInWords(changes, PAST);
  if (failure === undefined) return counts || nothingDoneInWords(result);
  return [failed(failure), ...(counts === '' ? [] : [counts])].join('; ');
}

function outcomeOf({ failure }: Pick<ResultOf<'prove'>, 'failure'>, words: string): string {
  return failure === undefined ? words : `${failed(failure)}; ${words}`;
}

/** A cancelled run is not an error. */
function failed(error: unknown): string {
  return exitCodeOf(error) === ExitCode.interrupted ? 'stopped' : 'failed';
}

function planned(plan: IntegrationPlan, { verbose }: ReportedRun): Block[] {
  const blocks = planBlocks(plan, { verbose });
  return blocks.length > 0 ? blocks : [{ kind: 'paragraph', text: planInWords(plan) }];
}

function applyBlocks(result: ResultOf<'apply'>, { forThisRun }: ReportedRun): Block[] {
  const { changes, findings, resources, failure } = result;
  if (failure === undefined) return [...doneBlocks(changes), ...findingsBlock(findings)];
  return [
    ...doneBlocks(changes),
    ...existing('Current state:', resources, result),
    { kind: 'paragraph', text: prose(howToContinueApplying(result, forThisRun)) },
  ];
}

function destroyBlocks(result: ResultOf<'destroy'>): Block[] {
  const { changes, left, failure } = result;
  if (failure !== undefined) {
    const goOn = `${howToContinueRemoving(result)}.`;
    return [...doneBlocks(changes), ...existing('Remaining:', left, result), { kind: 'paragraph', text: goOn }];
  }
  if (left.length === 0) return doneBlocks(changes);
  const kept = existing('Kept, because it is still in use:', left, result);
  return [...doneBlocks(changes), ...kept, { kind: 'paragraph', text: `${HOW_TO_REMOVE_REMAINING}.` }];
}

/** Lists what exists, and what may exist. */
function existing(
  title: string,
  resources: ResultOf<'destroy'>['left'],
  { unknown }: Pick<ResultOf<'apply' | 'destroy'>, 'unknown'>,
): Block[] {
  const items = [
    ...resources.map(
      (each) => `${resourceInline(each)}${each.because === undefined ? '' : `: ${prose(each.because)}`}`,
    ),
    ...unknown.map(
      (change) => `${resourceInline(change)} may ${POSSIBLE_EFFECT[change.action]} (no response received)`,
    ),
  ];
  return items.length === 0
    ? []
    : [
        { kind: 'paragraph', text: title },
        { kind: 'list', items },
      ];
}

/** The finding is the error of the run. */
function verifyBlocks(result: ResultOf<'verify'>): Block[] {
  const rows = result.steps.map(({ what, ok, skipped, stopped, milliseconds, detail }) => {
    const symbol = skipped || stopped ? '–' : ok ? '✔' : '✘';
    const step = `${prose(what)}${skipped ? ' (skipped)' : stopped ? ' (stopped)' : ''}${detail === undefined ? '' : `: ${prose(detail)}`}`;
    return [symbol, step, `${(milliseconds / 1000).toFixed(1)} s`];
  });
  const sentences = result.failure === undefined ? [shownBy(result), ...notShownBy(result)] : [];
  return [
    ...sentences.map((text): Block => ({ kind: 'paragraph', text: prose(text) })),
    ...(rows.length === 0 ? [] : [{ kind: 'table', header: ['', 'step', 'time'], rows } as const]),
  ];
}

/** Lists every problem with what to do about it. */
function errorBlocks(error: unknown, { redact }: ReportedRun): Block[] {
  if (error === undefined) return [];
  const start = exitCodeOf(error) === ExitCode.interrupted ? '' : '**Error:** ';
  const items = problemsOf(error).map(({ message, hint }) => {
    const what = `${start}${prose(redact(message))}`;
    return hint === undefined ? what : `${what}<br>${prose(redact(hint))}`;
  });
  return [{ kind: 'list', items }];
}
