import { type Raw, textIn } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict, verdict } from '../../experiment.ts';
import { KINDS } from '../../lab/kinds.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { isSame, rowsIn } from '../../lab/rows.ts';

/** Creates an integration with a method and a runbook, and reads their details before and after a change. */
export const integrationDetails = defineExperiment({
  id: 'integration-details',
  title: 'what the details of an integration, a method, a runbook and an event contain',
  facts: ['method-bodies-in-integration', 'halo-access-control'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], requests: 25, minutes: 0.3 },
  async run(lab, observe) {
    const { runbooks } = lab;
    const integration = await runbooks.integration('details');
    const method = await runbooks.method(integration, 'details', { path: '/api/unused', body: '{"unused": true}' });
    const whole = await detailsOf(lab, integration, '&includemethods=true');
    observe('method-bodies-in-integration', bodiesInWords(whole, method, await detailsOf(lab, method)));

    const runbook = await runbooks.runbook('details', [method], { active: false });
    const event = await runbooks.bind(runbook, 'new-ticket-event', { summary: lab.name('details') });
    observe('halo-access-control', await accessControlOf(lab, [integration, method, runbook, event]));
  },
});

function detailsOf(lab: Lab, { kind, id }: Created, more = ''): Promise<Raw> {
  return lab.row(`${KINDS[kind].path}/${id}?includedetails=true${more}`);
}

/**
 * Judges whether an integration contains the body of its method. Pure.
 *
 * @param integration its details, with methods
 * @param alone details of the method itself: if even they have no body, the integration shows nothing
 */
export function bodiesInWords({ methods }: Raw, method: Pick<Created, 'id'>, alone: Raw): Verdict {
  if (textIn(alone.requestbody) === undefined) return notObserved('A method was read back without its body.');
  const found = rowsIn(methods).find(({ id }) => isSame(id, method.id));
  if (!found) return contradicted('An integration read with `includemethods=true` lacks its method.');
  return textIn(found.requestbody) === undefined
    ? contradicted('An integration read with `includemethods=true` has its method without the body.')
    : confirmed('An integration read with `includemethods=true` has its method with the body.');
}

/** Renames those of the rows that have access control, and looks at it again. */
async function accessControlOf(lab: Lab, rows: readonly Created[]): Promise<Verdict> {
  const kept: boolean[] = [];
  for (const row of rows) {
    const before = accessIn(await detailsOf(lab, row));
    if (before.length === 0) continue;
    await lab.change(row, { name: lab.name('details, renamed') });
    const after = accessIn(await detailsOf(lab, row));
    kept.push(before.length === after.length && before.every((each) => after.includes(each)));
  }
  return verdict(kept.length === 0 ? undefined : !kept.includes(false), {
    yes: `${kept.length} of ${rows.length} new resources carry \`access_control\`, and a change that omits it left it as it was.`,
    no: 'A change that omits `access_control` changed that of a resource.',
    unobserved: `None of ${rows.length} resources that were created carries \`access_control\`.`,
  });
}

function accessIn({ access_control: entries }: Raw): string[] {
  // Halo may give the entries other IDs when it saves them.
  const withoutId = (name: string, value: unknown) => (name.toLowerCase() === 'id' ? undefined : value);
  return Array.isArray(entries) ? entries.map((entry) => JSON.stringify(entry, withoutId)) : [];
}
