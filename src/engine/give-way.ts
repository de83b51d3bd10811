import { CliError, ExitCode, interruptedError, messageOf, type Problem } from '../errors/cli-error.ts';
import { ApiError } from '../http/api-call.ts';
import { resourceOf } from '../providers/resources.ts';
import type { Run } from './apply.ts';
import type { Made } from './made.ts';
import type { Change } from './plan.ts';
import type { Live, Resource, ResourceKey, Row } from './resource.ts';
import { Stopped } from './stopped.ts';

/** A row of this run that could not be removed yet, and why. */
export interface Kept {
  readonly made: Made;
  readonly because: string;
}

/**
 * Removes rows that this run made and that another run's stand in for, one after another, children first.
 * What somebody else's rows hang on stays, and so does what Halo does not let go of.
 *
 * @returns what is still there
 */
export async function giveWay(givenUp: readonly Made[], live: Live, run: Run): Promise<Kept[]> {
  const { options } = run;
  const kept: Kept[] = [];
  for (const made of givenUp) {
    if (options.signal.aborted) throw new Stopped(live, interruptedError());
    const { resource } = made.change;
    const child = kept.map(({ made: { change } }) => resourceOf(change.resource)).find(needs(resource));
    const change: Change = { ...made.change, action: 'delete', id: made.row.id, fields: [] };
    try {
      const because = child ? `the ${child.title} needs it` : await remove(made, run);
      if (because === undefined) {
        forget(made, run);
        options.listen({ type: 'done', change });
      } else kept.push({ made, because });
    } catch (error) {
      options.listen({ type: 'failed', change });
      throw new Stopped(live, options.signal.aborted ? interruptedError() : error);
    }
  }
  return kept;
}

function needs(key: ResourceKey): (resource: Resource) => boolean {
  return ({ dependsOn }) => dependsOn.includes(key);
}

/** Answers why it was not removed, where it was not. */
async function remove({ change, row }: Made, { tenant }: Run): Promise<string | undefined> {
  const hanging = await tenant.hangingOn(change.resource, row.id);
  if (hanging.length > 0) return `it is used by ${hanging.map(inWords).join(', ')}`;
  try {
    await tenant.write(resourceOf(change.resource).delete(row));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another run's runbook may still call our method, until that run looks.
    if (error.status === 400 || error.status === 409) return messageOf(error).replace(/\.$/, '');
    if (error.status !== 404) throw error;
  }
  return undefined;
}

/** As if it had never been made: a report tells what came of the run. */
function forget({ change, row }: Made, { made, done }: Run): void {
  made.splice(
    made.findIndex((each) => each.change.resource === change.resource && each.row.id === row.id),
    1,
  );
  const others = done.filter(({ resource, id }) => !(resource === change.resource && id === row.id));
  done.splice(0, done.length, ...others);
}

/** The same failure, which also tells of rows of this run that are one too many. */
export function andLeft(cause: unknown, givenUp: readonly Made[]): unknown {
  if (givenUp.length === 0 || !(cause instanceof CliError)) return cause;
  const { message, hint, exitCode, others } = cause;
  return new CliError({
    message,
    exitCode,
    cause,
    others: [...others, ...givenUp.map((made) => leftProblem({ made }))],
    ...(hint !== undefined && { hint }),
  });
}

/** Rows are there twice, and it is not for this run to say which one has to go. */
export function stillTwice(doubles: readonly Problem[], kept: readonly Kept[]): CliError {
  const problems = [...kept.map(leftProblem), ...doubles];
  const [first = { message: 'Another run is changing the same rows.' }, ...others] = problems;
  return new CliError({
    ...first,
    others,
    exitCode: ExitCode.failed,
    hint: first.hint ?? 'Wait until it has ended, then run the same command again.',
  });
}

function leftProblem({ made: { change, row }, because }: { made: Made; because?: string }): Problem {
  const what = `The ${change.title} "${change.name}" (id ${row.id}) that this run made is still there`;
  return {
    message: `${what}: another run made one at the same time, which is used${because === undefined ? '' : `, and ${because}`}.`,
    hint: 'Remove it in the product, unless it is needed.',
  };
}

function inWords({ id, name }: Row): string {
  return typeof name === 'string' ? `"${name}" (id ${id})` : `id ${id}`;
}
