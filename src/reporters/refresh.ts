import type { Resolved } from '../config/resolve.ts';
import type { Clients } from '../providers/lookups.ts';
import type { Context } from '../runtime/context.ts';
import { type Refresh, type RefreshOptions, refreshOrRefuse } from '../runtime/refresh.ts';
import type { Streams } from '../ui/streams.ts';
import { type Progress, withProgress } from './progress.ts';

/** Reading so many runbooks takes a while. */
const MANY_RUNBOOKS = 50;

/** Reads both services, and shows how far the reading of runbooks has come. @throws CliError as `refreshOrRefuse` */
export function refreshShown(
  context: Context,
  resolved: Resolved,
  clients: Clients,
  options: Omit<RefreshOptions, 'onRunbookRead'> = {},
): Promise<Refresh> {
  return withProgress(context.streams, (progress) =>
    refreshOrRefuse(context, resolved, clients, {
      ...options,
      onRunbookRead: showRunbooksRead(context.streams, progress),
    }),
  );
}

/** In the spinner, or in one line where there is none. */
function showRunbooksRead(streams: Streams, { show }: Progress): (read: number, total: number) => void {
  return (read, total) => {
    show(read < total ? `Reading the steps of runbooks… ${read} of ${total}` : undefined);
    if (!streams.animated && read === 1 && total >= MANY_RUNBOOKS)
      streams.info(`Reading the steps of ${total} runbooks, to see which of them call our method.`);
  };
}
