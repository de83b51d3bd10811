import type { Id } from '../../../engine/resource.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, type Verdict, verdict } from '../../experiment.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';
import { hasRow, isSame } from '../../lab/rows.ts';

/** Creates two runbooks, each with a custom integration of its own, and looks at lists that should contain one or both. */
export const runbookLists = defineExperiment({
  id: 'runbook-lists',
  title: 'what lists of events, methods and runbooks contain',
  facts: ['binding-list', 'halo-lists-filtered', 'every-event'],
  cost: { requests: 35, minutes: 0.5 },
  async run(lab, observe) {
    const one = await createChain(lab, 'lists 1');
    const other = await createChain(lab, 'lists 2');
    const webhook = await lab.runbooks.webhook('lists').catch(ifRefused);

    const events = await lab.rows('halo', `/Notification?webhook_id=${one.runbook.id}`);
    const methods = await lab.rows('halo', `/CustomIntegrationMethod?integration_id=${one.integration.id}`);
    const runbooks = await lab.rows('halo', '/Webhook?showall=true&type=1');
    observe(
      'binding-list',
      hasRow(events, one.event.id)
        ? confirmed('The list of a runbook contains its event.')
        : contradicted('The list of a runbook does not contain its event.'),
    );
    observe(
      'halo-lists-filtered',
      filtersInWords({
        webhook_id: isFiltered(events, 'webhook_id', one.runbook.id, one.event, other.event),
        integration_id: isFiltered(methods, 'integration_id', one.integration.id, one.method, other.method),
        type: isFiltered(runbooks, 'type', 1, one.runbook, webhook),
      }),
    );
    const all = await lab.rows('halo', '/Notification?showall=true');
    observe(
      'every-event',
      hasRow(all, one.event.id) && hasRow(all, other.event.id)
        ? confirmed('The list without `webhook_id` contains the events of both runbooks.')
        : contradicted(`The list without \`webhook_id\` has ${all.length} rows, and lacks events of runbooks.`),
    );
  },
});

async function createChain({ runbooks, name }: Lab, what: string) {
  const integration = await runbooks.integration(what);
  const method = await runbooks.harmlessMethod(integration);
  const runbook = await runbooks.runbook(what, [method], { active: false });
  const event = await runbooks.bind(runbook, 'new-ticket-event', { summary: name(what) });
  return { integration, method, runbook, event };
}

/**
 * Whether a list contains only the rows that it was requested for; undefined if it lacks the one that it must contain,
 * so that it shows nothing. A row may lack the field (fact `halo-rows-of-others`). Pure.
 *
 * @param value of the field in the rows that were requested
 * @param wanted a row with this value
 * @param unwanted a row with another one, if there is one
 */
export function isFiltered(
  rows: readonly Raw[],
  field: string,
  value: Id,
  wanted: Pick<Created, 'id'>,
  unwanted: Pick<Created, 'id'> | undefined,
): boolean | undefined {
  const isOther = ({ [field]: its }: Raw) => its !== undefined && its !== null && !isSame(its, value);
  if (rows.some(isOther) || (unwanted && hasRow(rows, unwanted.id))) return false;
  return hasRow(rows, wanted.id) ? true : undefined;
}

/** Says which parameters limit lists, and which do not. Pure. */
export function filtersInWords(filters: Readonly<Record<string, boolean | undefined>>): Verdict {
  const named = (seen: boolean | undefined) =>
    Object.keys(filters)
      .filter((parameter) => filters[parameter] === seen)
      .map((parameter) => `\`${parameter}\``)
      .join(', ');
  const ignored = named(false);
  const unclear = named(undefined);
  return verdict(ignored !== '' ? false : unclear !== '' ? undefined : true, {
    yes: `Lists requested with ${named(true)} contain nothing else.`,
    no: `Lists requested with ${ignored} contain other rows too.`,
    unobserved: `Lists requested with ${unclear} lack the row that they should contain.`,
  });
}
