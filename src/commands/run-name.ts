import type { Invocation } from './invocation.ts';

/** What a run is noted as; a proof of another kind is another run. Undefined where a run only looks. */
export function runName({ command, extra }: Pick<Invocation, 'command' | 'extra'>): string | undefined {
  if (command === 'verify')
    return [command, ...['policyQuiet', 'throughHalo'].filter((kind) => extra[kind] === true)].join(' ');
  return (command === 'apply' || command === 'destroy') && extra.dryRun !== true ? command : undefined;
}
