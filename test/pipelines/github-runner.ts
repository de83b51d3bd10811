import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/cli.ts';
import { type Contexts, isMet, type JobStatus } from './expressions.ts';
import type { Permissions, WorkflowRun } from './github.ts';
import {
  gitHubContext,
  machineOfTest,
  newRun,
  type Runner,
  type Running,
  runSteps,
  type Step,
  type Texts,
  type WorkflowEvent,
} from './github-steps.ts';

interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Permissions;
  readonly env?: Texts;
  readonly steps: readonly Step[];
}

/** A workflow, as in its file. */
interface Workflow {
  readonly on: Readonly<Record<string, { readonly branches?: readonly string[] } | null>>;
  readonly permissions?: Permissions;
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** How a job ended. */
export interface JobEnd {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly log: string;
  /** The Markdown of its step summaries. */
  readonly summary: string;
}

/** How a run of a workflow ended. */
export interface RunEnd {
  readonly jobs: Readonly<Record<string, JobEnd>>;
  readonly artifacts: WorkflowRun['artifacts'];
}

/** Runs a workflow file from an event's commit: its actual scripts, with GitHub's own actions simulated. */
export async function runWorkflow(runner: Runner, file: string, event: WorkflowEvent): Promise<RunEnd> {
  const source = join(temporaryFolder(), 'source');
  runner.repository.checkOut(event.sha, source);
  const workflow = parse(readFileSync(join(source, file), 'utf8')) as Workflow;
  const run = newRun(runner, event, basename(file));
  const ends = new Map<string, JobEnd>();
  if (!isStartedBy(workflow, event)) return { jobs: {}, artifacts: run.artifacts };
  for (const [key, job] of Object.entries(workflow.jobs)) {
    const needs = [job.needs ?? []].flat().map((name) => [name, ends.get(name)] as const);
    // GitHub skips a job after one that was skipped or failed, unless its condition asks for the status.
    const status = needs.every(([, end]) => end?.result === 'success') ? 'success' : 'failure';
    const hasFailed = needs.some(([, end]) => end?.result === 'failure');
    const contexts = {
      github: gitHubContext(runner, event, run, job.permissions ?? workflow.permissions ?? {}),
      needs: Object.fromEntries(needs.map(([name, end]) => [name, { result: end?.result }])),
      secrets: runner.environments[job.environment ?? '']?.secrets ?? {},
      vars: runner.environments[job.environment ?? '']?.variables ?? {},
    };
    const asked: JobStatus = status === 'success' || (job.if?.includes('()') && !hasFailed) ? 'success' : 'failure';
    const isSkipped = !isMet(job.if, contexts, asked);
    ends.set(key, isSkipped ? SKIPPED : await runJob(job, workflow, contexts, { runner, event, run }));
  }
  run.conclusion = [...ends.values()].some(({ result }) => result === 'failure') ? 'failure' : 'success';
  return { jobs: Object.fromEntries(ends), artifacts: run.artifacts };
}

function isStartedBy({ on }: Workflow, { name, ref }: WorkflowEvent): boolean {
  const branches = on[name]?.branches;
  return name in on && (branches === undefined || branches.some((branch) => ref === `refs/heads/${branch}`));
}

const SKIPPED: JobEnd = { result: 'skipped', log: '', summary: '' };

async function runJob(job: Job, workflow: Workflow, contexts: Contexts, running: Running): Promise<JobEnd> {
  const machine = machineOfTest(running);
  const env = { ...workflow.env, ...job.env };
  const { status, log } = await runSteps(job.steps, contexts, env, machine, running);
  return { result: status === 'success' ? 'success' : 'failure', log, summary: readFileSync(machine.summary, 'utf8') };
}
