import type { TargetReport } from '../fleet/summary.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';

const WORDS: Readonly<Record<TargetReport['outcome'], string>> = {
  done: 'done',
  pending: 'pending',
  failed: 'FAILED',
  stopped: 'stopped',
  skipped: 'left out',
  'not-begun': 'not begun',
};

/** What the command has to say of each target beside its line, under the target's name; nothing where it is all said. Pure. */
export function renderTexts(reports: readonly TargetReport[], paint: Style): string[] {
  return reports.flatMap(({ target, halo, text }) =>
    text === undefined
      ? []
      : [paint.strong(`${target}${halo === undefined ? '' : ` (${halo})`}:`), text.replace(/^(?=.)/gm, '  '), ''],
  );
}

/** A table of all targets, and a line with how many ended how. Pure. */
export function renderTargets(reports: readonly TargetReport[], paint: Style): string {
  const width = Math.max(...reports.map(({ target }) => target.length), 6);
  const rows = reports.map(({ target, outcome, summary }) => {
    const words = `${target.padEnd(width)}  ${WORDS[outcome].padEnd(11)}  ${plainName(summary)}`.trimEnd();
    return colourOf(outcome, paint)(words);
  });
  const counts = (Object.keys(WORDS) as TargetReport['outcome'][]).flatMap((outcome) => {
    const count = reports.filter((report) => report.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${WORDS[outcome].toLowerCase()}`];
  });
  const all = `${reports.length} target${reports.length === 1 ? '' : 's'}`;
  return [...rows, '', `${all}: ${counts.join(', ')}.`].join('\n');
}

function colourOf(outcome: TargetReport['outcome'], paint: Style): (text: string) => string {
  if (outcome === 'failed') return paint.bad;
  if (outcome === 'pending' || outcome === 'stopped') return paint.changed;
  return outcome === 'done' ? paint.good : paint.faint;
}
