import type { Misfortune } from './faults.ts';
import type { Disturber, Seen } from './inject.ts';
import { leftIn, missingIn, wrongAfter, wrongInRows } from './oracle.ts';
import { type Stored, storedIn } from './rows.ts';
import type { State, World } from './world.ts';

/** A run to disturb, and the initial state of the services. */
export interface Story {
  readonly name: string;
  readonly state: State;
  readonly command: 'apply' | 'destroy';
}

export const stories: readonly [Story, Story, Story] = [
  { name: 'a fresh apply', state: 'fresh', command: 'apply' },
  { name: 'an update', state: 'drifted', command: 'apply' },
  { name: 'destroy', state: 'applied', command: 'destroy' },
];

const ARGV = { apply: ['apply', '--json'], destroy: ['destroy', '--yes', '--json'] } as const;

/** Returns the requests of an undisturbed story, in order. */
export async function requestsOf(world: World, { state, command }: Story, by: Disturber): Promise<readonly Seen[]> {
  world.become(state, true, by.env);
  const seen = by.arm([]);
  const { exitCode, stderr } = await world.run([...ARGV[command], ...by.flags], by.env);
  by.disarm();
  if (exitCode !== 0) throw new Error(`Nothing befell it, and it failed: ${stderr}`);
  return seen;
}

/** What does not hold after a run, in words, and whether the run succeeded. */
interface Disturbed {
  readonly wrong: string[];
  readonly isDone: boolean;
}

/** Runs a command once, with faults. */
export async function disturbed(
  world: World,
  command: Story['command'],
  misfortunes: readonly Misfortune[],
  by: Disturber,
): Promise<Disturbed> {
  const { sandbox } = world;
  const before = storedIn(sandbox);
  const seen = by.arm(misfortunes);
  const ended = await world.run([...ARGV[command], ...by.flags], by.env);
  by.disarm();
  const after = storedIn(sandbox);
  const secrets = [sandbox.ilert.token, sandbox.halo.clientSecret, ...keysIn(before), ...keysIn(after)];
  const wrong = wrongAfter({ command, before, after, seen, ended, secrets });
  const isDone = ended.exitCode === 0;
  const unfinished = isDone ? (command === 'apply' ? missingIn(after) : leftIn(after)) : [];
  const told = `(exit ${ended.exitCode}: ${saidBy(ended.stderr)})`;
  return { wrong: [...wrong, ...unfinished].map((each) => `${each} ${told}`), isDone };
}

/**
 * Runs without faults, which must complete what was started.
 *
 * @param wasDone whether there must be nothing left to do
 * @returns what does not hold
 */
export async function finished(world: World, command: Story['command'], wasDone: boolean): Promise<string[]> {
  const { sandbox } = world;
  const before = storedIn(sandbox);
  const again = await world.run(ARGV[command]);
  const after = storedIn(sandbox);
  const wrong = [
    ...(again.exitCode === 0 ? [] : [`exit ${again.exitCode}: ${again.stderr}`]),
    ...wrongInRows(before, after),
    ...(command === 'apply' ? missingIn(after) : leftIn(after)),
  ];
  if (wasDone && JSON.stringify(before) !== JSON.stringify(after)) wrong.push('it was done, and there was more to do');
  return wrong.map((each) => `after the re-run: ${each}`);
}

/** Runs one case of the matrix: a story with one misfortune, and again without it. */
export async function wrongIn(world: World, story: Story, misfortune: Misfortune, by: Disturber): Promise<string[]> {
  world.become(story.state, true, by.env);
  const { wrong, isDone } = await disturbed(world, story.command, [misfortune], by);
  world.moveBack(by.env);
  wrong.push(...(await finished(world, story.command, isDone)));
  return story.state === 'drifted' ? [...wrong, ...lostIn(storedIn(world.sandbox))] : wrong;
}

/** Asks the program whether anything is left to do. @returns what it would do */
export async function pendingIn(world: World): Promise<string[]> {
  const { exitCode, stdout, stderr } = await world.run(['plan', '--exit-code', '--json']);
  return exitCode === 0 ? [] : [`pending (exit ${exitCode}): ${stdout}${stderr}`];
}

/** What people added to ours by hand must stay. */
function lostIn({ ours }: Stored): string[] {
  const [source, runbook] = [ours['alert-source'][0], ours.runbook[0]];
  return [
    ...(runbook?.steps.some(({ name }) => name === 'Tell the boss') ? [] : ['the step of others is lost']),
    ...(source?.teamIds.length === 1 ? [] : ['the team of others is lost']),
    ...(source?.severity === 2 ? [] : ['the severity of others is lost']),
  ];
}

function keysIn({ ours }: Stored): string[] {
  return ours['alert-source'].map(({ integrationKey }) => integrationKey);
}

function saidBy(stderr: string): string {
  return stderr.split('\n').find((line) => line.startsWith('Error: ')) ?? '';
}
