import { TO_APPLY } from '../config/required-settings.ts';
import type { Resolved } from '../config/resolve.ts';
import type { SettingsSources } from '../config/sources.ts';
import { alertSourceFindings } from '../diagnostics/drift-findings.ts';
import type { Service } from '../providers/integration.ts';
import type { Clients } from '../providers/lookups.ts';
import { movedMethodInWords } from '../providers/moved-method.ts';
import { connect } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { planOf, type Refresh, type RefreshOptions, refreshOrRefuse } from '../runtime/refresh.ts';
import { loadScoped, type Scoped } from '../runtime/scope.ts';
import type { Planned } from '../saved-plan/save.ts';
import type { Streams } from '../ui/streams.ts';
import { type Progress, withProgress } from './progress.ts';

/** Reading so many runbooks takes a while. */
const MANY_RUNBOOKS = 50;

/** Reads both services, of many targets by lists where these will do, and shows how far the reading of runbooks has come. @throws CliError as `refreshOrRefuse` */
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

/** What a run would do, and what that was made from. */
export interface PlannedRun extends Scoped {
  readonly session: Refresh;
  readonly planned: Planned;
}

/**
 * Reads both services, and plans what would make them as the settings say.
 *
 * @param wanted the service that alone is worked on
 * @param journalName what the run journal calls the run, if it is to be carried out
 * @throws CliError as `refreshOrRefuse`, and exit 2 where it would break what belongs to others
 */
export async function planShown(
  context: Context,
  flags: SettingsSources['flags'],
  wanted: Service | undefined,
  journalName?: string,
): Promise<PlannedRun> {
  const { resolved, only } = await loadScoped(context, flags, { only: wanted, required: TO_APPLY, journalName });
  const session = await refreshShown(context, resolved, connect(context, resolved, { only }), { only });
  const moved = movedMethodInWords(session.refreshed.state);
  if (moved !== undefined) context.streams.note(moved);
  const { settings, origins } = resolved;
  const planned = { plan: planOf(session), settings, origins, references: session.desired.references };
  return { resolved, only, session, planned };
}

/** Notes what an admin has stopped in ilert: it is no change of a plan, and tickets may get lost all the same. */
export function noteStopped({ streams }: Context, { session }: PlannedRun): void {
  for (const { message, hint } of alertSourceFindings(session.refreshed.state)) streams.note(`${message} ${hint}`);
}

/** In the spinner, or in one line where there is none. */
function showRunbooksRead(streams: Streams, { show }: Progress): (read: number, total: number) => void {
  return (read, total) => {
    show(read < total ? `Reading the steps of runbooks… ${read} of ${total}` : undefined);
    if (!streams.animated && read === 1 && total >= MANY_RUNBOOKS)
      streams.info(`Reading the steps of ${total} runbooks, to see which of them call our method.`);
  };
}
