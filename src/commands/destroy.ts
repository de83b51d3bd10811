import { productOf } from '../config/product.ts';
import { CREDENTIALS, requiredFor } from '../config/required-settings.ts';
import type { Settings } from '../config/settings.ts';
import { destroy as carryOut } from '../engine/destroy.ts';
import { isPending, toKeep } from '../engine/plan.ts';
import { type OtherRow, rowInWords, type Unreadable } from '../engine/resource.ts';
import { ExitCode } from '../errors/cli-error.ts';
import { customIntegration } from '../providers/halo/custom-integration.ts';
import type { IntegrationRow } from '../providers/halo/schemas.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import type { IntegrationOutcome, IntegrationPlan, IntegrationState, Service } from '../providers/integration.ts';
import { planDestroy } from '../providers/plan.ts';
import { isUsedElsewhere, keptByNameAlone, sourceByNameAlone, withSourceKept } from '../providers/source-by-name.ts';
import { assertNoneFailed, unreadableHint, unreadableInWords } from '../providers/unreadable.ts';
import { exitCodeOf } from '../reporters/error.ts';
import { renderPlan } from '../reporters/plan.ts';
import { withProgress } from '../reporters/progress.ts';
import { refreshShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { assertApproved, confirm } from '../runtime/approval.ts';
import { type CommandInput, defineCommand } from '../runtime/command.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { formerHaloInWords } from '../runtime/former-halo.ts';
import { forThisRun } from '../runtime/next-command.ts';
import { flag, ONLY } from '../runtime/options.ts';
import { assertProfileKnown } from '../runtime/profile.ts';
import { journalNameOf } from '../runtime/provision.ts';
import type { Refresh } from '../runtime/refresh.ts';
import { existingResources, remember } from '../runtime/remember.ts';
import { loadScoped } from '../runtime/scope.ts';
import { createStyle } from '../ui/style.ts';

const NEEDS_YES = 'Nothing was removed. Non-interactive runs need --yes.';

/** `destroy`: removes what was set up, after showing it; what others use is kept. */
export const destroy = defineCommand({
  name: 'destroy',
  about: 'remove the integration from both services',
  takesSettings: true,
  formats: ['text', 'json', 'markdown'],
  yes: 'skip the confirmation',
  targets: 'resumable',
  removesMissingTargets: true,
  options: {
    dryRun: flag('--dry-run', 'print every request that would be sent, and remove nothing'),
    only: ONLY,
  },
  examples: [
    ['destroy', 'lists what would be removed, asks for confirmation, removes it'],
    ['destroy --yes --json', 'for scripts'],
  ],
  requires: ({ only }) => requiredFor(only, CREDENTIALS),
  journalName: ({ dryRun, only }) => (dryRun ? undefined : journalNameOf('destroy', only)),
  fleetApproval: ({ options: { dryRun, only } }) =>
    dryRun
      ? undefined
      : {
          question: (targets) => `Remove all of the above from ${targets}?`,
          numberQuestion: (count) => `Type ${count} to remove all of the above from ${count} targets`,
          refusal: {
            message: NEEDS_YES,
            hint: 'Use --dry-run to see what would be removed, then run again with --yes.',
          },
          preview: async (context, flags) => (await planned(context, flags, only)).plan,
        },
  async run(context, { flags, options: { dryRun, only: wanted }, approved }): Promise<ResultOf<'destroy' | 'dry-run'>> {
    const { streams, options } = context;
    const { settings, session, uncertain, plan } = await planned(
      context,
      flags,
      wanted,
      dryRun ? undefined : journalNameOf('destroy', wanted),
    );
    if (dryRun) return { kind: 'dry-run', exitCode: ExitCode.done, settings, plan, offline: false };
    assertApproved(plan, approved);
    if (isPending(plan)) {
      await confirm(context, 'Remove these?', {
        shown: renderPlan(plan, createStyle(streams.noteColor), options),
        refusal: { message: NEEDS_YES, hint: 'Review the list above, then run again with --yes.' },
        settings,
        only: plan.only,
      });
    }
    const journalName = journalNameOf('destroy', plan.only);
    await context.runJournal.recordChange(settings);
    const outcome = await withProgress(streams, ({ listen }) => carryOut(plan, session, { ...context, listen }));
    if (session.profileMatch.kind === 'same')
      await remember(context, session.desired, withoutUncertain(outcome, uncertain));
    const result = destroyResult(settings, plan, withReasonKept(context, outcome, uncertain, plan.product));
    if (result.exitCode === ExitCode.done) await context.runJournal.recordSuccess(journalName, settings);
    return result;
  },
});

async function planned(
  context: Context,
  flags: CommandInput['flags'],
  wanted: Service | undefined,
  journalName?: string,
) {
  await assertProfileKnown(context);
  const { resolved, only } = await loadScoped(context, flags, { only: wanted, required: CREDENTIALS, journalName });
  const { settings } = resolved;
  const session = await refreshShown(context, resolved, connect(context, resolved, { only }), {
    purpose: 'destroy',
    only,
    // Any runbook that calls our method keeps it, however many there are.
    maxRunbooksRead: Number.POSITIVE_INFINITY,
  });
  const { foreign, doubtful, others, unreadable } = session.removable;
  assertNoneFailed(unreadable);
  for (const each of unreadable) context.streams.note(unreadableNote(each));
  const former = await formerHaloInWords(context, session);
  if (former !== undefined) context.streams.note(former);
  if (foreign) context.streams.note(keptSinceForeign(foreign));
  if (doubtful.length > 0) context.streams.note(uncertainRowsNote(doubtful));
  if (only === 'ilert' && session.refreshed.state['alert-source']) context.streams.note(haloStillSendsNote(settings));
  const ours = await withoutOthers(context, session.refreshed.state);
  const uncertain = await uncertainSource(session, ours);
  const plan = planDestroy(settings, ours, others, only);
  return { settings, session, uncertain, plan: uncertain ? withSourceKept(plan) : plan };
}

function uncertainRowsNote(doubtful: readonly OtherRow[]): string {
  const names = doubtful.map(({ title, row }) => `${title} ${rowInWords(row)}`).join(', ');
  const adopt = doubtful.map(({ resource, row }) => `--adopt ${resource}:${row.id}`).join(' ');
  return `Not removed: ${names}. They belong together, but not all of them have the configured names. To remove them as well, add ${adopt}.`;
}

function keptSinceForeign(row: IntegrationRow): string {
  const { key, title } = customIntegration;
  return `Not removed: ${title} ${rowInWords(row)}, since its base URL does not lead to ilert. To remove it as well, add --adopt ${key}:${row.id}.`;
}

/** If Halo is not read, nobody can see whether its runbook still runs. */
function haloStillSendsNote(settings: Settings): string {
  const { name } = productOf(settings);
  return `${name} is neither read nor changed. If the runbook "${settings['halo.runbookName']}" is active there, deactivate it first: without the alert source, its tickets no longer open alerts.`;
}

function unreadableNote(row: Unreadable): string {
  const { isStarted, title } = row;
  const sentence = `${unreadableInWords(row)}${isStarted ? ' Everything that it may use is kept.' : ''}`;
  return `${sentence} ${unreadableHint(row, isStarted ? `, or remove what starts the ${title}, then run this again` : '')}`;
}

/** Leaves out an alert source that an earlier run took with `--alert-source`: it is external even without the flag. */
async function withoutOthers({ profiles, options }: Context, state: IntegrationState): Promise<IntegrationState> {
  const profile = await profiles.read(options.profile);
  const { 'alert-source': source, ...rest } = state;
  return source !== undefined && profile?.othersSource === source.id ? rest : state;
}

/** Returns the alert source if only its name makes it ours, and another Halo seems to post to it. */
async function uncertainSource({ accounts, desired, removable }: Refresh, state: IntegrationState) {
  if (removable.others.some(({ resource }) => resource === 'method')) return undefined;
  const source = sourceByNameAlone({ ...accounts, state, only: desired.only });
  return source && (await isUsedElsewhere(source, state, accounts.ilert, true)) ? source : undefined;
}

/** Returns what to remember: nothing that was kept because it may be someone else's. */
function withoutUncertain(outcome: IntegrationOutcome, uncertain: AlertSourceRow | undefined): IntegrationOutcome {
  if (!uncertain) return outcome;
  const { 'alert-source': _, ...state } = outcome.state;
  return { ...outcome, state };
}

/** Adds the reason why an alert source was kept, if nothing else went wrong. */
function withReasonKept(
  context: Context,
  outcome: IntegrationOutcome,
  uncertain: AlertSourceRow | undefined,
  product: string,
): IntegrationOutcome {
  if (!uncertain || outcome.failure !== undefined) return outcome;
  const failure = keptByNameAlone(uncertain, product, forThisRun('ilert-haloitsm destroy', context));
  return { ...outcome, failure };
}

function destroyResult(
  settings: Settings,
  plan: IntegrationPlan,
  { state, done, unknown, failure }: IntegrationOutcome,
): ResultOf<'destroy'> {
  const left = existingResources(settings, state).flatMap((each) => {
    // A policy that this profile did not create exists, but is not part of the plan.
    const change = plan.changes.find(({ resource }) => resource === each.resource);
    if (!change || unknown.some(({ resource }) => resource === each.resource)) return [];
    return [{ ...each, name: change.name, ...(change.because !== undefined && { because: change.because }) }];
  });
  const exitCode = failure === undefined && left.length === 0 ? ExitCode.done : exitCodeOf(failure);
  return { kind: 'destroy', exitCode, changes: done, kept: toKeep(plan), left, unknown, failure };
}
