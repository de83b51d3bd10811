import { WriteStream } from 'node:tty';
import type { RunEvent } from '../engine/events.ts';
import type { Action } from '../engine/plan.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Streams } from '../ui/streams.ts';

/** Shows what a run does: a spinner on a terminal, lines elsewhere. */
export interface Progress {
  readonly listen: (event: RunEvent) => void;
  /** What goes on now, where there is a spinner to show it. */
  readonly show: (text: string) => void;
  /** Takes the spinner away; whatever is printed next stands alone. */
  readonly end: () => void;
}

const VERBS: Readonly<Record<Action, { readonly start: string; readonly done: string }>> = {
  create: { start: 'Creating', done: 'Created' },
  update: { start: 'Updating', done: 'Updated' },
  delete: { start: 'Removing', done: 'Removed' },
  keep: { start: 'Keeping', done: 'Kept' },
};

/** In words; undefined where there is nothing to print. Pure. */
export function eventInWords({ type, change }: RunEvent): string | undefined {
  if (type === 'checking') return 'Reading everything back';
  if (type === 'beside') return 'Another run sets up the same at the same time: what was made first is kept';
  if (!change) return undefined;
  const id = change.action === 'delete' && change.id !== undefined ? ` (id ${change.id})` : '';
  const what = `${change.title} "${plainName(change.name)}"${id}`;
  switch (type) {
    case 'start':
    case 'done':
      return `${VERBS[change.action][type]} ${what}`;
    case 'failed':
      return `Failed: ${what}`;
    case 'lost':
      return `No clear answer for ${what}: looking whether it is there`;
  }
}

/** Shows the progress of some work, and takes the spinner away at its end. */
export async function withProgress<T>(streams: Streams, work: (progress: Progress) => Promise<T>): Promise<T> {
  const progress = await createProgress(streams);
  return work(progress).finally(progress.end);
}

/** Listens to a run. ora is loaded only for a terminal. */
export async function createProgress(streams: Streams): Promise<Progress> {
  const { noteStream: stream } = streams;
  // A spinner draws over itself, which not every stream that calls itself a terminal can.
  if (!streams.animated || !(stream instanceof WriteStream)) return createLines(streams);
  const { default: ora } = await import('ora');
  const color = streams.noteColor ? 'cyan' : false;
  const lines = streams.unicode ? {} : ({ spinner: 'line' } as const);
  const spinner = ora({ text: 'Working', discardStdin: false, stream, color, ...lines });
  const show = (text: string) => {
    spinner.text = text;
  };
  streams.draw(spinner);
  return {
    listen(event) {
      const text = eventInWords(event);
      if (text === undefined) return;
      if (event.type === 'start' || event.type === 'checking') show(text);
      else streams.info(text);
    },
    show,
    end: () => streams.draw(undefined),
  };
}

function createLines(streams: Streams): Progress {
  return {
    listen(event) {
      const text = event.type === 'start' ? undefined : eventInWords(event);
      if (text !== undefined) streams.info(text);
    },
    show: () => undefined,
    end: () => undefined,
  };
}
