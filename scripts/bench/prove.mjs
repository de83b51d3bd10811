// Runs all experiments of `prove` in accounts that contradict each fact in turn: the report must name that fact alone. The
// test suite draws a few of them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../bundle.mjs';

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/integration/prove/whole-run.slow.test.ts'], {
  cwd: root,
  env: { ...process.env, ALL_CONTRADICTIONS: 'yes' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
