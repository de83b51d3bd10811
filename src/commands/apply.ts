import { requiredFor } from '../config/required-settings.ts';
import type { Settings } from '../config/settings.ts';
import { alertSourceFindings } from '../diagnostics/drift-findings.ts';
import { duplicateFindings } from '../diagnostics/duplicates.ts';
import type { Finding } from '../diagnostics/finding.ts';
import { resolutionFindings } from '../diagnostics/resolution-findings.ts';
import { isPending, toKeep, toMake } from '../engine/plan.ts';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import type {
  IntegrationChange,
  IntegrationOutcome,
  IntegrationPlan,
  IntegrationState,
} from '../providers/integration.ts';
import { exitCodeOf } from '../reporters/error.ts';
import { DONE_BY_OTHERS } from '../reporters/outcome.ts';
import { renderPlan } from '../reporters/plan.ts';
import { withProgress } from '../reporters/progress.ts';
import { noteStopped, planShown } from '../reporters/refresh.ts';
import type { ResultOf } from '../reporters/result.ts';
import { assertApproved, confirm } from '../runtime/approval.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings } from '../runtime/load-settings.ts';
import { hintsForThisRun } from '../runtime/next-command.ts';
import { flag, ONLY } from '../runtime/options.ts';
import { planOffline } from '../runtime/plan-session.ts';
import { journalNameOf, provision } from '../runtime/provision.ts';
import { existingResources } from '../runtime/remember.ts';
import { assertReviewed, commandToReplan, readReviewed } from '../runtime/reviewed.ts';
import { listInWords } from '../text/list.ts';
import { createStyle } from '../ui/style.ts';

/** `apply`: brings both tenants in line with the settings, or with --dry-run lists every request it would send. */
export const apply = defineCommand({
  name: 'apply',
  about: 'create or update the integration in both services',
  takesSettings: true,
  formats: ['text', 'json', 'markdown'],
  yes: 'skip the confirmation, which is asked for on a terminal only',
  targets: 'resumable',
  options: {
    dryRun: flag('--dry-run', 'print every request that would be sent, and change nothing'),
    offline: flag('--offline', 'with --dry-run: make no requests; needs no credentials'),
    plan: {
      kind: 'text',
      flags: '--plan <FILE>',
      about: 'do exactly what a plan saved by "plan --out" says, or nothing if it no longer fits; asks no question',
      isPath: true,
    },
    only: ONLY,
  },
  examples: [
    ['apply --config ilert.yaml --json', 'for pipelines, with the result as JSON'],
    ['apply --config ilert.yaml --plan plan.json', 'does exactly what "plan --out plan.json" has shown, or nothing'],
    ['apply --dry-run --offline', 'prints every request; needs no account'],
    ['apply --only ilert', 'sets up the alert source alone; "export" writes the files for HaloITSM'],
  ],
  requires: ({ offline, only }) => (offline ? [] : requiredFor(only)),
  journalName: ({ dryRun, only }) => (dryRun ? undefined : journalNameOf('apply', only)),
  async complete(context, input) {
    const { options } = input;
    if (options.plan === undefined) return input;
    const refused = [...(options.offline ? ['--offline'] : []), ...(options.only ? ['--only'] : [])];
    if (refused.length > 0) {
      const hint = 'The plan says what is done: give --only to "plan --out", and omit it here.';
      throw usageError(`${listInWords(refused)} cannot be used with --plan.`, hint, 'command-line-invalid');
    }
    const reviewed = await readReviewed(context, options.plan);
    return { ...input, options: { ...options, only: reviewed.saved.only }, reviewed };
  },
  fleetApproval: ({ options: { dryRun, only }, reviewed }) =>
    dryRun
      ? undefined
      : {
          question: (targets) => `Apply these changes to ${targets}?`,
          preview: async (context, flags) => {
            const run = await planShown(context, flags, only);
            noteStopped(context, run);
            if (reviewed) assertReviewed(context, run.planned, reviewed);
            return run.planned.plan;
          },
          isReviewed: reviewed !== undefined,
        },
  async run(
    context,
    { flags, options: { dryRun, offline, only: wanted }, approved, reviewed },
  ): Promise<ResultOf<'apply' | 'dry-run'>> {
    if (offline && !dryRun) {
      throw usageError('--offline requires --dry-run.', 'Add --dry-run, or omit --offline.', 'command-line-invalid');
    }
    if (offline) {
      const { settings } = await loadSettings(context, flags, []);
      return { kind: 'dry-run', exitCode: ExitCode.done, settings, plan: planOffline(settings, wanted), offline };
    }
    const { resolved, only, session, planned, formerHalo } = await planShown(
      context,
      flags,
      wanted,
      dryRun ? undefined : journalNameOf('apply', wanted),
    );
    const { settings } = resolved;
    const { plan } = planned;
    // The approved plan has already been compared with the reviewed one.
    if (reviewed && !approved) assertReviewed(context, planned, reviewed);
    if (dryRun) return { kind: 'dry-run', exitCode: ExitCode.done, settings, plan, offline };
    assertApproved(plan, approved);
    if (isPending(plan)) {
      const { streams, options } = context;
      const shown = renderPlan(plan, createStyle(streams.noteColor), options);
      if (reviewed) streams.info(shown);
      else await confirm(context, 'Apply these changes?', { shown, settings, only });
    }
    const outcome = await withProgress(context.streams, ({ listen }) =>
      provision(context, session, plan, listen, resolved.answered),
    );
    if (formerHalo !== undefined) context.streams.note(formerHalo);
    return {
      ...applyResult(context, settings, plan, outcome),
      ...(reviewed && { replanCommand: commandToReplan(context, reviewed) }),
    };
  },
});

export function applyResult(
  context: Context,
  settings: Settings,
  plan: IntegrationPlan,
  { state, done, unknown, failure }: IntegrationOutcome,
): ResultOf<'apply'> {
  return {
    kind: 'apply',
    exitCode: failure === undefined ? ExitCode.done : exitCodeOf(failure),
    product: plan.product,
    ...(plan.only && { only: plan.only }),
    wasPending: isPending(plan),
    changes: done,
    kept: failure === undefined ? [...toKeep(plan), ...doneByOthers(plan, done, state)] : toKeep(plan),
    resources: existingResources(settings, state),
    unknown,
    integrationUrl: state['alert-source']?.integrationUrl,
    findings: failure === undefined ? hintsForThisRun(findingsAfter(settings, plan, state), context) : [],
    failure,
  };
}

/** Returns what this run was to create or change, but a concurrent one did. */
function doneByOthers(
  plan: IntegrationPlan,
  done: IntegrationOutcome['done'],
  state: IntegrationState,
): IntegrationChange[] {
  return toMake(plan).flatMap(({ request: _request, ...change }): IntegrationChange[] => {
    const row = state[change.resource];
    if (!row || done.some(({ resource }) => resource === change.resource)) return [];
    const because = DONE_BY_OTHERS;
    return [{ ...change, action: 'keep', id: row.id, fields: [], labelledFields: [], because }];
  });
}

/** Reports what an admin has stopped or filtered, and duplicates; the run leaves both as they are. */
function findingsAfter(settings: Settings, plan: IntegrationPlan, state: IntegrationState): Finding[] {
  return [
    ...alertSourceFindings(state),
    ...resolutionFindings({ ...plan, changes: [] }, state, settings),
    ...duplicateFindings(plan),
  ];
}
