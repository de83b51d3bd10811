import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** Tests are faster than people. */
const WITHOUT_RATE_LIMITS: SandboxOptions = {
  ilertRequestsPerMinute: 100_000,
  integrationKeyRequestsPerMinute: 100_000,
  haloRequestsPerFiveMinutes: 100_000,
};

/** Starts a sandbox for this test alone, closed when it ends. Without rate limits, unless requested. */
export async function sandboxOfTest(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...WITHOUT_RATE_LIMITS, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Runs one of a test's many cases in its own sandbox, without rate limits. */
export async function inSandbox(runCase: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox(WITHOUT_RATE_LIMITS);
  try {
    await runCase(sandbox);
  } finally {
    await sandbox.close();
  }
}
