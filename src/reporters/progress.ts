import type { RunEvent } from '../engine/events.ts';
import type { Action } from '../engine/plan.ts';
import { plainName } from '../ui/sanitize.ts';
import { startSpinner } from '../ui/spinner.ts';
import type { Streams } from '../ui/streams.ts';

/** Shows what a run is doing: with a spinner on a terminal, line by line elsewhere. */
export interface Progress {
  readonly listen: (event: RunEvent) => void;
  /** Shows the current activity, if there is a spinner. */
  readonly show: (text?: string) => void;
}

const VERBS: Readonly<Record<Action, { readonly start: string; readonly done: string }>> = {
  create: { start: 'Creating', done: 'Created' },
  update: { start: 'Updating', done: 'Updated' },
  delete: { start: 'Removing', done: 'Removed' },
  keep: { start: 'Keeping', done: 'Kept' },
};

/** Describes an event; undefined if there is nothing to print. Pure. */
export function eventInWords({ type, change }: RunEvent): string | undefined {
  if (type === 'checking') return 'Verifying what was written';
  if (type === 'beside') return 'Another run is setting up the same integration; whatever was created first is kept';
  if (!change) return undefined;
  const id = change.action === 'delete' && change.id !== undefined ? ` (ID ${change.id})` : '';
  const what = `${change.title} "${plainName(change.name)}"${id}`;
  switch (type) {
    case 'start':
    case 'done':
      return `${VERBS[change.action][type]} ${what}`;
    case 'failed':
      return `Failed: ${what}`;
    case 'lost':
      return `No definite response for ${what}: checking whether it was ${VERBS[change.action].done.toLowerCase()}`;
  }
}

/** Shows the progress of some work, and removes the spinner at the end. */
export async function withProgress<T>(streams: Streams, work: (progress: Progress) => Promise<T>): Promise<T> {
  const spinner = startSpinner(streams);
  const listen = (event: RunEvent) => {
    const text = eventInWords(event);
    const isGoingOn = event.type === 'start' || event.type === 'checking';
    if (text === undefined) return;
    if (isGoingOn && streams.animated) spinner.show(text);
    else if (event.type !== 'start') streams.info(text);
  };
  return work({ listen, show: spinner.show }).finally(spinner.stop);
}
