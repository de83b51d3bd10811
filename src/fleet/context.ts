import type { Context } from '../runtime/context.ts';
import type { Streams } from '../ui/streams.ts';

/** A run for one target of the settings file: it has ids of its own to remember. */
export function contextOf(context: Context, target: string): Context {
  const { options } = context;
  return { ...context, options: { ...options, target, profile: `${options.profile}/${target}` } };
}

/**
 * A run for one of several: it asks nothing, since that has been done for all of them, and what it says on its way is
 * told only with --verbose, each line with the target's name.
 *
 * @param note told what a person should know though nothing failed
 */
export function contextAmongOthers(context: Context, target: string, note: (text: string) => void): Context {
  const own = contextOf(context, target);
  const { debug } = context.streams;
  const named = (text: string) => debug(text.replace(/^/gm, `${target}: `));
  const streams: Streams = {
    ...context.streams,
    result: named,
    warn: named,
    debug: named,
    info: named,
    note,
    animated: false,
  };
  return { ...own, streams, canPrompt: false, options: { ...own.options, yes: true, document: true } };
}
