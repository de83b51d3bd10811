import { productOf } from '../../config/product.ts';
import { changedFields } from '../../engine/diff.ts';
import { hasName, isSameName, knownIds } from '../../engine/match.ts';
import { type FieldChange, type Id, idOf, type PropsOf, rowInWords } from '../../engine/resource.ts';
import { type Fields, knownAfterApply, objectsIn, sameValue } from '../../engine/values.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import { ifReadable, listOrKnown, unlessGone } from '../find.ts';
import type { IntegrationAccounts, IntegrationResource } from '../integration.ts';
import { asText } from '../label.ts';
import { eventsOfRunbook } from './event.ts';
import {
  changedNotification,
  failureNotificationLabel,
  notificationFields,
  writtenTogether,
} from './failure-notification.ts';
import { stepsOfOthers, stepsOver } from './runbook-steps.ts';
import { type EventRow, RUNBOOK_TYPE, type RunbookRow, type WebhookRow } from './schemas.ts';
import { stepsInWords } from './steps-in-words.ts';
import { writesTo } from './writes.ts';

/** How a runbook starts (fact `runbook-start`). */
const STARTED_FROM_HALO_ONLY = 0;

const writes = writesTo('/Webhook');

/** Halo's runbook: calls the method, then ends with success or an error. */
export const runbook: IntegrationResource<RunbookRow> = {
  key: 'runbook',
  title: 'runbook',
  service: 'halo',
  dependsOn: ['method'],
  nameSetting: 'halo.runbookName',
  identity: ['type'],
  isUniquelyNamed: true,
  name: (settings) => settings['halo.runbookName'],

  async find(search) {
    const { runbook: ours, webhooks } = search.identity();
    const [row, all] = await Promise.all([ours, webhooks]);
    const name = runbook.name(search.accounts.settings);
    search.taken(all.filter((each) => isSameName(each.name, name) && each.id !== row?.id));
    return row;
  },

  read: ({ id }, { accounts }) => unlessGone(withEvents(id, accounts)),

  async rivals(_, accounts) {
    const rows = await webhooksOfAnyType(accounts);
    return rows.filter((row) => isSameName(row.name, runbook.name(accounts.settings)));
  },

  dependents({ events = [], ...row }, state, others = []) {
    const ours = Object.values(state).map((each) => each?.id);
    const callers = others.filter(({ resource }) => resource === 'runbook');
    return [
      ...events.filter(({ id }) => !ours.includes(id)).map((event) => ({ title: 'event', row: event })),
      ...stepsOfOthers(row, state.method),
      // Without our runbook, nothing would distinguish theirs from ours.
      ...callers.map((each) => ({ ...each, does: each.does ?? 'calls the same method' })),
    ];
  },

  desired({ settings, references, foundNames }, state): PropsOf<RunbookRow> {
    return {
      name: settings['halo.runbookName'],
      type: RUNBOOK_TYPE,
      active: true,
      // Halo itself disables a runbook after `auto_disable_attempts` failures.
      ...(state.runbook?.disabled === true && { disabled: false }),
      runbook_start_type: STARTED_FROM_HALO_ONLY,
      ...notificationFields(references.failureRecipient),
      steps: stepsOver(stepsOf(state.runbook), {
        id: idOf(state.method, knownAfterApply),
        name: settings['halo.methodName'],
        integration: settings['halo.integrationName'],
        former: foundNames && { integration: foundNames.integration, name: foundNames.method },
      }),
    };
  },

  labels: [
    asText('name', 'Name', { isFixed: true }),
    asText('active', 'Active', { isFixed: true }),
    asText('disabled', 'Disabled', { isFixed: true }),
    failureNotificationLabel,
    {
      field: 'steps',
      label: 'Steps',
      text: (_values, { settings }) => `call "${settings['halo.methodName']}", retry while ilert is unreachable`,
    },
  ],
  labelledParts: stepsInWords,

  // How else the runbook may start is up to the admin.
  diff: (row, { name, active, disabled, steps, ...notification }) => [
    ...changedFields(row, { name, active, ...(disabled !== undefined && { disabled }) }),
    ...changedNotification(row, notification),
    ...changedSteps(objectsIn(row.steps), objectsIn(steps)),
  ],

  /** Creating or renaming a runbook needs a name that no webhook of any type has (fact `runbook-name-unique`). */
  conflicts({ name, action, fields }, _state, taken, { settings }) {
    const getsName = action === 'create' || fields.some(({ field }) => field === 'name');
    if (!getsName) return [];
    return taken.map((row: WebhookRow) => {
      const kind = isRunbook(row) ? 'runbook' : 'webhook';
      const adopt = kind === 'runbook' ? `, or if it is yours, add --adopt runbook:${row.id}` : '';
      return {
        message: `The runbook can't be named "${name}": ${productOf(settings).name} already has a ${kind} ${rowInWords(row)}, and names must be unique regardless of case.`,
        hint: `Choose another name with --runbook-name${adopt}.`,
      };
    });
  },

  ...writes,
  // A write replaces all steps.
  update: (row, props, changes) =>
    writes.update(row, props, changes, {
      ...writtenTogether(props, changes),
      ...(changes.some(({ path }) => path?.[0] === 'steps') && { steps: props.steps }),
    }),
};

/** Reads a runbook with the events that start it. @param read reads it with its steps */
export async function withEvents(
  id: Id,
  accounts: IntegrationAccounts,
  read: (id: Id) => Promise<RunbookRow> = accounts.halo.runbook,
): Promise<RunbookRow & { readonly events: EventRow[] }> {
  const [row, events] = await Promise.all([read(id), eventsOfRunbook(id, accounts)]);
  return { ...row, events };
}

/**
 * Reads webhooks of all types, including runbooks. The list without a type only predicts that Halo would refuse our
 * name (fact `webhooks-of-any-type`), so the run continues if a tenant does not return it.
 */
export async function webhooksOfAnyType({ halo, settings, hints }: IntegrationAccounts): Promise<WebhookRow[]> {
  const isThere = (rows: readonly WebhookRow[]) => rows.some((row) => hasName(row, runbook.name(settings)));
  const read = (id: Id) => unlessGone(halo.runbook(id));
  const [others, runbooks] = await Promise.all([
    ifReadable(halo.webhooks(), []),
    listOrKnown(knownIds(runbook.key, hints), isThere, halo.runbooks, read),
  ]);
  // A row in the list of runbooks may lack its type.
  const all = [...others, ...runbooks.map((row): WebhookRow => ({ ...row, type: RUNBOOK_TYPE }))];
  return [...new Map(all.map((row) => [String(row.id || ` ${row.name}`).toLowerCase(), row])).values()];
}

export function isRunbook({ type }: WebhookRow): boolean {
  return Number(type) === RUNBOOK_TYPE;
}

/** If the steps are missing from the answer, they may still exist and would be overwritten. @throws CliError */
function stepsOf(row: RunbookRow | undefined): Fields[] {
  if (row && row.steps === undefined) {
    throw new CliError({
      message: `The steps of the runbook ${rowInWords(row)} could not be read: the response has no field "steps".`,
      hint: 'Check that the API application may read runbooks with all their details.',
      exitCode: ExitCode.failed,
    });
  }
  return objectsIn(row?.steps);
}

/** Lists the differences, down to fields of steps and branches, named as in Halo's flow chart. */
function changedSteps(stored: readonly Fields[], wanted: readonly Fields[]): FieldChange[] {
  return wanted.flatMap((step): FieldChange[] => {
    const name = String(step.name);
    const where = `step "${name}"`;
    const { actions: branchesBefore, ...before } = stored.find((each) => each.step_id === step.step_id) ?? {};
    const { actions: branches, ...rest } = step;
    if (before.step_id === undefined) return [{ field: where, path: ['steps', name], before: undefined, after: step }];
    return [
      ...changedFields(before, rest).map(
        (change): FieldChange => ({
          ...change,
          field: `${where} ${change.field}`,
          path: ['steps', name, change.field],
        }),
      ),
      ...changedBranches(where, objectsIn(branchesBefore), objectsIn(branches)).map(
        ({ path: [seq = ''] = [], ...change }): FieldChange => ({ ...change, path: ['steps', name, 'actions', seq] }),
      ),
    ];
  });
}

function changedBranches(where: string, stored: readonly Fields[], wanted: readonly Fields[]) {
  return wanted.flatMap((edge) => {
    const branch = `${where} branch ${edge.seq}`;
    const path = [String(edge.seq)];
    const before = stored.find((each) => each.seq === edge.seq && sameValue(each.id, edge.id));
    if (!before) return [{ field: branch, path, before: undefined, after: edge }];
    return changedFields(before, edge).map((change) => ({ ...change, path, field: `${branch} ${change.field}` }));
  });
}
