// The inputs of action.yml, and the command line that they ask for.

const COMMANDS = ['plan', 'apply', 'verify', 'status', 'destroy'];

/** These have a question, which the workflow has answered. `apply` has none where nobody can be asked. */
const WITH_YES = ['verify', 'destroy'];

/**
 * @typedef {{
 *   command: string,
 *   config: string,
 *   planFile: string,
 *   profile: string,
 *   targets: readonly string[],
 *   args: readonly string[],
 *   junitFile: string,
 *   comment: boolean,
 *   githubToken: string,
 *   workingDirectory: string,
 * }} Inputs
 */

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Inputs}
 * @throws if one is wrong, or not for this command
 */
export function readInputs(env) {
  const textOf = (/** @type {string} */ name) => (env[`INPUT_${name}`] ?? '').trim();
  const inputs = {
    command: textOf('COMMAND'),
    config: textOf('CONFIG'),
    planFile: textOf('PLAN_FILE'),
    profile: textOf('PROFILE'),
    targets: linesOf(textOf('TARGETS')),
    args: linesOf(textOf('ARGS')),
    junitFile: textOf('JUNIT_FILE'),
    comment: truthOf('comment', textOf('COMMENT')),
    githubToken: textOf('GITHUB_TOKEN'),
    workingDirectory: textOf('WORKING_DIRECTORY') || '.',
  };
  if (!COMMANDS.includes(inputs.command))
    throw new Error(`The input command must be one of ${COMMANDS.join(', ')}, not "${inputs.command}".`);
  if (inputs.planFile && !['plan', 'apply'].includes(inputs.command))
    throw new Error(`The input plan-file is for plan and apply, not for ${inputs.command}.`);
  if (inputs.junitFile && !['status', 'verify'].includes(inputs.command))
    throw new Error(`The input junit-file is for status and verify, not for ${inputs.command}.`);
  return inputs;
}

/**
 * The words after the program's name.
 *
 * @param {Inputs} inputs
 * @param {{ json: string, planFile: string }} files where the result as JSON and the plan are written
 */
export function commandLine(inputs, { json, planFile }) {
  const { command, config, profile, targets, args, junitFile } = inputs;
  return [
    command,
    ...(config ? ['--config', config] : []),
    ...(profile ? ['--profile', profile] : []),
    ...(targets.join() === 'all' ? ['--all'] : targets.flatMap((target) => ['--target', target])),
    ...(command === 'plan' ? ['--out', planFile] : []),
    ...(command === 'apply' && inputs.planFile ? ['--plan', planFile] : []),
    ...(WITH_YES.includes(command) ? ['--yes'] : []),
    ...(junitFile ? ['--format', 'junit', '--output', junitFile] : ['--format', 'json', '--output', json]),
    ...args,
  ];
}

/** @param {string} text */
function linesOf(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * @param {string} name
 * @param {string} text
 */
function truthOf(name, text) {
  if (/^true$/i.test(text)) return true;
  if (/^(false)?$/i.test(text)) return false;
  throw new Error(`The input ${name} must be true or false, not "${text}".`);
}
