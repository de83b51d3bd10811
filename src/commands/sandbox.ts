import { once } from 'node:events';
import type { Contradiction, Sandbox } from '../../sandbox/sandbox.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { sandboxDocument } from '../reporters/json.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { flag, integer, list } from '../runtime/options.ts';
import { didYouMean } from '../text/did-you-mean.ts';

const PORTS = [0, 65_535] as const;

/** `sandbox`: runs both services as simulators until Ctrl-C, or with --demo runs the whole scenario once. */
export const sandbox = defineCommand({
  name: 'sandbox',
  about: 'run local simulators of both services',
  options: {
    demo: flag('--demo', 'run the full scenario once and exit'),
    product: {
      kind: 'choice',
      flags: '--product <CHOICE>',
      about: 'Halo product to simulate: haloitsm, halopsa',
      choices: ['haloitsm', 'halopsa'],
      default: 'haloitsm',
    },
    ilertPort: integer('--ilert-port <PORT>', 'port of the ilert simulator (default: any free port)', PORTS),
    haloPort: integer('--halo-port <PORT>', 'port of the Halo simulator (default: any free port)', PORTS),
    contradict: list('--contradict <FACT>', 'simulate the opposite of a fact in docs/facts.md'),
  },
  examples: [
    ['sandbox --demo', 'the full scenario, from setup to the resolved alert'],
    ['sandbox --demo --product halopsa', 'the same with HaloPSA'],
    ['sandbox --contradict event-on-close', 'a tenant in which closing a ticket does not count as a change of status'],
  ],
  runsUntilInterrupted: ({ demo }) => !demo,
  async run(context, { options: { demo, contradict, ...options }, program }): Promise<ResultOf<'demo' | 'printed'>> {
    // Large and rarely needed: loaded on demand.
    const { contradictions, startSandbox } = await import('../../sandbox/sandbox.ts');
    const contradicted = contradict.map((fact) => known(fact, contradictions));
    const simulators = await startSandbox({ ...options, contradict: contradicted }).catch(
      (error: NodeJS.ErrnoException & { port?: number }) => {
        if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
        const why = error.code === 'EACCES' ? 'needs elevated permissions' : 'is in use';
        const hint = 'Choose another with --ilert-port or --halo-port. Without them, any free port is used.';
        throw usageError(`Port ${error.port} ${why}.`, hint);
      },
    );
    try {
      for (const fact of contradicted) context.streams.info(`Contrary to ${fact}: ${contradictions[fact]}`);
      const variables = variablesOf(simulators);
      if (demo) {
        const { runDemo } = await import('./demo.ts');
        return await runDemo(context, simulators, variables, program.run);
      }
      announce(context, variables);
      if (!context.signal.aborted) await once(context.signal, 'abort');
      context.streams.info('Sandbox stopped.');
      return { kind: 'printed', exitCode: ExitCode.done };
    } finally {
      await simulators.close();
    }
  },
});

/** Checks the id of a fact that the simulators should contradict. */
function known(fact: string, contradictions: Readonly<Record<Contradiction, string>>): Contradiction {
  if (Object.hasOwn(contradictions, fact)) return fact as Contradiction;
  const ids = Object.keys(contradictions);
  throw usageError(
    `The simulators cannot contradict a fact "${fact}".`,
    didYouMean(fact, ids) ?? `They can contradict: ${ids.join(', ')}.`,
  );
}

/** Returns the variables that point this program at a sandbox. */
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

/** Prints them at once, while the services run: as lines to paste, or as one document. */
function announce({ streams, options, system }: Context, variables: Readonly<Record<string, string>>): void {
  if (options.document) {
    streams.document(sandboxDocument(variables, streams.notes));
    return;
  }
  const isWindows = system.platform === 'win32';
  const lines = Object.entries(variables).map(([name, value]) =>
    isWindows ? `$env:${name} = '${value}'` : `export ${name}='${value}'`,
  );
  streams.info('Both simulators are running. Paste this into another terminal:');
  streams.result(lines.join('\n'));
  streams.info('Then run: ilert-haloitsm apply. Ctrl-C stops the sandbox and discards its data.');
}
