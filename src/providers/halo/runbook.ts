import { changedFields, onlyChanged } from '../../engine/diff.ts';
import { type FieldChange, idOf, type Live, type Resource, type Row } from '../../engine/resource.ts';
import { type Fields, knownAfterApply, sameValue, type Value } from '../../engine/values.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import { stepsOver } from './runbook-steps.ts';

/** Codes of `Webhook` (facts `runbook-type`, `runbook-start`). */
export const RUNBOOK_TYPE = 1;
const STARTED_FROM_HALO_ONLY = 0;

/** Halo's runbook: calls the method, then ends as success or as error. */
export const runbook: Resource = {
  key: 'runbook',
  title: 'runbook',
  service: 'halo',
  dependsOn: ['method'],
  isUniquelyNamed: true,
  name: (settings) => settings['halo.runbookName'],

  desired({ settings }, live) {
    return {
      name: settings['halo.runbookName'],
      type: RUNBOOK_TYPE,
      active: true,
      // Halo disables a runbook itself after `auto_disable_attempts` failures.
      ...(live.runbook?.disabled === true && { disabled: false }),
      runbook_start_type: STARTED_FROM_HALO_ONLY,
      steps: stepsOver(stepsOf(live), {
        id: idOf(live.method, knownAfterApply),
        name: settings['halo.methodName'],
        integration: settings['halo.integrationName'],
      }),
    };
  },

  // How else it may be started is the admin's own choice.
  diff: (row, { name, active, disabled, steps }) => [
    ...changedFields(row, { name, active, ...(disabled !== undefined && { disabled }) }),
    ...changedSteps(listOf(row.steps), listOf(steps)),
  ],

  create: (wanted) => ({ service: 'halo', method: 'POST', path: '/Webhook', body: [wanted] }),

  update(row, wanted, changes) {
    const steps = changes.some(({ field }) => field.startsWith('step ')) ? { steps: wanted.steps } : {};
    return {
      service: 'halo',
      method: 'POST',
      path: '/Webhook',
      body: [{ id: row.id, ...onlyChanged(wanted, changes), ...steps }],
    };
  },

  delete: (row: Row) => ({ service: 'halo', method: 'DELETE', path: `/Webhook/${row.id}` }),
};

/** Steps that are not told may be there all the same, and would be overwritten. @throws Fault */
function stepsOf({ runbook: row }: Live): Fields[] {
  if (row && row.steps === undefined) {
    throw new CliError({
      message: `Halo does not tell the steps of the runbook "${row.name ?? ''}" (id ${row.id}): its answer has no field "steps".`,
      hint: 'Check whether the API application may read runbooks with all their details.',
      exitCode: ExitCode.failed,
    });
  }
  return listOf(row?.steps);
}

/** What differs, down to the field of a step or of a way out of it, named as in Halo's flow chart. */
function changedSteps(live: readonly Fields[], wanted: readonly Fields[]): FieldChange[] {
  return wanted.flatMap((step) => {
    const before = live.find((each) => each.step_id === step.step_id);
    const where = `step "${step.name}"`;
    if (!before) return [{ field: where, before: undefined, after: step }];
    const { actions: edgesBefore, ...restBefore } = before;
    const { actions: edges, ...rest } = step;
    return [
      ...changedFields(restBefore, rest).map((change) => ({ ...change, field: `${where} ${change.field}` })),
      ...changedEdges(where, listOf(edgesBefore), listOf(edges)),
    ];
  });
}

function changedEdges(where: string, live: readonly Fields[], wanted: readonly Fields[]): FieldChange[] {
  return wanted.flatMap((edge) => {
    const way = `${where} way out ${edge.seq}`;
    const before = live.find((each) => each.seq === edge.seq && sameValue(each.id, edge.id));
    if (!before) return [{ field: way, before: undefined, after: edge }];
    return changedFields(before, edge).map((change) => ({ ...change, field: `${way} ${change.field}` }));
  });
}

function listOf(value: Value): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}
