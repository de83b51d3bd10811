// Runs every command in accounts full of other people's odd rows, generated from the vendors' documents, and prints how
// many were generated and how many passed. `-- --count N`, `-- --first SEED` and `-- --seed SEED` choose them.
import { inProcesses, progress } from './processes.mjs';

const show = progress('accounts');
let generated = 0;
let passed = 0;

/** @param {import('../../test/accounts/bench.ts').Result} result */
function take({ seed, wrong }) {
  generated += 1;
  if (wrong.length === 0) passed += 1;
  else process.stderr.write(`\n--seed ${seed}\n  ${wrong.join('\n  ')}\n`);
  show(generated);
}

await inProcesses('accounts', process.argv.slice(2), take);
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(`${generated} accounts generated, ${passed} passed`);
if (generated === 0 || passed < generated) process.exitCode = 1;
