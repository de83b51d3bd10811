import type { Unreadable } from '../engine/resource.ts';
import { unreadableHint, unreadableInWords } from '../providers/unreadable.ts';
import type { Finding } from './finding.ts';

/** Rows that tickets start and that can't be read: they may do the work of ours a second time. Pure. */
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

/** The others, each as a note. Pure. */
export function unreadableNotes(unreadable: readonly Unreadable[]): string[] {
  return unreadable
    .filter(({ isStarted }) => !isStarted)
    .map((row) => `${unreadableInWords(row)} ${unreadableHint(row)}`);
}
