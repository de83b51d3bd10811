import type { Problem } from '../errors/cli-error.ts';
import type { FileTarget } from './settings-file.ts';

/**
 * What is wrong with the former names of targets: what was set up under a name can only go on as that of one target, so no
 * other has it, neither now nor as a former name of its own. Pure.
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

/** @param isTarget whether the file has a target of that name. @param other the target before it that has the same former name */
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
