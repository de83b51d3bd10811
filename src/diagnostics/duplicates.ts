import { type Duplicate, type Id, NO_ID, rowInWords } from '../engine/resource.ts';
import type { IntegrationPlan } from '../providers/integration.ts';
import type { Finding } from './finding.ts';

/** A row that does the work of ours a second time, as programs read it. */
export interface SecondRow extends Pick<Duplicate, 'resource' | 'title' | 'does'> {
  readonly id?: Id;
  readonly name: string;
}

/** All rows that do the work of ours a second time. Pure. */
export function secondRows({ duplicates }: IntegrationPlan): SecondRow[] {
  return duplicates.map(({ resource, title, row: { id, name }, does }) => ({
    resource,
    title,
    ...(id !== NO_ID && { id }),
    name: String(name ?? ''),
    does,
  }));
}

/** The same, each as a finding: tickets arrive, but twice. Pure. */
export function duplicateFindings(plan: IntegrationPlan): Finding[] {
  return secondRows(plan).map((row) => {
    const component = row.resource === 'method' ? 'method' : 'runbook';
    return {
      code: `second-${component}`,
      component,
      severity: 'drifted',
      message: duplicateInWords(row),
      hint: wayOut(row, plan.product),
      fixableByApply: false,
    };
  });
}

function duplicateInWords({ title, name, id, does }: SecondRow): string {
  return `The ${title} ${rowInWords({ id, name })} also ${does}, so tickets may reach ilert twice.`;
}

function wayOut({ resource, id }: SecondRow, product: string): string {
  const removal = `Remove it in ${product}`;
  return id === undefined ? `${removal}.` : `${removal}, or, if it is the one to keep, use --adopt ${resource}:${id}.`;
}
