// Runs every command in accounts full of other people's odd rows, generated from the vendors' documents, and prints how
// many were generated and how many passed. `-- --count N`, `-- --first SEED` and `-- --seed SEED` choose them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROCESSES = 2;
const [, , first, ...rest] = process.argv;
if (first === '--share') await share(rest);
else await all();

/** One process of the bench: a line of JSON for each account. */
async function share([file, seeds]) {
  const { bench } = await import(pathToFileURL(file).href);
  await bench({ seeds: JSON.parse(seeds) }, (result) => process.stdout.write(`${JSON.stringify(result)}\n`));
}

async function all() {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '2000' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
    },
  });
  const count = values.seed === undefined ? Number(values.count) : 1;
  const start = Number(values.seed ?? values.first);
  // Beside the packages, so that they are found.
  const folder = join(root, 'node_modules', '.cache', `accounts-${process.pid}`);
  const file = join(folder, 'bench.mjs');
  const began = performance.now();
  await mkdir(folder, { recursive: true });
  try {
    await build({
      ...{ entryPoints: [join(root, 'test', 'accounts', 'bench.ts')], outfile: file, bundle: true },
      ...{ packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    });
    let [generated, passed] = [0, 0];
    const take = ({ seed, wrong }) => {
      generated += 1;
      if (wrong.length === 0) passed += 1;
      else process.stderr.write(`\n--seed ${seed}\n  ${wrong.join('\n  ')}\n`);
      const seconds = Math.round((performance.now() - began) / 1000);
      if (process.stderr.isTTY) process.stderr.write(`\r${generated} of ${count} accounts, ${seconds} s `);
      else if (generated % 500 === 0) process.stderr.write(`${generated} of ${count} accounts, ${seconds} s\n`);
    };
    await Promise.all(Array.from({ length: PROCESSES }, (_, index) => work(file, seedsOf(start, count, index), take)));
    if (process.stderr.isTTY) process.stderr.write('\n');
    console.log(`${generated} accounts generated, ${passed} passed`);
    if (generated === 0 || passed < generated) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function seedsOf(start, count, index) {
  return Array.from({ length: count }, (_, at) => start + at).filter((_, at) => at % PROCESSES === index);
}

/** Starts a process and hands on what it finds. */
async function work(file, seeds, take) {
  if (seeds.length === 0) return;
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--share', file, JSON.stringify(seeds)], {
    env: { ...process.env, FAULTS_PACKAGE: root },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [status] = await ended;
  if (status !== 0) throw new Error(`a process of the bench ended with ${status}`);
}
