import type { Settings } from '../config/settings.ts';
import { alertSourceFindings } from '../diagnostics/drift-findings.ts';
import type { Outcome } from '../engine/apply.ts';
import { isPending, type Plan } from '../engine/plan.ts';
import type { Desired, Live } from '../engine/resource.ts';
import { createCompileCache } from '../env/compile-cache.ts';
import { CliError, ExitCode } from '../errors/cli-error.ts';
import { isPermanent } from '../http/api-error.ts';
import { nameOf } from '../providers/name-of.ts';
import { resourceOf, resources } from '../providers/resources.ts';
import type { Context } from '../runtime/context.ts';
import type { Result } from '../runtime/result.ts';
import type { Profile } from '../state/profiles.ts';
import { plainName, plainText } from '../ui/sanitize.ts';
import { createStyle } from '../ui/style.ts';
import { unsureIn } from './unsure.ts';

/** What exists, as the report and the saved profile list it. */
function existing(settings: Settings, live: Live) {
  return resources.flatMap((resource) => {
    const { key, title, service } = resource;
    const row = live[key];
    return row ? [{ resource: key, title, service, name: nameOf(resource, settings, row), id: row.id }] : [];
  });
}

/** How a run of `apply` ended: what was done, what is there, where tickets go. */
export function reportApply({ streams }: Context, { settings }: Desired, plan: Plan, outcome: Outcome): Result {
  const paint = createStyle(streams.resultColor);
  const there = existing(settings, outcome.live);
  const url = outcome.live['alert-source']?.integrationUrl;
  const open = unsureIn(outcome);
  const document = {
    changes: outcome.done.map(({ request: _, ...change }) => change),
    resources: there.map(({ title: _, ...each }) => each),
    ...open.document,
    ...(url !== undefined && { integrationUrl: url }),
  };
  const list = there.map(({ title, name, id }) => `  ${title} "${plainName(name)}" (id ${id})`);
  if (outcome.failure !== undefined) {
    const nothing = open.text.length > 0 ? [] : ['Nothing was made.'];
    const state = list.length > 0 ? ['What exists now:', ...list] : nothing;
    const text = [
      ...state,
      ...open.text,
      '',
      `${howToGoOn(outcome.failure)}, or remove it: ilert-haloitsm destroy`,
    ].join('\n');
    return { exitCode: exitCodeOf(outcome.failure), text, document, failure: outcome.failure };
  }
  const count = (action: string) => outcome.done.filter((change) => change.action === action).length;
  // What an admin has stopped in ilert stays so, and is said.
  const stopped = alertSourceFindings(outcome.live);
  const [nothing, more] = isPending(plan)
    ? ['Done by another run at the same moment', '']
    : ['Nothing to do', ' for apply'];
  const all = stopped.length > 0 ? `${nothing}${more}.` : `${nothing}: all is as it should be.`;
  const head = outcome.done.length > 0 ? `Done: ${count('create')} created, ${count('update')} updated.` : all;
  const but = stopped.map(({ message, hint }) => paint.bad(`But: ${plainText(message)} ${hint}`));
  return {
    exitCode: ExitCode.done,
    text: [paint.good(head), ...list, `Tickets of ${plan.product} go to ${url}`, ...but].join('\n'),
    document: { ...document, ...(stopped.length > 0 && { findings: stopped }) },
  };
}

/** How a run of `destroy` ended. */
export function reportDestroy({ streams }: Context, settings: Settings, plan: Plan, outcome: Outcome): Result {
  // A policy that no run of ours made is there, but it is none of our business.
  const left = existing(settings, outcome.live).filter(
    (each) =>
      plan.changes.some(({ resource }) => resource === each.resource) &&
      !outcome.unsure.some(({ resource }) => resource === each.resource),
  );
  const open = unsureIn(outcome);
  const document = {
    changes: outcome.done.map(({ request: _, ...change }) => change),
    left: left.map(({ title: _, ...each }) => each),
    ...open.document,
  };
  const list = left.map(({ title, name, id }) => {
    const because = plan.changes.find(
      ({ resource }) => resource === left.find((each) => each.id === id)?.resource,
    )?.because;
    return `  ${title} "${plainName(name)}" (id ${id})${because ? `: ${plainName(because)}` : ''}`;
  });
  if (outcome.failure !== undefined) {
    const state = list.length > 0 ? ['Still there:', ...list] : [];
    const text = [...state, ...open.text, '', `${howToGoOn(outcome.failure)}.`].join('\n');
    return { exitCode: exitCodeOf(outcome.failure), text, document, failure: outcome.failure };
  }
  const head = outcome.done.length === 0 ? 'Nothing to remove.' : `Removed: ${outcome.done.length}.`;
  const rest = left.length > 0 ? ['Kept, since others use it:', ...list] : [];
  return {
    exitCode: left.length > 0 ? ExitCode.failed : ExitCode.done,
    text: [createStyle(streams.resultColor).good(head), ...rest].join('\n'),
    document,
  };
}

/**
 * Saves the ids under the profile, so that a rename in either product does not hide them. Failing to is no failure.
 *
 * @param more what the wizard adds; without it, what it added the last time stays
 */
export async function remember(
  { system, profiles, options, streams }: Context,
  settings: Settings,
  { live, done }: Outcome,
  more: Pick<Profile, 'answers' | 'keychain'> = {},
): Promise<void> {
  const isMade =
    live['escalation-policy']?.made === true ||
    done.some(({ resource, action }) => resource === 'escalation-policy' && action === 'create');
  // An escalation policy is only ours if a run of this profile made it; what others keep never is.
  const ours = existing(settings, live).filter(
    ({ resource }) =>
      (resource !== 'escalation-policy' || isMade) && !(resourceOf(resource).isExternal?.(settings) ?? false),
  );
  if (system.compileCacheFolder) createCompileCache(system.compileCacheFolder);
  try {
    const before = await profiles.read(options.profile);
    if (ours.length === 0 && !before?.answers) await profiles.delete(options.profile);
    else {
      await profiles.write(options.profile, {
        ...before,
        ...more,
        ...(settings['alertSource.id'] !== undefined && { othersSource: Number(settings['alertSource.id']) }),
        product: settings['halo.product'],
        ilert: settings['ilert.endpoint'],
        halo: settings['halo.url'] ?? '',
        resources: Object.fromEntries(ours.map(({ resource, id, name }) => [resource, { id, name }])),
      });
    }
  } catch {
    streams.note('The profile could not be saved. The next run will find everything by its name.');
  }
}

/** What a service has refused it refuses again, unless something is changed first. */
function howToGoOn(failure: unknown): string {
  return isPermanent(failure) ? 'Fix that first, then run the command again' : 'Run the same command again to go on';
}

function exitCodeOf(failure: unknown): ExitCode {
  return failure instanceof CliError ? failure.exitCode : ExitCode.failed;
}
