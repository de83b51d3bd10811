import { type Change, othersIn, type Plan } from '../engine/plan.ts';
import type { Live, Row } from '../engine/resource.ts';
import type { Problem } from '../errors/cli-error.ts';
import { webhookKind } from './halo/runbook-name.ts';

/**
 * Changes that would break what belongs to others, or that Halo would refuse because of it. Pure.
 *
 * @param namesakes webhooks and runbooks of others that have the name of our runbook
 */
export function conflictsIn(plan: Plan, live: Live, namesakes: readonly Row[] = []): Problem[] {
  const changeOf = (key: Change['resource']) => plan.changes.find(({ resource }) => resource === key);
  return [
    ...brokenMethods(changeOf('custom-integration'), live),
    ...takenName(changeOf('runbook'), namesakes, plan.product),
  ];
}

function brokenMethods(change: Change | undefined, live: Live): Problem[] {
  const integration = live['custom-integration'];
  if (!integration || change?.action !== 'update') return [];
  const others = othersIn(integration.methods, [live.method]);
  if (others.length === 0 || change.fields.every(({ field }) => field === 'name')) return [];
  const fields = change.fields.map(({ field }) => field).join(', ');
  const names = others.map(({ id, name }) => `"${name}" (id ${id})`).join(', ');
  return [
    {
      message: `The custom integration "${change.name}" (id ${integration.id}) is configured differently (${fields}) and contains other methods that a change could break: ${names}.`,
      hint: 'Choose another name with --integration-name.',
    },
  ];
}

/** A runbook gets its name when it is created or renamed; no webhook of any type may have it then. */
function takenName(change: Change | undefined, namesakes: readonly Row[], product: string): Problem[] {
  const getsName = change?.action === 'create' || change?.fields.some(({ field }) => field === 'name');
  if (!change || !getsName) return [];
  return namesakes.map((row) => {
    const kind = webhookKind(row);
    const adopt = kind === 'runbook' ? `, or if it is yours, add --adopt runbook:${row.id}` : '';
    return {
      message: `The runbook can't be named "${change.name}": ${product} already has a ${kind} "${row.name}" (id ${row.id}), and names must be unique regardless of case.`,
      hint: `Choose another name with --runbook-name${adopt}.`,
    };
  });
}
