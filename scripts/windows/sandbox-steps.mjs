// The simulated services that ship with the package.
import { setTimeout as wait } from 'node:timers/promises';
import { assertEnded, PROGRAM, WITHOUT_KEEP_ALIVE } from './world.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {import('./world.mjs').Step} Step */

/** The sandbox and its demo. @type {readonly Step[]} */
export const sandboxSteps = [
  ['sandbox --demo', runDemo],
  ['sandbox runs beside apply, and prints variables for PowerShell', runSandbox],
];

/** @param {World} world */
async function runDemo({ windows, folder }) {
  const ended = await windows.run([...WITHOUT_KEEP_ALIVE, PROGRAM, 'sandbox', '--demo'], { cwd: folder });
  assertEnded(ended, 0, /back to their original state/);
}

/** @param {World} world */
async function runSandbox({ windows, folder, tool }) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { printed, ended } = windows.start([...WITHOUT_KEEP_ALIVE, PROGRAM, 'sandbox'], { cwd: folder, signal });
  try {
    for (let tries = 0; tries < 200 && !printed().includes('ILERT_ESCALATION_POLICY'); tries += 1) await wait(50);
    const lines = [...printed().matchAll(/^\$env:(\w+) = '([^']*)'$/gm)];
    const env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
    assertEnded(await tool(['apply', '--profile', 'sandbox'], { env }), 0, /Done: 6 created/);
  } finally {
    stopping.abort();
    await ended;
  }
}
