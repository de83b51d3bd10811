import { join } from 'node:path';
import { expect } from 'vitest';
import type { Intercept, Interception, RecordedRequest, Sandbox, SandboxRequest } from '../../sandbox/sandbox.ts';
import { pointedAt, temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { applied, configurationOf, countsIn, expectNothingPending, runAt } from '../support/tenants.ts';
import { type Running, startBuilt } from './built-command.ts';

/** The command to stop. */
export interface Story {
  readonly argv: readonly string[];
  /** Prepares the tenants for it. */
  readonly prepare: (sandbox: Sandbox) => Promise<unknown>;
  /** Flags of the `apply` that runs afterwards. */
  readonly flags: readonly string[];
}

const OTHERWISE = ['--payload', 'full', '--escalation-policy', 'Critical incidents'];

export const stories: readonly (readonly [string, Story])[] = [
  ['a fresh apply', { argv: ['apply'], prepare: async () => undefined, flags: [] }],
  [
    'an update',
    {
      argv: ['apply', ...OTHERWISE],
      async prepare(sandbox) {
        await applied(sandbox);
        sandbox.halo.state.bindings.pop();
        Object.assign(sandbox.halo.state.webhooks.at(-1) ?? {}, { active: false });
      },
      flags: OTHERWISE,
    },
  ],
  ['a destroy', { argv: ['destroy', '--yes'], prepare: (sandbox) => applied(sandbox), flags: [] }],
];

/** A run of a story that is stopped at one of its requests. */
export interface Stopping {
  readonly sandbox: Sandbox;
  /** Both services before anything of ours existed. */
  readonly before: unknown;
  readonly home: string;
  readonly running: Running;
}

/** Before the server carries out the request, or afterwards but before it answers. */
export type Moment = 'before' | 'after';

interface Strike {
  /** Which request, counting from 1. */
  readonly nth: number;
  readonly moment: Moment;
  /** Stops the command; its result, if any, is done instead of the request. */
  readonly act: (running: Running) => Promise<Interception | undefined>;
}

/** Prepares a story, with other people's rows, and starts the built command. */
export async function startStory({ argv, prepare }: Story, strike?: Strike): Promise<Stopping> {
  const sandbox = await sandboxOfTest();
  const { ilert, halo } = sandbox;
  ilert.state.addAlertSource('HaloITSM 2');
  halo.state.addBinding(halo.state.addRunbook('ilert runbook 2'), 3, 'New Ticket Logged');
  const before = configurationOf(sandbox);
  await prepare(sandbox);
  sandbox.requests.splice(0);
  const home = temporaryFolder();
  const options = { cwd: home, env: { ...pointedAt(sandbox), ILERT_HALOITSM_HOME: join(home, '.saved') } };
  const running: Running = startBuilt([...argv, '--json'], options);
  if (strike) sandbox.intercept = struck(sandbox, running, strike);
  return { sandbox, before, home, running };
}

function struck(sandbox: Sandbox, running: Running, { nth, moment, act }: Strike): Intercept {
  let count = 0;
  return async (request) => {
    if (request.headers[MARK] !== undefined) return undefined;
    count += 1;
    if (count !== nth) return undefined;
    const answer = moment === 'after' ? await done(sandbox, request) : undefined;
    return (await act(running)) ?? answer;
  };
}

const MARK = 'sent-by-the-test';

/** Carries out a request by sending another one with a mark, and returns the answer. */
async function done(sandbox: Sandbox, request: SandboxRequest): Promise<Interception> {
  const { service, method, path, query, body, headers } = request;
  const response = await fetch(`${sandbox[service].url}${path}?${query}`, {
    method,
    headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json', [MARK]: 'yes' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { kind: 'respond', status: response.status, ...(text !== '' && { body: JSON.parse(text) }) };
}

/** Returns all requests of a story, from a run that nobody stops. */
export async function requestsOf(story: Story): Promise<RecordedRequest[]> {
  const { sandbox, running } = await startStory(story);
  expect(await running.ended).toMatchObject({ exitCode: 0 });
  const requests = [...sandbox.requests];
  await sandbox.close();
  return requests;
}

/** Returns every request of a story, with both moments if it changes something. */
export async function momentsOf(story: Story): Promise<{ nth: number; moment: Moment }[]> {
  const requests = await requestsOf(story);
  return requests.flatMap(({ write }, index) => {
    const moments: readonly Moment[] = write ? ['before', 'after'] : ['before'];
    return moments.map((moment) => ({ nth: index + 1, moment }));
  });
}

/** Applies again, which completes everything, and destroys it, which restores what existed before. */
export async function expectRecovery({ sandbox, before, home }: Stopping, { flags }: Story): Promise<void> {
  sandbox.intercept = undefined;
  const again = await runAt(sandbox, ['apply', ...flags], { cwd: home });
  expect([again.exitCode, again.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  expect(countsIn(sandbox)).toEqual([1, 1, 1, 1, 1, 1]);
  await expectNothingPending(sandbox, ...flags);
  const removed = await runAt(sandbox, ['destroy', '--yes'], { cwd: home });
  expect([removed.exitCode, removed.stderr]).toEqual([0, expect.not.stringContaining('Error:')]);
  expect(configurationOf(sandbox)).toEqual(before);
}

/** Processes all items, several at a time, and reports each that failed. */
export async function withEach<T>(all: readonly T[], atOnce: number, work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const failures: string[] = [];
  const worker = async () => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) {
      await work(each).catch((error: unknown) => failures.push(`${JSON.stringify(each)}: ${error}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(failures).toEqual([]);
}
