import { once } from 'node:events';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { ProductName } from '../../sandbox/types.ts';
import type { Invocation } from '../cli/invocation.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import { type RunCommandLine, runDemo } from './demo.ts';

/** `sandbox`: runs both services as simulators until Ctrl-C, or with --demo the whole scenario once. */
export async function run(context: Context, { extra }: Invocation, runCommandLine: RunCommandLine): Promise<Result> {
  const sandbox = await startSandbox({
    ilertPort: Number(extra.ilertPort),
    haloPort: Number(extra.haloPort),
    product: extra.product as ProductName,
  }).catch((error: NodeJS.ErrnoException & { port?: number }) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    const why = error.code === 'EACCES' ? 'may not be used by this account' : 'is taken';
    throw usageError(
      `Port ${error.port} ${why}.`,
      'Give another one by --ilert-port or --halo-port; without them, any free one is used.',
    );
  });
  try {
    const variables = variablesOf(sandbox);
    if (extra.demo) return await runDemo(context, { sandbox, variables, runCommandLine });
    announce(context, variables);
    if (!context.signal.aborted) await once(context.signal, 'abort');
    return { exitCode: ExitCode.done, text: '' };
  } finally {
    await sandbox.close();
  }
}

/** The variables that point this program at a sandbox. */
export function variablesOf({ ilert, halo, product }: Sandbox): Record<string, string> {
  return {
    ILERT_ENDPOINT: ilert.url,
    ILERT_API_TOKEN: ilert.token,
    HALO_PRODUCT: product,
    HALO_URL: halo.url,
    HALO_CLIENT_ID: halo.clientId,
    HALO_CLIENT_SECRET: halo.clientSecret,
    ILERT_ESCALATION_POLICY: 'Default',
  };
}

/** Printed at once, while the services run: as the lines to paste, or as one document. */
function announce({ streams, options, system }: Context, variables: Readonly<Record<string, string>>): void {
  if (options.json) {
    streams.result(JSON.stringify({ formatVersion: 1, command: 'sandbox', ok: true, variables }, null, 2));
    return;
  }
  const line =
    system.platform === 'win32'
      ? (name: string, value: string) => `$env:${name} = '${value}'`
      : (name: string, value: string) => `export ${name}='${value}'`;
  streams.info('Both services run on this machine, with an account each. In another terminal, paste:');
  streams.result(
    Object.entries(variables)
      .map(([name, value]) => line(name, value))
      .join('\n'),
  );
  streams.info('Then: ilert-haloitsm apply. Ctrl-C ends the sandbox, and all that is in it is gone.');
}
