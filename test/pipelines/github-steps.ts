import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { type Contexts, interpolate, isMet, type JobStatus } from './expressions.ts';
import type { GitRepository } from './git-repository.ts';
import type { GitHub, Permissions, WorkflowRun } from './github.ts';
import { installCommands, runBash } from './shell.ts';

/** Texts by name, such as variables, inputs and outputs. */
export type Texts = Readonly<Record<string, string>>;

/** A step of a workflow or of a composite action. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Texts;
  readonly 'continue-on-error'?: boolean;
}

/** The event that starts a workflow. */
export interface WorkflowEvent {
  readonly name: 'merge_group' | 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  /** The commit that is checked out. */
  readonly sha: string;
  /** The commit that lists the run. */
  readonly headSha: string;
  readonly ref: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a runner works with. */
export interface Runner {
  readonly gitHub: GitHub;
  readonly repository: GitRepository;
  readonly environments: Readonly<Record<string, { readonly secrets: Texts; readonly variables: Texts }>>;
}

/** What is running, and for which event. */
export interface Running {
  readonly runner: Runner;
  readonly event: WorkflowEvent;
  readonly run: WorkflowRun;
}

/** The folders and files of one job. */
export interface Machine {
  readonly workspace: string;
  readonly temp: string;
  readonly commands: string;
  readonly summary: string;
  readonly variables: Texts;
}

/** How steps ended. */
export interface StepsEnd {
  readonly status: JobStatus;
  readonly log: string;
  /** The outputs of steps that have an id. */
  readonly outputs: Readonly<Record<string, { readonly outputs: Texts }>>;
}

/** Runs the steps of a job or of a composite action in order. @param env variables of all steps */
export async function runSteps(
  steps: readonly Step[],
  contexts: Contexts,
  env: Texts,
  machine: Machine,
  running: Running,
): Promise<StepsEnd> {
  const outputs: Record<string, { readonly outputs: Texts }> = {};
  let status: JobStatus = 'success';
  let log = '';
  for (const step of steps) {
    const all = { ...contexts, runner: { temp: machine.temp }, steps: outputs };
    if (!isMet(step.if, all, status)) continue;
    const output = join(machine.temp, '..', 'output');
    writeFileSync(output, '');
    try {
      if (step.uses)
        simulate(step, interpolatedInputs(step, all, status), { workspace: machine.workspace, ...running });
      else {
        const own = interpolated({ ...env, ...step.env }, all, status);
        const variables = { ...machine.variables, GITHUB_OUTPUT: output, ...own };
        const ended = await runBash(step.run ?? '', {
          cwd: machine.workspace,
          env: variables,
          commands: machine.commands,
        });
        log += ended.log;
        if (ended.exitCode !== 0) throw new Error(`Process completed with exit code ${ended.exitCode}.`);
      }
    } catch (error) {
      if (!step['continue-on-error']) status = 'failure';
      log += `${error}\n`;
    }
    if (step.id) outputs[step.id] = { outputs: outputsIn(readFileSync(output, 'utf8')) };
  }
  return { status, log, outputs };
}

/** Returns what steps have written to their output file. */
function outputsIn(text: string): Texts {
  const long = [...text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]);
  const short = [...text.matchAll(/^([\w-]+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  return Object.fromEntries([...short, ...long]);
}

/** Creates a machine for one job. */
export function machineOfTest({ runner: { gitHub }, event, run }: Running): Machine {
  const folder = temporaryFolder();
  const [workspace, temp] = [join(folder, 'workspace'), join(folder, 'temp')];
  for (const each of [workspace, temp]) mkdirSync(each);
  const summary = join(folder, 'summary.md');
  const payload = join(folder, 'event.json');
  writeFileSync(summary, '');
  writeFileSync(payload, JSON.stringify(event.payload));
  const variables = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: gitHub.url,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: payload,
    GITHUB_REF: event.ref,
    GITHUB_REPOSITORY: gitHub.repository,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_SHA: event.sha,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKFLOW_REF: `${gitHub.repository}/.github/workflows/${run.workflow}@${event.ref}`,
    GITHUB_WORKSPACE: workspace,
    HOME: folder,
    RUNNER_TEMP: temp,
  };
  return { workspace, temp, summary, variables, commands: installCommands(join(folder, 'commands')) };
}

/** Creates a run, as GitHub lists it. */
export function newRun({ gitHub }: Runner, event: WorkflowEvent, workflow: string): WorkflowRun {
  const run: WorkflowRun = {
    id: gitHub.runs.length + 1,
    workflow,
    event: event.name,
    head_sha: event.headSha,
    head_repository: { full_name: gitHub.repository },
    conclusion: 'success',
    artifacts: new Map(),
  };
  gitHub.runs.push(run);
  return run;
}

/** Returns the `github` context of expressions. */
export function gitHubContext({ gitHub }: Runner, event: WorkflowEvent, run: WorkflowRun, permissions: Permissions) {
  return {
    event_name: event.name,
    event: event.payload,
    ref: event.ref,
    repository: gitHub.repository,
    run_id: run.id,
    sha: event.sha,
    token: gitHub.tokenWith(permissions),
  };
}

/** Replaces the expressions in texts with their values. */
export function interpolated(texts: Texts, contexts: Contexts, status: JobStatus): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, interpolate(String(value), contexts, status)]),
  );
}

function interpolatedInputs(step: Step, contexts: Contexts, status: JobStatus): Texts {
  const inputs = Object.entries(step.with ?? {}).map(([name, value]) => [name, String(value)]);
  return interpolated(Object.fromEntries(inputs), contexts, status);
}

/** Simulates GitHub's own actions that workflows use. */
function simulate(step: Step, inputs: Texts, { workspace, runner, event, run }: Running & { workspace: string }): void {
  const [action] = step.uses?.split('@') ?? [];
  switch (action) {
    case 'actions/setup-node':
      expect(inputs['node-version']).toBe('24');
      return;
    case 'actions/checkout':
      expect(inputs['persist-credentials']).toBe('false');
      runner.repository.checkOut(event.sha, workspace);
      return;
    case 'actions/upload-artifact':
      upload(inputs, run);
      return;
    case 'actions/download-artifact': {
      const files = run.artifacts.get(inputs.name ?? '');
      if (!files) throw new Error(`Artifact not found for name: ${inputs.name}`);
      const folder = resolve(workspace, inputs.path ?? '');
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return;
    }
    default:
      throw new Error(`This test does not know the action ${step.uses}.`);
  }
}

function upload({ name = '', path = '', 'if-no-files-found': ifNone }: Texts, { artifacts }: WorkflowRun): void {
  const names = existsSync(path) ? (statSync(path).isDirectory() ? readdirSync(path) : ['']) : [];
  const files = names.map((file) => [file || basename(path), readFileSync(join(path, file), 'utf8')]);
  if (files.length > 0) artifacts.set(name, Object.fromEntries(files));
  else if (ifNone === 'error') throw new Error(`No files were found with the provided path: ${path}.`);
}
