import type { FieldChange } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import { RETRY_FROM_START } from '../providers/halo/runbook-steps.ts';
import { type Finding, fixedByApply } from './finding.ts';

/** Whether a change of the runbook concerns its flow chart: a step, or an edge from it. */
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
  const critical = changes.filter((change) => !isResultOfError(change) && !isLabel(change));
  const message = `The flow chart of "${name}" is not as it has to be: ${critical.map(({ field }) => field).join(', ')}.`;
  return [
    ...(critical.length > 0 ? [fixedByApply('broken', 'flow-chart-drifted', 'steps', message)] : []),
    ...changes
      .filter(isResultOfError)
      .map((change) =>
        fixedByApply(
          'drifted',
          'error-step-not-retried',
          'steps',
          `In the runbook "${name}", the ${stepOf(change)} ends with ${resultInWords(change.before)} instead of "Failed (retry from the start)". If ilert cannot be reached, Halo does not retry and the alert is lost.`,
        ),
      ),
    ...changes
      .filter(isLabel)
      .map((change) =>
        fixedByApply(
          'drifted',
          'step-label-drifted',
          'steps',
          `In the runbook "${name}", the ${stepOf(change)} does not show "${change.after}" in the flow chart.`,
        ),
      ),
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
