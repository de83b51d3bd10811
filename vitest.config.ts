import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'sandbox/test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 20_000,
    // Much of the time a test waits for a process or for a server.
    maxWorkers: '100%',
    // A test's own variables only: none of the developer's proxies, tokens or colours.
    env: { NO_COLOR: undefined, FORCE_COLOR: undefined } as unknown as Record<string, string>,
  },
});
