import type { FieldChange } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import { RETRY_FROM_START } from '../providers/halo/runbook-steps.ts';
import { APPLY, type Finding } from './finding.ts';

/** Whether a change of the runbook is one of its flow chart: of a step, or of a way out of it. */
export function isFlowChartChange({ field }: FieldChange): boolean {
  return field.startsWith('step ');
}

/**
 * What is wrong with the flow chart of a runbook. Pure.
 *
 * @param name the runbook's name
 * @param changes what `apply` would change in its flow chart
 */
export function flowChartFindings(name: string, changes: readonly FieldChange[]): Finding[] {
  const losing = changes.filter((change) => !isResultOfError(change) && !isLabel(change));
  const common = { link: 'steps', hint: APPLY, mendedByApply: true } as const;
  return [
    ...(losing.length > 0
      ? [
          {
            ...common,
            severity: 'broken' as const,
            message: `The flow chart of "${name}" is not as it has to be: ${losing.map(({ field }) => field).join(', ')}.`,
          },
        ]
      : []),
    ...changes.filter(isResultOfError).map((change) => ({
      ...common,
      severity: 'drifted' as const,
      message: `In the runbook "${name}", the ${stepOf(change)} ends with ${resultInWords(change.before)} instead of "Failed (retry from the start)". If ilert cannot be reached, Halo does not retry and the alert is lost.`,
    })),
    ...changes.filter(isLabel).map((change) => ({
      ...common,
      severity: 'drifted' as const,
      message: `In the runbook "${name}", the ${stepOf(change)} does not show "${change.after}" in the flow chart.`,
    })),
  ];
}

function isResultOfError({ field, after }: FieldChange): boolean {
  return field.endsWith('" auto_action') && after === RETRY_FROM_START;
}

function isLabel({ field }: FieldChange): boolean {
  return field.endsWith('" message');
}

/** `step "Error"`, from the path of one of its fields. */
function stepOf({ field }: FieldChange): string {
  return field.slice(0, field.lastIndexOf('"') + 1);
}

function resultInWords(result: Value): string {
  if (result === 1) return '"Failed"';
  return result === 0 || result === null || result === undefined ? '"Success"' : `the result ${JSON.stringify(result)}`;
}
