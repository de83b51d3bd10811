// Creates the README's pictures, docs/pictures/*.svg, from a real run against the simulators. With --check, writes
// nothing and exits with 1 if a picture would change.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, sourceModule } from './bundle.mjs';
import { animationOf } from './pictures/animation.mjs';
import { startOnTerminal } from './pictures/screen.mjs';
import { svgOf } from './pictures/svg.mjs';

/**
 * @typedef {import('../sandbox/sandbox.ts').Sandbox} Sandbox
 * @typedef {import('./pictures/screen.mjs').Run} Run
 * @typedef {ReturnType<typeof start>} Terminal
 * @typedef {readonly [name: string, svg: string]} Picture
 */

const folder = join(root, 'docs', 'pictures');
const COLUMNS = 84;
const SHOWN_ROWS = 26;
const ENTER = '\r';
/** Public examples. The keys are typed where they aren't shown. */
const CREDENTIALS = {
  ilertToken: 'il1api-example-of-a-key',
  haloClientId: '5c0b2d0e-8a0a-4d5f-9a55-2f6c3a3f7f10',
  haloClientSecret: 'example-of-a-client-secret',
};

const home = mkdtempSync(join(tmpdir(), 'ilert-haloitsm-pictures-'));
try {
  const pictures = await takePictures();
  process.exitCode = process.argv.includes('--check') ? check(pictures) : write(pictures);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** @param {readonly Picture[]} pictures */
function write(pictures) {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of pictures) writeFileSync(join(folder, name), svg);
  console.log(`Wrote ${pictures.length} pictures to docs/pictures.`);
  return 0;
}

/** @param {readonly Picture[]} pictures */
function check(pictures) {
  const changed = pictures.filter(([name, svg]) => {
    const path = join(folder, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== svg;
  });
  for (const [name] of changed) console.log(`docs/pictures/${name} is not what the program shows now.`);
  console.log(
    changed.length > 0 ? 'Run: npm run pictures' : `All ${pictures.length} pictures are what the program shows.`,
  );
  return changed.length > 0 ? 1 : 0;
}

async function takePictures() {
  const sandbox = await (await sourceModule('sandbox/sandbox.ts')).startSandbox({ ...CREDENTIALS, others: false });
  try {
    return [await wizardPicture(sandbox), await planPicture(sandbox)];
  } finally {
    await sandbox.close();
  }
}

/**
 * Shows the whole wizard for someone who accepts the defaults.
 *
 * @param {Sandbox} sandbox
 * @returns {Promise<Picture>}
 */
async function wizardPicture(sandbox) {
  // The simulator's host doesn't show which product it is.
  const terminal = start(['--product', 'haloitsm'], { ILERT_ENDPOINT: sandbox.ilert.url });
  /** @type {import('./pictures/animation.mjs').Frame[]} */
  const frames = [];
  const take = (/** @type {number} */ seconds, from = '') =>
    frames.push({ rows: screenOf(terminal, from).map((runs) => withExamples(runs, sandbox)), seconds });
  try {
    for (const { question, keys, seconds, from } of answersFor(sandbox)) {
      await terminal.shows(`? ${question}`);
      take(seconds, from);
      terminal.press(keys);
    }
    // Not every machine has a keychain, so the last screen starts after that question.
    await Promise.race([terminal.shows('Save the API key'), terminal.ended]);
    terminal.press(ENTER);
    await terminal.ended;
    take(9, 'Where to find it');
    const title =
      'The wizard checks each answer, shows what will be created, applies it once confirmed, and shows where to find everything';
    return ['wizard.svg', animationOf(frames, title)];
  } finally {
    terminal.close();
  }
}

/**
 * Two resources are created concurrently, in either order, so the picture after that starts with the result.
 *
 * @param {Sandbox} sandbox
 * @returns {{ question: string, keys: string, seconds: number, from?: string }[]}
 */
function answersFor({ halo }) {
  return [
    { question: 'API key', keys: `${CREDENTIALS.ilertToken}${ENTER}`, seconds: 2.5 },
    { question: 'Teams', keys: ENTER, seconds: 1.5 },
    { question: 'Escalation policy', keys: ENTER, seconds: 2.5 },
    { question: 'Alert grouping', keys: ENTER, seconds: 2.5 },
    { question: 'URL', keys: `${halo.url}${ENTER}`, seconds: 1.5 },
    { question: 'Client ID', keys: `${CREDENTIALS.haloClientId}${ENTER}`, seconds: 1.5 },
    { question: 'Client secret', keys: `${CREDENTIALS.haloClientSecret}${ENTER}`, seconds: 1.5 },
    { question: 'Payload', keys: ENTER, seconds: 1.5 },
    { question: 'Which tickets', keys: ENTER, seconds: 1.5 },
    { question: 'Options for whoever is on call', keys: ENTER, seconds: 1.5 },
    { question: 'Apply these changes?', keys: ENTER, seconds: 4 },
    { question: 'Send a test alert now?', keys: ENTER, seconds: 2.5, from: 'Done' },
    { question: 'Save these settings', keys: ENTER, seconds: 2.5, from: 'Done' },
  ];
}

/**
 * Returns as much as a terminal of common height shows at once.
 *
 * @param {Terminal} terminal
 * @param {string} from what the first line starts with
 */
function screenOf(terminal, from) {
  return rowsFrom(terminal, from).slice(-SHOWN_ROWS);
}

/**
 * Returns the rows of the screen, starting at a line.
 *
 * @param {Terminal} terminal
 * @param {string} from what the first line starts with
 */
function rowsFrom(terminal, from) {
  const rows = terminal.lines();
  const textOf = (/** @type {readonly Run[]} */ runs) => runs.map(({ text }) => text).join('');
  const first = rows.findIndex((runs) => textOf(runs).startsWith(from));
  if (first < 0) throw new Error(`no line starts with "${from}":\n${terminal.text()}`);
  return rows.slice(first, rows.findLastIndex((runs) => runs.length > 0) + 1);
}

/**
 * Shows a plan after someone disabled the runbook and removed a field from the payload.
 *
 * @param {Sandbox} sandbox
 * @returns {Promise<Picture>}
 */
async function planPicture(sandbox) {
  const { webhooks, methods } = sandbox.halo.state;
  for (const runbook of webhooks) if (runbook.name === 'ilert runbook') runbook.active = false;
  for (const method of methods)
    if (method.name === 'send ticket to ilert')
      method.requestbody = method.requestbody.replace(/^.*client_name.*\n/m, '');
  const { url, clientId, clientSecret } = sandbox.halo;
  const terminal = start(['plan'], {
    ILERT_ENDPOINT: sandbox.ilert.url,
    ILERT_API_TOKEN: sandbox.ilert.token,
    ILERT_ESCALATION_POLICY: 'Critical incidents',
    HALO_URL: url,
    HALO_CLIENT_ID: clientId,
    HALO_CLIENT_SECRET: clientSecret,
  });
  try {
    await terminal.ended;
    return [
      'plan.svg',
      pictureOf(sandbox, terminal, 'The plan shows what has been changed by hand, field by field', 'ilert'),
    ];
  } finally {
    terminal.close();
  }
}

/**
 * @param {readonly string[]} argv
 * @param {Readonly<Record<string, string>>} variables
 */
function start(argv, variables) {
  return startOnTerminal([join(root, 'bin', 'ilert-haloitsm.js'), ...argv], {
    cwd: home,
    columns: COLUMNS,
    rows: 40,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      ILERT_HALOITSM_HOME: home,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ...variables,
    },
  });
}

/**
 * Draws the screen, starting at a line, with examples for what differs in every run.
 *
 * @param {Sandbox} sandbox
 * @param {Terminal} terminal
 * @param {string} title
 * @param {string} from
 */
function pictureOf(sandbox, terminal, title, from) {
  return svgOf(
    rowsFrom(terminal, from).map((runs) => withExamples(runs, sandbox)),
    title,
  );
}

/**
 * Moves runs that follow one whose length has changed.
 *
 * @param {readonly Run[]} runs
 * @param {Sandbox} sandbox
 * @returns {Run[]}
 */
function withExamples(runs, sandbox) {
  let moved = 0;
  return runs.map(({ style, text, at }) => {
    const example = asExample(text, sandbox);
    const run = { style, text: example, at: at + moved };
    moved += example.length - text.length;
    return run;
  });
}

/**
 * @param {string} text
 * @param {Sandbox} sandbox
 */
function asExample(text, { ilert, halo }) {
  return text
    .replace(`ilert: ${ilert.url} `, 'ilert: https://app.ilert.com ')
    .replaceAll(ilert.url, 'https://api.ilert.com')
    .replaceAll(halo.url, 'https://acme.haloitsm.com')
    .replace(/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g, (id) =>
      id === CREDENTIALS.haloClientId ? id : '7f1d3c52-0b6e-4a19-9c84-2e5ab07d6f31',
    )
    .replace(/il1hit[\da-f]{2}(?![\da-f])/g, 'il1hit0c')
    .replace(/ in \d+\.\d s\./, ' in 3.1 s.');
}
