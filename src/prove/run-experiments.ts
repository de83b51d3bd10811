import { ApiError } from '../errors/api-error.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { NetworkError } from '../http/network-error.ts';
import { isBeyondPlan } from '../providers/ilert/refusals.ts';
import { LedgerError } from '../state/prove-ledger.ts';
import { type Experiment, notObserved, type Verdict } from './experiment.ts';
import { closeLab, type Lab } from './lab/lab.ts';
import { Unobservable } from './lab/unobservable.ts';

/** What an experiment has shown about one fact. */
export interface Finding extends Verdict {
  readonly fact: string;
  readonly experiment: string;
}

interface RunOptions {
  readonly openLab: () => Lab;
  /** How many experiments run at the same time. Most of them wait. */
  readonly concurrency: number;
  /** Aborted on Ctrl-C: no further experiment begins. */
  readonly signal: AbortSignal;
  readonly onBegin: (experiment: Experiment) => void;
  readonly onEnd: (experiment: Experiment, findings: readonly Finding[]) => void;
  /** Told of why an experiment ended early, with the texts of the account: for the terminal only. */
  readonly onFailure: (experiment: Experiment, error: unknown) => void;
}

/** Runs experiments, each in a lab of its own. One that can't run does not keep the others from running. */
export async function runExperiments(experiments: readonly Experiment[], options: RunOptions): Promise<Finding[]> {
  const findings = new Map<Experiment, Finding[]>();
  const waiting = [...experiments];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) findings.set(next, await runOne(next, options));
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return experiments.flatMap((experiment) => findings.get(experiment) ?? []);
}

async function runOne(experiment: Experiment, options: RunOptions): Promise<Finding[]> {
  const { signal, onBegin, onEnd, onFailure } = options;
  const seen = new Map<string, Verdict>();
  let why = signal.aborted ? STOPPED : 'The experiment ended without an observation.';
  if (!signal.aborted) {
    onBegin(experiment);
    const lab = options.openLab();
    try {
      await experiment.run(lab, (fact, verdict) => seen.set(fact, verdict));
    } catch (error) {
      why = signal.aborted ? STOPPED : reasonOf(error, lab.settings.product);
      if (!signal.aborted) onFailure(experiment, error);
    } finally {
      await closeLab(lab);
    }
  }
  const findings = experiment.facts.map((fact) => ({
    fact,
    experiment: experiment.id,
    ...(seen.get(fact) ?? notObserved(why)),
  }));
  onEnd(experiment, findings);
  return findings;
}

const STOPPED = 'The run was stopped before.';

/** Says why an experiment could not run, without texts from the account. */
function reasonOf(error: unknown, product: string): string {
  if (error instanceof Unobservable) return error.message;
  if (error instanceof NetworkError) return NO_ANSWER;
  if (error instanceof LedgerError) return 'Created resources could not be recorded on this machine.';
  if (!(error instanceof ApiError)) return UNEXPECTED;
  const { status, exitCode } = error;
  if (status === undefined) return NO_ANSWER;
  if (isBeyondPlan(error))
    return `The plan of the account does not include what the experiment needs, or no more of it (HTTP ${status}).`;
  if (exitCode === ExitCode.denied) return `A permission is missing (HTTP ${status}).`;
  if (status === 429) return 'The rate limit was used up.';
  if (status < 400) return UNEXPECTED;
  if (status >= 500) return `A service failed (HTTP ${status}).`;
  const service = error.service ?? 'A service';
  if (status === 404)
    return `${service} did not find what the experiment had created (HTTP 404): somebody may have removed it.`;
  const refused = `${service} refused a request (HTTP ${status})`;
  return service === product
    ? `${refused}; it may require more, such as a ticket type or a client (--ticket-type, --client).`
    : `${refused}.`;
}

const NO_ANSWER = 'A service did not answer.';
const UNEXPECTED = 'An answer was not as expected.';

/** Whether an error is one of this program itself rather than of a service. */
export function isBug(error: unknown): boolean {
  return !(error instanceof CliError || error instanceof Unobservable);
}
