import type { Sandbox } from '../../sandbox/sandbox.ts';
import { pointedAt, type RunOverrides, type RunResult, run } from './cli.ts';

/** The report of a run of `prove`. */
export interface ProveReport extends RunResult {
  /** The answers, by fact. */
  readonly answers: Readonly<Record<string, string>>;
  /** What was observed, by fact. */
  readonly sentences: Readonly<Record<string, string>>;
}

/** Runs `prove --yes --json` on a sandbox. @param facts the only facts to show; all if empty */
export async function proved(
  sandbox: Sandbox,
  facts: readonly string[] = [],
  { env, ...overrides }: RunOverrides = {},
  ...more: readonly string[]
): Promise<ProveReport> {
  retrySoon(sandbox);
  const argv = ['prove', '--yes', '--json', ...facts.flatMap((fact) => ['--fact', fact]), ...more];
  const result = await run(argv, { env: pointedAt(sandbox, env as Record<string, string>), ...overrides });
  const document = JSON.parse(result.stdout) as { facts?: { fact: string; answer: string; sentence: string }[] };
  const shown = document.facts ?? [];
  return {
    ...result,
    answers: Object.fromEntries(shown.map(({ fact, answer }) => [fact, answer])),
    sentences: Object.fromEntries(shown.map(({ fact, sentence }) => [fact, sentence])),
  };
}

/** How often the runs are listed until Halo retries a run. */
const LOOKS = 8;

/** Makes Halo retry a run after some looks at it, since the program's waits for that are shortened. */
function retrySoon(sandbox: Sandbox): void {
  const { intercept } = sandbox;
  const isWaiting = ({ error, date_processed }: { error: unknown; date_processed: unknown }) =>
    error !== null && String(date_processed).startsWith('1899');
  let looks = 0;
  sandbox.intercept = (request) => {
    if (request.path === '/api/Automation' && sandbox.halo.state.runs.some(isWaiting)) looks += 1;
    if (looks >= LOOKS) {
      looks = 0;
      sandbox.halo.retryNow();
    }
    return intercept?.(request);
  };
}

/** Names of everything in both accounts that `prove` has created. */
export function leftByProve({ halo, ilert }: Sandbox): string[] {
  const { integrations, methods, webhooks, bindings, tickets } = halo.state;
  const { alertSources, policies } = ilert.state;
  const names = [...integrations, ...methods, ...webhooks, ...bindings, ...alertSources, ...policies].map(
    ({ name }) => name,
  );
  return [...names, ...tickets.map(({ summary }) => summary)].filter((name) =>
    String(name).includes('ilert-haloitsm prove'),
  );
}
