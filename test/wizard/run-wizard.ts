import { join } from 'node:path';
import { expect } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { interruptedError } from '../../src/errors/cli-error.ts';
import type { System } from '../../src/runtime/system.ts';
import { type RunOverrides, run, temporaryFolder } from '../support/cli.ts';
import { type Asked, ENTER, type Script, scriptedPrompter } from './scripted-prompter.ts';

/** A run of the wizard, with what it asked and showed. */
export interface WizardRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly asked: readonly Asked[];
  readonly refused: readonly string[];
  readonly shown: string;
  /** Everything that a person could read and a log could keep. */
  readonly transcript: string;
  /** The run's folder, which contains the saved profiles. */
  readonly cwd: string;
}

/** Returns the answers of a person who types the four credentials and otherwise accepts the defaults. */
export function defaultAnswers({ ilert, halo }: Sandbox): Record<string, Script[string]> {
  return {
    'ilert-key': ilert.token,
    teams: ENTER,
    policy: ENTER,
    grouping: ENTER,
    'halo-url': halo.url,
    product: ENTER,
    'halo-client-id': halo.clientId,
    'halo-client-secret': halo.clientSecret,
    payload: ENTER,
    tickets: ENTER,
    'on-call': ENTER,
    confirm: ENTER,
  };
}

/** The answers before a later run's first question, and after everything is set up, unless a test gives others. */
const AROUND: Script = {
  menu: 'Go through all questions again',
  'test-alert': 'Not now',
  'save-settings': 'Do not save',
};

/** Returns a script without some of its answers. */
export function without(script: Script, ...ids: string[]): Script {
  return Object.fromEntries(Object.entries(script).filter(([id]) => !ids.includes(id)));
}

interface WizardOverrides extends RunOverrides {
  readonly argv?: readonly string[];
  /** Called when an answer is rejected. */
  readonly onRefused?: (wrong: string) => void;
}

/** Runs the wizard with scripted answers; each question must be in the script, and each answer used. */
export async function runWizard(sandbox: Sandbox, script: Script, overrides: WizardOverrides = {}): Promise<WizardRun> {
  const { argv = [], env, cwd = temporaryFolder(), onRefused, ...rest } = overrides;
  const prompter = scriptedPrompter({ ...AROUND, ...script }, interruptedError, onRefused);
  let stderr = '';
  const ran = await run(argv, {
    cwd,
    configDir: join(cwd, '.saved'),
    // Without a spinner, which other tests cover.
    env: { TERM: 'dumb', LANG: 'C.UTF-8', ILERT_ENDPOINT: sandbox.ilert.url, ...env },
    stdin: terminalInput(),
    // So wide that sentences stay whole: other tests cover wrapping.
    stderr: { isTTY: true, columns: 300, rows: 30, write: (text) => (stderr += text) },
    openPrompter: async () => prompter,
    ...rest,
  });
  const isAround = (fault: string) =>
    Object.keys(AROUND).some((id) => script[id] === undefined && fault.startsWith(`not asked for ${id}:`));
  expect(prompter.faults().filter((fault) => !isAround(fault))).toEqual([]);
  const shown = prompter.shown.join('\n');
  const questions = prompter.asked.map((asked) => JSON.stringify(asked)).join('\n');
  return {
    exitCode: ran.exitCode,
    stdout: ran.stdout,
    stderr,
    cwd,
    asked: prompter.asked,
    refused: prompter.refused,
    shown,
    transcript: [ran.stdout, stderr, shown, questions, ...prompter.refused].join('\n'),
  };
}

/** Runs the wizard, and expects success. */
export async function completeWizard(
  sandbox: Sandbox,
  script: Script,
  overrides: WizardOverrides = {},
): Promise<WizardRun> {
  const wizard = await runWizard(sandbox, script, overrides);
  expect(wizard.stderr).not.toContain('Error:');
  expect(wizard.exitCode).toBe(0);
  return wizard;
}

/** Returns the questions about the integration, by id. */
export function idsOf({ asked }: WizardRun): string[] {
  return asked.map(({ id }) => id).filter((id) => AROUND[id] === undefined);
}

/** Returns the headings that were shown, in order. */
export function headingsIn({ shown }: WizardRun): string[] {
  return shown.split('\n').flatMap((line) => line.match(/^ (ilert|Halo.*)$/)?.[1] ?? []);
}

/** Returns a question of a run. */
export function questionOf({ asked }: WizardRun, id: string): Asked {
  const question = asked.findLast((each) => each.id === id);
  expect(question, `the question ${id}`).toBeDefined();
  return question as Asked;
}

function terminalInput(): System['stdin'] {
  return Object.assign((async function* nothing() {})(), { isTTY: true });
}
