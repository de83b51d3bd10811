import { type Duplicate, type Id, NO_ID, rowInWords } from '../engine/resource.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { Finding } from './finding.ts';

/** A row that duplicates one of ours, in machine-readable form. */
export interface SecondRow extends Pick<Duplicate, 'resource' | 'title' | 'does'> {
  readonly id?: Id;
  readonly name: string;
}

/** Returns all rows that duplicate one of ours. Pure. */
export function secondRows({ duplicates }: IntegrationPlan): SecondRow[] {
  return duplicates.map(({ resource, title, row: { id, name }, does }) => ({
    resource,
    title,
    ...(id !== NO_ID && { id }),
    name: String(name ?? ''),
    does,
  }));
}

/** Returns a finding for each duplicate: tickets arrive, but twice. Pure. */
export function duplicateFindings(plan: IntegrationPlan): Finding[] {
  return secondRows(plan).map((row) => {
    const component = row.resource === 'method' ? 'method' : 'runbook';
    return {
      code: `second-${component}`,
      component,
      severity: 'drifted',
      message: duplicateInWords(row),
      hint: duplicateHint(row, plan.product),
      fixableByApply: false,
    };
  });
}

function duplicateInWords({ title, name, id, does }: SecondRow): string {
  return `The ${title} ${rowInWords({ id, name })} also ${does}, so tickets may reach ilert twice.`;
}

function duplicateHint({ resource, id }: SecondRow, product: string): string {
  const removal = `Remove it in ${product}`;
  return id === undefined ? `${removal}.` : `${removal}, or, if it is the one to keep, use --adopt ${resource}:${id}.`;
}
