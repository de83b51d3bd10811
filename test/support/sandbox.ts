import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** A sandbox of this test alone, closed when it ends. Without the rate limit, unless asked for: tests are faster than people. */
export async function sandboxOfTest(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    ilertRequestsPerMinute: 100_000,
    integrationKeyRequestsPerMinute: 100_000,
    haloRequestsPerFiveMinutes: 100_000,
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
