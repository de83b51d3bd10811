// What action.yml runs: the command with its arguments, and then its results as outputs, summary and comment.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commentOnPullRequest } from './comment.mjs';
import { commandLine, readInputs } from './inputs.mjs';
import { countsOf } from './outputs.mjs';

const { env } = process;

/** The exit codes of a plan that was made and saved. After another, the file that is there was not made by this run. */
const PLANNED = [0, 4];

try {
  process.exitCode = await run(readInputs(env));
} catch (error) {
  tell('error', 'ilert-haloitsm', messageOf(error));
  process.exitCode = 2;
}

/** @param {import('./inputs.mjs').Inputs} inputs */
async function run(inputs) {
  const folder = mkdtempSync(join(env.RUNNER_TEMP ?? '.', 'ilert-haloitsm-'));
  const cwd = resolve(inputs.workingDirectory);
  if (!existsSync(cwd))
    throw new Error(`The folder of the input working-directory does not exist: ${inputs.workingDirectory}`);
  const planFile = resolve(cwd, inputs.planFile || join(folder, 'plan.json'));
  const summary = join(folder, 'result.md');
  const json = join(folder, 'result.json');

  const exitCode = await runTool(commandLine(inputs, { json, planFile }), cwd, summary);
  const markdown = textOf(summary);
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, markdown);
  show(markdown);
  const result = JSON.parse(textOf(json) || '{}');
  setOutputs({
    'exit-code': exitCode,
    ...countsOf(result),
    'plan-file': inputs.command === 'plan' && PLANNED.includes(exitCode) ? planFile : '',
    'json-file': inputs.junitFile ? '' : json,
    'markdown-file': summary,
  });
  if (inputs.comment && markdown !== '') await comment(inputs.githubToken, markdown);
  return exitCode;
}

/**
 * Without a shell in between, so that arguments arrive as they are.
 *
 * @param {readonly string[]} words
 * @param {string} cwd
 * @param {string} summary where the program leaves its Markdown
 * @returns {Promise<number>} its exit code
 */
function runTool(words, cwd, summary) {
  const folder = join(env.RUNNER_TEMP ?? '.', `ilert-haloitsm-${env.INPUT_VERSION}`);
  const program = join(folder, 'node_modules', 'ilert-haloitsm', 'bin', 'ilert-haloitsm.js');
  const { INPUT_GITHUB_TOKEN: _, ...own } = env;
  // What earlier runs on the same machine remember may be of another integration.
  const home = env.ILERT_HALOITSM_HOME ?? join(env.RUNNER_TEMP ?? '.', 'remembered');
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { ...own, ILERT_HALOITSM_HOME: home, GITHUB_STEP_SUMMARY: summary },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done(code ?? 1));
  });
}

/** @param {string} markdown */
function show(markdown) {
  if (markdown === '') return;
  // No line of it is a command to the runner.
  const pause = randomUUID();
  process.stdout.write(`::group::Result\n::stop-commands::${pause}\n${markdown}\n::${pause}::\n::endgroup::\n`);
}

/** @param {Readonly<Record<string, unknown>>} outputs */
function setOutputs(outputs) {
  const lines = Object.entries(outputs).map(([name, value]) => {
    const end = randomUUID();
    return `${name}<<${end}\n${value ?? ''}\n${end}\n`;
  });
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, lines.join(''));
}

/**
 * A result that can't be shown is not undone: the step goes on, with a warning.
 *
 * @param {string} token
 * @param {string} markdown
 */
async function comment(token, markdown) {
  try {
    const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH ?? '', 'utf8'));
    const number = event.pull_request?.number;
    if (number === undefined) return;
    const repository = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}`;
    await commentOnPullRequest(markdown, { repository, number, token });
  } catch (error) {
    const hint = 'Give the job the permission "pull-requests: write"; pull requests from forks never have it.';
    tell('warning', 'No comment', `${messageOf(error)} ${hint}`);
  }
}

/**
 * @param {'error' | 'warning'} level
 * @param {string} title
 * @param {string} message
 */
function tell(level, title, message) {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::${level} title=${title}::${escaped}\n`);
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
