import { productOf } from '../config/product.ts';
import { TO_APPLY } from '../config/required-settings.ts';
import type { Resolved } from '../config/resolve.ts';
import type { SettingsSources } from '../config/sources.ts';
import { alertSourceFindings } from '../diagnostics/drift-findings.ts';
import { usageErrors } from '../errors/cli-error.ts';
import type { Service } from '../providers/integration.ts';
import type { Clients } from '../providers/lookups.ts';
import { movedMethodInWords } from '../providers/moved-method.ts';
import { inUseElsewhere, isUsedElsewhere, sourceByNameAlone, usedByNameAlone } from '../providers/source-by-name.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { formerHaloInWords } from '../runtime/former-halo.ts';
import { forThisRun } from '../runtime/next-command.ts';
import { planOf } from '../runtime/plan-session.ts';
import { type Refresh, type RefreshOptions, refreshOrRefuse } from '../runtime/refresh.ts';
import { loadScoped, type Scoped } from '../runtime/scope.ts';
import type { Planned } from '../saved-plan/save.ts';
import type { Streams } from '../ui/streams.ts';
import { type Progress, withProgress } from './progress.ts';

/** Reading this many runbooks takes a while. */
const MANY_RUNBOOKS = 50;

/**
 * Reads both services, many targets from lists if these suffice, and shows how many runbooks have been read.
 *
 * @throws CliError as `refreshOrRefuse`
 */
export function refreshShown(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: Omit<RefreshOptions, 'onRunbookRead'> = {},
): Promise<Refresh> {
  return withProgress(context.streams, (progress) =>
    refreshOrRefuse(context, resolved, clients, {
      prefersLists: context.shared?.isForMany ?? false,
      ...options,
      onRunbookRead: showRunbooksRead(context.streams, progress),
    }),
  );
}

/** What a run would do, and what that is based on. */
export interface PlannedRun extends Scoped {
  readonly session: Refresh;
  readonly planned: Planned;
  /** What may still run in a target's former Halo. */
  readonly formerHalo: string | undefined;
}

/**
 * Reads both services, and plans the changes that bring them in line with the settings.
 *
 * @param wanted the service to work on, if only one
 * @param journalName the run's name in the run journal, if the plan is to be applied
 * @throws CliError as `refreshOrRefuse`, and exit 2 if it would break what belongs to others
 */
export async function planShown(
  context: Context,
  flags: SettingsSources['flags'],
  wanted: Service | undefined,
  journalName?: string,
): Promise<PlannedRun> {
  const { resolved, only } = await loadScoped(context, flags, { only: wanted, required: TO_APPLY, journalName });
  const session = await refreshShown(context, resolved, connect(context, resolved, { only }), { only });
  await noteByNameAlone(context, session);
  const moved = movedMethodInWords(session.refreshed.state);
  if (moved !== undefined) context.streams.note(moved);
  const { settings, origins } = resolved;
  const planned = { plan: planOf(session), settings, origins, references: session.desired.references };
  return { resolved, only, session, planned, formerHalo: await formerHaloInWords(context, session) };
}

/**
 * Notes that an existing alert source is ours by name alone: another Halo may post to it.
 *
 * @throws CliError, exit 2, if something does, and this Halo has none of our names
 */
async function noteByNameAlone(context: Context, session: Refresh): Promise<void> {
  const { accounts, refreshed, desired } = session;
  const { state } = refreshed;
  const source = sourceByNameAlone({ ...accounts, state, only: desired.only });
  if (!source) return;
  const { name } = productOf(desired.settings);
  const command = forThisRun('ilert-haloitsm apply', context);
  if (await isUsedElsewhere(source, state, accounts.ilert, false))
    throw usageErrors([inUseElsewhere(source, name, command)]);
  context.streams.note(usedByNameAlone(source, name, command));
}

/** Notes what an admin has disabled in ilert: not a change of the plan, but tickets may still get lost. */
export function noteStopped({ streams }: Context, { session }: PlannedRun): void {
  for (const { message, hint } of alertSourceFindings(session.refreshed.state)) streams.note(`${message} ${hint}`);
}

/** Shows progress in the spinner, or else announces it in one line. */
function showRunbooksRead(streams: Streams, { show }: Progress): (read: number, total: number) => void {
  return (read, total) => {
    show(read < total ? `Reading the steps of runbooks… ${read} of ${total}` : undefined);
    if (!streams.animated && read === 1 && total >= MANY_RUNBOOKS)
      streams.info(`Reading the steps of ${total} runbooks, to see which of them call our method.`);
  };
}
