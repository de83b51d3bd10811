import { type AlertLab, createAlertLab } from './alert-lab.ts';
import { REMOVAL_ORDER } from './kinds.ts';
import { createRunbookLab, type RunbookLab } from './runbook-lab.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';

export type { Created, Fields } from './workspace.ts';

/** What one experiment works with: its own rows in both accounts, and what it takes to build a chain of them. */
export interface Lab extends Workspace {
  readonly runbooks: RunbookLab;
  readonly alerts: AlertLab;
}

/** Opens the lab of one experiment. */
export function openLab(options: WorkspaceOptions): Lab {
  const workspace = openWorkspace(options);
  const more = { runbooks: createRunbookLab(workspace), alerts: createAlertLab(workspace, options.clients.ilert) };
  return Object.assign(workspace, more);
}

/**
 * Resolves the alerts of an experiment and removes what it has created, children first. Whatever can't be removed
 * stays in the ledger.
 */
export async function closeLab(lab: Lab): Promise<void> {
  await lab.alerts.resolveAll().catch(() => undefined);
  const inOrder = lab.own.toSorted((one, other) => REMOVAL_ORDER.indexOf(one.kind) - REMOVAL_ORDER.indexOf(other.kind));
  for (const row of inOrder) await lab.remove(row).catch(() => undefined);
}
