import { defineConfig } from 'vitest/config';

/** Built commands, whole terminals and thousands of cases; and what is named so elsewhere. `npm run test:fast` leaves them out. */
const SLOW = ['test/{accounts,cli,faults,hostile,pipelines,terminal}/**/*.test.ts', '**/*.slow.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 20_000,
    // Much of the time a test waits for a process or for a server.
    maxWorkers: '100%',
    setupFiles: ['./test/support/own-environment.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts', 'sandbox/test/**/*.test.ts'],
          exclude: SLOW,
          // Loading the modules once for each worker, not for each file, saves half of the time.
          pool: 'threads',
          isolate: false,
        },
      },
      { extends: true, test: { name: 'slow', include: SLOW, exclude: ['**/node_modules/**'] } },
    ],
  },
});
