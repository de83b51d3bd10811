import { quoted, shellOf } from '../text/shell-word.ts';
import type { Context } from './context.ts';

/** Commands of hints that work on the integration of this run. */
const COMMAND = /\bilert-haloitsm (?:apply|destroy|export|plan|status|verify)\b/g;

/**
 * A hint whose commands work on what this run works on: `ilert-haloitsm apply` becomes
 * `ilert-haloitsm apply --config customers.yaml --target acme`.
 */
export function forThisRun(hint: string, { options, system }: Pick<Context, 'options' | 'system'>): string {
  const { isConfigFound, noConfig, target, typedProfile } = options;
  const shell = shellOf(system.platform);
  const config = isConfigFound ? undefined : options.config;
  const repeated = Object.entries({ config, target, profile: typedProfile }).flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${quoted(value, shell)}`],
  );
  return hint.replace(COMMAND, (command) => command + repeated.join('') + (noConfig ? ' --no-config' : ''));
}

/** Findings or problems whose hints are for this run. */
export function hintsForThisRun<Hinted extends { readonly hint: string }>(
  all: readonly Hinted[],
  context: Pick<Context, 'options' | 'system'>,
): Hinted[] {
  return all.map((each) => ({ ...each, hint: forThisRun(each.hint, context) }));
}
