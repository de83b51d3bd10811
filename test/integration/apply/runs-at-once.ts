import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Intercept, type Sandbox, type SandboxRequest, startSandbox } from '../../../sandbox/sandbox.ts';
import { packageRoot, type RunOverrides, type RunResult, temporaryFolder } from '../../support/cli.ts';
import { fc } from '../../support/property.ts';
import { configurationOf, runAt } from '../../support/tenants.ts';

/** Runs the program with a name in each of its requests, as the version in its user agent. */
export function runAs(
  name: string,
  sandbox: Sandbox,
  argv: readonly string[],
  overrides: RunOverrides = {},
): Promise<RunResult> {
  const root = join(temporaryFolder(), name);
  mkdirSync(root);
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version: `1.0.0-${name}` }));
  symlinkSync(join(packageRoot, 'templates'), join(root, 'templates'));
  return runAt(sandbox, argv, { packageRoot: root, ...overrides });
}

/** Returns the name of the run that sent a request. */
function senderOf({ headers }: SandboxRequest): string {
  return String(headers['user-agent']).split('-').at(-1) ?? '';
}

/** An event that occurs once, and that tests wait for. */
export function happening() {
  let happen: () => void = () => undefined;
  const happened = new Promise<undefined>((resolve) => {
    happen = () => resolve(undefined);
  });
  return { happen, happened };
}

/** Returns the path of a request that creates a row. */
export function creationOf({ method, path, body }: SandboxRequest): string | undefined {
  const element = Array.isArray(body) ? body[0] : body;
  const isCreation = method === 'POST' && path !== '/auth/token' && (element as { id?: unknown })?.id === undefined;
  return isCreation ? path : undefined;
}

/**
 * Describes a request with its sender in a line: `one GET /api/Webhook`, or `two CREATE /api/Webhook` for a new row.
 */
export function lineOf(request: SandboxRequest): string {
  return `${senderOf(request)} ${creationOf(request) ? 'CREATE' : request.method} ${request.path}`;
}

/** Whether it changes something. */
function isWrite({ method, path }: SandboxRequest): boolean {
  return method !== 'GET' && path !== '/auth/token';
}

/** Makes every run wait before its first change until this many runs are about to make one. */
export function allHaveRead(runs: number): Intercept {
  const there = new Set<string>();
  const { happen, happened } = happening();
  return (request) => {
    if (!isWrite(request)) return undefined;
    there.add(senderOf(request));
    if (there.size === runs) happen();
    return happened;
  };
}

/** Makes the requests in these lines happen in this order, each once; all others continue as they come. */
export function inThisOrder(...lines: readonly string[]): Intercept {
  const taken = new Set<number>();
  const turns = lines.map(happening);
  turns[0]?.happen();
  return async (request) => {
    const line = lineOf(request);
    const turn = lines.findIndex((each, index) => each === line && !taken.has(index));
    if (turn < 0) return undefined;
    taken.add(turn);
    await turns[turn]?.happened;
    // The next one's turn comes when this one is done.
    setImmediate(() => turns[turn + 1]?.happen());
    return undefined;
  };
}

/** Combines several of these, one after another. */
export function allOf(...intercepts: readonly Intercept[]): Intercept {
  return async (request) => {
    for (const intercept of intercepts) {
      const interception = await intercept(request);
      if (interception) return interception;
    }
    return undefined;
  };
}

/** Decides which waiting run continues; gets their names, one for each waiting request. */
type Choose = (waiting: readonly string[]) => number;

const QUIET_MS = 2;

/** Lets one request through at a time: whenever all runs wait, the choice decides whose turn it is. */
function oneAtATime(choose: Choose): Intercept {
  const waiting: { by: string; goOn: (nothing: undefined) => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const letOneOn = () => {
    const [next] = waiting.splice(choose(waiting.map(({ by }) => by)), 1);
    next?.goOn(undefined);
    if (waiting.length > 0) timer = setTimeout(letOneOn, QUIET_MS);
  };
  return (request) =>
    new Promise((goOn) => {
      waiting.push({ by: senderOf(request), goOn });
      clearTimeout(timer);
      timer = setTimeout(letOneOn, QUIET_MS);
    });
}

/**
 * Returns a choice that depends on a seed.
 *
 * @param stay from 0 to 1: how often the current run continues, so that runs are ahead of each other by little or much
 */
function choiceOf(seed: number, stay: number): Choose {
  let state = seed;
  let last = '';
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (waiting) => {
    const same = waiting.indexOf(last);
    const index = same >= 0 && random() < stay ? same : Math.floor(random() * waiting.length);
    last = waiting[index] ?? '';
    return index;
  };
}

/** Names of simultaneous runs. */
export const NAMES = ['one', 'two', 'three'];

/** An order of several runs' requests, by its seed. */
const order = fc.record({ seed: fc.nat(1_000_000), stay: fc.constantFrom(0, 0.5, 0.8, 0.95) });

/** Runs these commands at the same time on their own sandbox, with their requests in a random order. */
export function atOnce(
  commands: readonly (readonly string[])[],
  prepare: (sandbox: Sandbox) => Promise<void>,
  check: (sandbox: Sandbox, runs: readonly RunResult[], before: unknown) => Promise<void>,
) {
  return fc.asyncProperty(order, async ({ seed, stay }) => {
    const sandbox = await startSandbox({ ilertRequestsPerMinute: 100_000, haloRequestsPerFiveMinutes: 100_000 });
    try {
      const before = configurationOf(sandbox);
      await prepare(sandbox);
      sandbox.intercept = oneAtATime(choiceOf(seed, stay));
      const all = commands.map((argv, index) =>
        runAs(NAMES[index] ?? '', sandbox, [...argv, '--json'], { timeScale: 0.05 }),
      );
      const runs = await Promise.all(all);
      sandbox.intercept = undefined;
      await check(sandbox, runs, before);
    } finally {
      await sandbox.close();
    }
  });
}
