import type { Problem } from '../errors.ts';
import type { Live } from '../resources/resource.ts';
import { othersIn, type Plan } from './plan.ts';

/** Changes that would break what belongs to others. Pure. */
export function conflictsIn(plan: Plan, live: Live): Problem[] {
  const integration = live['custom-integration'];
  const change = plan.changes.find(({ resource }) => resource === 'custom-integration');
  if (!integration || change?.action !== 'update') return [];
  const others = othersIn(integration.methods, [live.method]);
  if (others.length === 0 || change.fields.every(({ field }) => field === 'name')) return [];
  const fields = change.fields.map(({ field }) => field).join(', ');
  const names = others.map(({ id, name }) => `"${name}" (id ${id})`).join(', ');
  return [
    {
      message: `The custom integration "${change.name}" (id ${integration.id}) is set up otherwise (${fields}) and has methods of others, which a change could break: ${names}.`,
      hint: 'Give another name with --integration-name.',
    },
  ];
}
