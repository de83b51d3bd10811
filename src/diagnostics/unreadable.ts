import type { Unreadable } from '../engine/resource.ts';
import { unreadableHint, unreadableInWords } from '../providers/unreadable.ts';
import type { Finding } from './finding.ts';

/** Reports rows that tickets start and that can't be read: they may duplicate one of ours. Pure. */
export function unreadableFindings(unreadable: readonly Unreadable[], product: string): Finding[] {
  return unreadable
    .filter(({ isStarted }) => isStarted)
    .map((row) => ({
      code: 'runbook-unreadable',
      component: 'runbook',
      severity: 'unknown',
      message: unreadableInWords(row),
      hint: unreadableHint(row, `, or remove what starts it in ${product}`),
      fixableByApply: false,
    }));
}

/** Returns a note for each row that no ticket starts. Pure. */
export function unreadableNotes(unreadable: readonly Unreadable[]): string[] {
  return unreadable
    .filter(({ isStarted }) => !isStarted)
    .map((row) => `${unreadableInWords(row)} ${unreadableHint(row)}`);
}
