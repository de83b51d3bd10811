import { productOf } from '../config/product.ts';
import { describeOrigin } from '../config/raw-value.ts';
import type { Resolved } from '../config/resolve.ts';
import { fieldOf } from '../config/settings.ts';
import { ExitCode, interruptedError, messageOf, type Problem, usageError, usageErrors } from '../errors/cli-error.ts';
import type { HttpEvent } from '../http/request.ts';
import { respondersInWords } from '../providers/ilert/responders.ts';
import type { Policy } from '../providers/ilert/schemas.ts';
import { findReference } from '../providers/references.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { openLedger, type ProveLedger, unfinishedRuns } from '../state/prove-ledger.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { capitalized } from '../text/plural.ts';
import { announcement, CONCURRENCY } from './announcement.ts';
import type { ProvenFact } from './answers.ts';
import { findRemaining, ofRun, type Remaining, removeRemaining } from './clean-up.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './experiments/experiments.ts';
import { openLab } from './lab/lab.ts';
import { createReaders } from './lab/readers.ts';
import type { LabSettings } from './lab/settings.ts';
import { reportOn } from './report.ts';
import { type Finding, isBug, runExperiments } from './run-experiments.ts';
import { UNPROVABLE } from './unprovable.ts';

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
  /** Set if it was stopped. */
  readonly failure?: unknown;
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
  const chosen = chooseExperiments(options.only);
  const folder = stateFolder(context);
  const accounts = accountsOf(resolved);
  await assertNothingUnfinished(folder, accounts);
  let requests = 0;
  const record = (event: HttpEvent) => {
    requests += 1;
    options.record?.(event);
  };
  const clients = connect(context, resolved, { record });
  const policy = await findPolicy(resolved, await clients.ilert.escalationPolicies());
  const { name: product, integrationType } = productOf(resolved.settings);
  const responders = respondersInWords(policy);
  const { ticketType, client } = options;
  const settings: LabSettings = {
    product,
    integrationType,
    haloUrl: accounts.halo,
    ilertEndpoint: accounts.ilert,
    policy: policy.id,
    ticketType,
    client,
  };
  return {
    announcement: announcement(chosen, { product, policy: `"${policy.name}"`, responders }),
    async run(show) {
      const ledger = await openLedger(folder, accounts, context.system.now());
      const { pause, signal, redactor } = context;
      const listeners = listenersFor(context, chosen.length, show);
      const readers = createReaders(clients);
      const lab = () => openLab({ settings, clients, readers, ledger, hide: redactor.add, pause });
      const findings = await runExperiments(chosen, { openLab: lab, concurrency: CONCURRENCY, signal, ...listeners });
      show('Removing what was created…');
      // Ctrl-C has aborted the requests of the other clients.
      const cleanUpContext = signal.aborted ? { ...context, signal: new AbortController().signal } : context;
      const left = await cleanUpRun(connect(cleanUpContext, resolved, { record }), ledger);
      return {
        facts: reportOn(findings, options.only.length === 0),
        left,
        requests,
        ...(signal.aborted && { failure: interruptedError('Stopped before all experiments had ended.') }),
      };
    },
  };
}

/** Shows the progress of the experiments. */
function listenersFor({ streams, signal }: Context, count: number, show: (text: string) => void) {
  let ended = 0;
  return {
    onBegin: ({ title }: Experiment) => show(`${ended + 1} of ${count}: ${title}…`),
    onEnd({ title }: Experiment, findings: readonly Finding[]) {
      ended += 1;
      if (!signal.aborted) streams.info(`${capitalized(title)}: ${inWords(findings)}`);
    },
    /** The message may contain texts from the account, so it is not part of the report. */
    onFailure({ title }: Experiment, error: unknown) {
      if (isBug(error)) streams.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
      streams.info(`${capitalized(title)}: ${messageOf(error)}`);
    },
  };
}

/** The exit code of a report: contradicted facts are a difference, and a report without an answer is none. */
export function exitCodeFor({ facts, left }: Pick<Proved, 'facts' | 'left'>): ExitCode {
  if (left.length > 0) return ExitCode.failed;
  if (facts.some(({ answer }) => answer === 'contradicted')) return ExitCode.pending;
  return facts.some(({ answer }) => answer === 'confirmed') ? ExitCode.done : ExitCode.unchecked;
}

/** Returns where runs are remembered. @throws CliError, exit 2, if nothing can be saved */
export function stateFolder({ system }: Context): string {
  if (system.configDir !== undefined) return system.configDir;
  const hint = 'Set HOME (or XDG_CONFIG_HOME) to a folder that can be written to.';
  throw usageError('There is no folder to remember what is created, so nothing was.', hint);
}

/** The URLs of both accounts. */
export function accountsOf({ settings }: Resolved): { readonly halo: string; readonly ilert: string } {
  return { halo: settings['halo.url'] ?? '', ilert: settings['ilert.endpoint'] };
}

async function assertNothingUnfinished(folder: string, accounts: ReturnType<typeof accountsOf>): Promise<void> {
  const runs = await unfinishedRuns(folder);
  if (!runs.some(({ halo, ilert }) => halo === accounts.halo && ilert === accounts.ilert)) return;
  throw usageError(
    'An earlier run of prove in these accounts is not finished, or has left something behind.',
    'Run: ilert-haloitsm prove --clean-up',
  );
}

/** @throws CliError, exit 2, for a name that is neither a fact nor an experiment */
function chooseExperiments(only: readonly string[]): readonly Experiment[] {
  const unknown = only.filter((name) => !experiments.some((each) => isNamed(each, name)));
  if (unknown.length > 0) throw usageErrors(unknown.map(unknownFact));
  return only.length === 0 ? experiments : experiments.filter((each) => only.some((name) => isNamed(each, name)));
}

function unknownFact(name: string): Problem {
  const reason = UNPROVABLE[name];
  if (reason !== undefined) return { message: `No experiment can show "${name}". ${reason}` };
  const names = experiments.flatMap(({ id, facts }) => [id, ...facts]);
  const suggestion = didYouMean(name, names) ?? '';
  const hint = `Use the ID of a fact from docs/facts.md, or one of the experiments: ${experiments.map(({ id }) => id).join(', ')}.`;
  return { message: `No experiment shows "${name}".`, hint: `${suggestion} ${hint}`.trim() };
}

function isNamed({ id, facts }: Experiment, name: string): boolean {
  return id === name || facts.includes(name);
}

async function findPolicy({ settings, origins }: Resolved, policies: readonly Policy[]): Promise<Policy> {
  const key = 'alertSource.escalationPolicy';
  const origin = describeOrigin(origins.get(key) ?? { from: 'default' }, fieldOf(key));
  const found = findReference('escalation policy', settings[key] ?? '', policies, origin);
  const policy = policies.find(({ id }) => id === found);
  if (policy) return policy;
  throw usageErrors([typeof found === 'number' ? { message: 'The escalation policy is gone.' } : found]);
}

/** Removes what the experiments could not remove themselves. */
async function cleanUpRun(clients: Parameters<typeof findRemaining>[0], ledger: ProveLedger): Promise<Remaining[]> {
  if (ledger.entries.length > 0) {
    const remaining = await findRemaining(clients, ofRun(ledger));
    const left = await removeRemaining(clients, ofRun(ledger), remaining);
    if (left.length > 0) return left;
  }
  await ledger.discard();
  return [];
}

function inWords(findings: readonly Finding[]): string {
  const words = (['confirmed', 'contradicted', 'not observed'] as const).flatMap((answer) => {
    const count = findings.filter((each) => each.answer === answer).length;
    return count === 0 ? [] : [`${count} ${answer}`];
  });
  return words.join(', ');
}
