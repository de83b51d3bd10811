import type { Id } from '../../../engine/resource.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { defineExperiment, type Verdict, verdict } from '../../experiment.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';
import { hasRow, isSame } from '../../lab/rows.ts';

/** Creates two runbooks, each with a custom integration of its own, and looks at lists that should contain one or both. */
export const runbookLists = defineExperiment({
  id: 'runbook-lists',
  title: 'what lists of events, methods and runbooks contain',
  facts: ['binding-list', 'halo-lists-filtered', 'every-event'],
  cost: { creates: ['integration', 'method', 'webhook', 'event'], requests: 35, minutes: 0.5 },
  async run(lab, observe) {
    const one = await createChain(lab, 'lists 1');
    const other = await createChain(lab, 'lists 2');
    const webhook = await lab.runbooks.webhook('lists').catch(ifRefused);

    const { halo } = lab.clients;
    const events = await halo.everyRow(`/Notification?webhook_id=${one.runbook.id}`);
    const methods = await halo.everyRow(`/CustomIntegrationMethod?integration_id=${one.integration.id}`);
    const runbooks = await halo.everyRow('/Webhook?showall=true&type=1');
    observe(
      'binding-list',
      verdict(contains(events, [one.event]), {
        yes: 'The list of events with `webhook_id` contains the event of that runbook.',
        no: 'The list of events with `webhook_id` does not contain the event of that runbook.',
        unobserved: ONLY_PART,
      }),
    );
    const isOfType = isFiltered(runbooks.rows, 'type', 1, one.runbook, webhook);
    observe(
      'halo-lists-filtered',
      filtersInWords({
        webhook_id: isFiltered(events.rows, 'webhook_id', one.runbook.id, one.event, other.event),
        integration_id: isFiltered(methods.rows, 'integration_id', one.integration.id, one.method, other.method),
        // Without a webhook of another type, a list of runbooks shows nothing.
        type: webhook || isOfType === false ? isOfType : undefined,
      }),
    );
    observe(
      'every-event',
      verdict(contains(await halo.everyRow('/Notification?showall=true'), [one.event, other.event]), {
        yes: 'The list of events without `webhook_id` contains those of both runbooks.',
        no: 'The list of events without `webhook_id` lacks those of runbooks.',
        unobserved: ONLY_PART,
      }),
    );
  },
});

const ONLY_PART = 'The tenant shows only part of the list, whichever page is requested.';

/** Whether a list contains all these rows; undefined if it lacks one, and only part of it is shown. Pure. */
export function contains(
  { rows, isCut }: { readonly rows: readonly Raw[]; readonly isCut: boolean },
  wanted: readonly Pick<Created, 'id'>[],
): boolean | undefined {
  if (wanted.every(({ id }) => hasRow(rows, id))) return true;
  return isCut ? undefined : false;
}

async function createChain({ runbooks, name }: Lab, what: string) {
  const integration = await runbooks.integration(what);
  const method = await runbooks.harmlessMethod(integration);
  const runbook = await runbooks.runbook(what, [method], { active: false });
  const event = await runbooks.bind(runbook, 'new-ticket-event', { summary: name(what) });
  return { integration, method, runbook, event };
}

/**
 * Whether a list contains only the rows that it was requested for; undefined if it lacks the one that it must contain,
 * or has a few of somebody else's, so that it shows nothing: those may be odd (fact `halo-rows-of-others`). Pure.
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
  const isOther = ({ [field]: its }: Raw) => (its ?? '') !== '' && !isSame(its, value);
  const others = rows.filter(isOther).length;
  if ((unwanted && hasRow(rows, unwanted.id)) || others > rows.length / 2) return false;
  return hasRow(rows, wanted.id) && others === 0 ? true : undefined;
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
    yes: `Lists requested with the filters ${named(true)} contain only matching rows.`,
    no: `Lists requested with ${ignored} contain other rows too.`,
    unobserved: `Lists requested with ${unclear} lack the row that they should contain, or there is none that they should leave out.`,
  });
}
