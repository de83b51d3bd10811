import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../support/cli.ts';
import type { Permissions } from './github.ts';
import {
  gitHubContext,
  interpolated,
  machineOfTest,
  newRun,
  type Runner,
  runSteps,
  type Step,
  type Texts,
  type WorkflowEvent,
} from './github-steps.ts';

/** A composite action, as in its file. */
interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: 'composite'; readonly steps: readonly Step[] };
}

/** The inputs and variables of a step that uses the action. */
export interface ActionUse {
  readonly inputs: Texts;
  readonly env: Texts;
  readonly permissions: Permissions;
}

/** How an action ended. */
export interface ActionEnd {
  readonly result: 'success' | 'failure';
  readonly log: string;
  readonly summary: string;
  readonly outputs: Texts;
}

/** Runs this package's composite action like a step of a job, in a checkout of the event's commit. */
export async function runAction(runner: Runner, event: WorkflowEvent, use: ActionUse): Promise<ActionEnd> {
  const action = parse(readFileSync(join(packageRoot, 'action.yml'), 'utf8')) as CompositeAction;
  const unknown = Object.keys(use.inputs).filter((name) => !(name in action.inputs));
  expect(unknown, 'inputs that the action does not have').toEqual([]);
  const run = newRun(runner, event, 'some.yml');
  const machine = machineOfTest({ runner, event, run });
  runner.repository.checkOut(event.sha, machine.workspace);
  const github = gitHubContext(runner, event, run, use.permissions);
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']);
  const inputs = { ...interpolated(Object.fromEntries(defaults), { github }, 'success'), ...use.inputs };
  const contexts = { github, inputs };
  const running = { runner, event, run };
  const env = { ...use.env, GITHUB_ACTION_PATH: packageRoot };
  const { status, log, outputs } = await runSteps(action.runs.steps, contexts, env, machine, running);
  const values = Object.entries(action.outputs).map(([name, { value }]) => [name, value]);
  return {
    result: status === 'success' ? 'success' : 'failure',
    log,
    summary: readFileSync(machine.summary, 'utf8'),
    outputs: interpolated(Object.fromEntries(values), { steps: outputs }, 'success'),
  };
}
