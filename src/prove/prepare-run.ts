import { productOf } from '../config/product.ts';
import { describeOrigin } from '../config/raw-value.ts';
import type { Resolved } from '../config/resolve.ts';
import { fieldOf } from '../config/settings.ts';
import { unlessForbidden } from '../errors/api-error.ts';
import { type CliError, ExitCode, interruptedError, usageError, usageErrors } from '../errors/cli-error.ts';
import type { HttpEvent } from '../http/request.ts';
import { respondersInWords } from '../providers/ilert/responders.ts';
import type { Policy } from '../providers/ilert/schemas.ts';
import type { Clients } from '../providers/lookups.ts';
import { findReference } from '../providers/references.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { openLedger, type ProveLedger } from '../state/prove-ledger.ts';
import { type Accounts, accountsOf, interruptedRuns, stateFolder } from './accounts.ts';
import { announcement, CONCURRENCY } from './announcement.ts';
import type { ProvenFact } from './answers.ts';
import { chooseExperiments } from './choose-experiments.ts';
import { cleanUp, failureOf, ofRun, type Remaining } from './clean-up.ts';
import { openLab } from './lab/lab.ts';
import { createReaders } from './lab/readers.ts';
import type { LabSettings } from './lab/settings.ts';
import { progressOf } from './progress.ts';
import { reportOn } from './report.ts';
import { runExperiments } from './run-experiments.ts';

/** What a run of `prove` asks for. */
export interface ProveOptions {
  /** IDs of facts or experiments; all if empty. */
  readonly only: readonly string[];
  readonly ticketType: number | undefined;
  readonly client: number | undefined;
  /** Listens to the requests, for a recording. */
  readonly record?: ((event: HttpEvent) => void) | undefined;
}

/** What a run of `prove` has shown. */
export interface Proved {
  readonly facts: readonly ProvenFact[];
  readonly left: readonly Remaining[];
  readonly requests: number;
  /** Set if it was stopped, or if not everything could be cleaned up. */
  readonly failure?: CliError;
}

/** A run that is about to begin: nothing has been created yet. */
export interface PreparedRun {
  /** What it will do, for approval. */
  readonly announcement: string;
  /** Runs the experiments, and removes everything that they have created, also after Ctrl-C. */
  run(show: (text: string) => void): Promise<Proved>;
}

/** Prepares experiments in two accounts. @throws CliError, exit 2; ApiError */
export async function prepareRun(context: Context, resolved: Resolved, options: ProveOptions): Promise<PreparedRun> {
  const experiments = chooseExperiments(options.only);
  const accounts = accountsOf(resolved);
  const folder = stateFolder(context);
  await assertNothingLeft(context, accounts);
  let requests = 0;
  const record = (event: HttpEvent) => {
    requests += 1;
    options.record?.(event);
  };
  const clients = connect(context, resolved, { record });
  // A wrong secret is to be noticed before anything is created.
  const [policies] = await Promise.all([
    clients.ilert.escalationPolicies(),
    clients.halo.statuses().catch(unlessForbidden(() => [])),
  ]);
  const policy = await findPolicy(resolved, policies);
  const settings = labSettings(resolved, accounts, policy, options);
  const { product } = settings;
  return {
    announcement: announcement(experiments, {
      product,
      policy: `"${policy.name}"`,
      responders: respondersInWords(policy),
    }),
    async run(show) {
      const { pause, signal, redactor, streams, system } = context;
      const ledger = await openLedger(folder, accounts, { now: system.now(), processId: system.processId });
      signal.addEventListener('abort', () => streams.info(STOPPING), { once: true });
      const shared = { settings, clients, readers: createReaders(clients), ledger, hide: redactor.add, pause };
      const findings = await runExperiments(experiments, {
        openLab: () => openLab(shared),
        concurrency: CONCURRENCY,
        signal,
        ...progressOf(context, experiments.length, show),
      });
      const stopped = signal.aborted ? interruptedError('Stopped before all experiments had ended.') : undefined;
      show('Removing what was created…');
      // Ctrl-C neither keeps this from happening nor stops it.
      const undisturbed = { ...context, signal: new AbortController().signal };
      const { left, failure = stopped } = await cleanUpRun(connect(undisturbed, resolved, { record }), ledger);
      const facts = reportOn(findings, options.only.length === 0);
      return { facts, left, requests, ...(failure && { failure }) };
    },
  };
}

/** The exit code of a run: contradicted facts are a difference, and a report without an answer is none. */
export function exitCodeFor({ facts, left, failure }: Proved): ExitCode {
  if (failure) return failure.exitCode;
  if (left.length > 0) return ExitCode.failed;
  if (facts.some(({ answer }) => answer === 'contradicted')) return ExitCode.pending;
  return facts.some(({ answer }) => answer === 'confirmed') ? ExitCode.done : ExitCode.unchecked;
}

const STOPPING =
  'Everything that was created is then removed. If you quit before that, run: ilert-haloitsm prove --clean-up';

const HOW_TO_CLEAN_UP = 'Run: ilert-haloitsm prove --clean-up';

/** @throws CliError, exit 2, if an earlier run has left something, or another one is going on */
async function assertNothingLeft(context: Context, accounts: Accounts): Promise<void> {
  if ((await interruptedRuns(context, accounts)).length === 0) return;
  throw usageError(
    'An earlier run of prove in these accounts was interrupted, or has left something behind.',
    HOW_TO_CLEAN_UP,
  );
}

async function findPolicy({ settings, origins }: Resolved, policies: readonly Policy[]): Promise<Policy> {
  const key = 'alertSource.escalationPolicy';
  const origin = describeOrigin(origins.get(key) ?? { from: 'default' }, fieldOf(key));
  const found = findReference('escalation policy', settings[key] ?? '', policies, origin);
  const policy = policies.find(({ id }) => id === found);
  if (policy) return policy;
  throw usageErrors([typeof found === 'number' ? { message: 'The escalation policy is gone.' } : found]);
}

function labSettings(
  { settings }: Resolved,
  { halo, ilert }: Accounts,
  policy: Policy,
  { ticketType, client }: ProveOptions,
): LabSettings {
  const { name: product, integrationType } = productOf(settings);
  return { product, integrationType, haloUrl: halo, ilertEndpoint: ilert, policy: policy.id, ticketType, client };
}

/** Removes what the experiments could not remove themselves, and looks at what is there. Does not cost the report. */
async function cleanUpRun(clients: Clients, ledger: ProveLedger): Promise<Pick<Proved, 'left' | 'failure'>> {
  const left = await cleanUp(clients, ofRun(ledger));
  const failure = failureOf(left);
  if (!failure) await ledger.discard();
  return { left: left.remaining, ...(failure && { failure }) };
}
