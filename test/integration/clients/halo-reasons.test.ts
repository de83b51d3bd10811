import { expect, it } from 'vitest';
import type { HaloErrorFormat } from '../../../sandbox/sandbox.ts';
import { pointedAt, run } from '../../support/cli.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const formats: readonly HaloErrorFormat[] = [
  ...(['plain-text', 'json-string', 'result-code', 'class-name', 'message', 'problem-details', 'list'] as const),
];

it.each(formats)(
  "Halo's reason is shown, and nobody is told to repeat what can never succeed: %s (F8)",
  async (haloErrors) => {
    const sandbox = await sandboxOfTest({ haloErrors });
    // The run doesn't see everything in the tenant: only the write finds that the name is taken.
    const taken = sandbox.halo.state.webhooks[0];
    sandbox.intercept = ({ path, method, query }) => {
      if (path !== '/api/Webhook' || method !== 'GET' || query.has('includedetails')) return undefined;
      return { kind: 'respond', status: 200, body: [] };
    };
    const { exitCode, stderr } = await run(['apply'], {
      env: pointedAt(sandbox, { HALO_RUNBOOK_NAME: String(taken?.name).toUpperCase() }),
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/HaloITSM rejected POST \/api\/Webhook with HTTP 400 \(“.*Name must be unique/);
    expect(stderr).not.toContain('Run the same command again');
  },
);
