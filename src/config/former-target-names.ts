import type { Problem } from '../errors/cli-error.ts';
import type { FileTarget } from './settings-file.ts';

/**
 * Checks targets' former names. What was set up under a name can only continue as one target, so no other target may
 * have that name, now or formerly. Pure.
 */
export function formerTargetProblems(targets: ReadonlyMap<string, FileTarget>): Problem[] {
  const claimed = new Map<string, string>();
  return [...targets].flatMap(([name, { was, place }]) =>
    was.flatMap((former): Problem[] => {
      const other = claimed.get(former);
      claimed.set(former, name);
      const wrong = problemWith(former, name, targets.has(former), other);
      return wrong ? [{ ...wrong, place }] : [];
    }),
  );
}

/** @param isTarget whether a target has that name. @param other an earlier target with the same former name */
function problemWith(former: string, name: string, isTarget: boolean, other: string | undefined): Problem | undefined {
  if (former === name)
    return { message: `Target ${name} has its own name under "was".`, hint: 'List its former names only.' };
  if (isTarget)
    return {
      message: `Target ${name} was ${former}, but ${former} is a target of this file as well.`,
      hint: `Remove "was: ${former}", or the target ${former}.`,
    };
  if (other === undefined) return undefined;
  if (other === name)
    return { message: `Target ${name} lists ${former} twice under "was".`, hint: 'Remove one of them.' };
  return {
    message: `Targets ${other} and ${name} were both ${former}.`,
    hint: `Keep "was: ${former}" in the one that has replaced it.`,
  };
}
