// What an administrator does on Windows, from the package to the removal; each step is checked.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sourceModule } from '../bundle.mjs';
import { accountSteps } from './account-steps.mjs';
import { firstSteps } from './first-steps.mjs';
import { sandboxSteps } from './sandbox-steps.mjs';
import { PROGRAM } from './world.mjs';

/** @typedef {import('./wine.mjs').Windows} Windows */
/** @typedef {import('./world.mjs').World} World */

/**
 * Runs the steps in order. A failed step does not end the story.
 *
 * @param {Windows} windows
 * @returns {AsyncGenerator<{ step: string, fault?: string }>}
 */
export async function* runStory(windows) {
  const { startSandbox } = await sourceModule('sandbox/sandbox.ts');
  const [sandbox, other] = [await startSandbox(), await startSandbox()];
  const folder = join(windows.drives.c, 'Program Files', 'Kunden Zürich');
  mkdirSync(folder, { recursive: true });
  /** @type {World['tool']} */
  const tool = (argv, more = {}) => windows.run([PROGRAM, ...argv], { cwd: folder, ...more });
  const world = { windows, folder, sandbox, other, tool };
  try {
    for (const [step, check] of [...firstSteps, ...accountSteps, ...sandboxSteps])
      yield { step, ...(await failureOf(() => check(world))) };
  } finally {
    await Promise.all([sandbox.close(), other.close()]);
  }
}

/** @param {() => Promise<unknown>} check */
async function failureOf(check) {
  try {
    await check();
    return {};
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
