import type { Invocation } from '../cli/invocation.ts';

/** What a run is noted as when it ends well; undefined where it only looks. */
export function runName({ command, extra }: Pick<Invocation, 'command' | 'extra'>): string | undefined {
  if (command === 'verify') return proofName(extra);
  return (command === 'apply' || command === 'destroy') && extra.dryRun !== true ? command : undefined;
}

/** A proof of another kind is another run. */
export function proofName(extra: Invocation['extra']): string {
  return ['verify', ...['policyQuiet', 'throughHalo'].filter((kind) => extra[kind] === true)].join(' ');
}
