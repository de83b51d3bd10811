import { labelsOf } from '../engine/labels.ts';
import type { LabelledChange } from '../engine/resource.ts';
import type { Value } from '../engine/values.ts';
import { RETRY_FROM_START } from '../providers/halo/runbook-steps.ts';
import { type Finding, fixedByApply } from './finding.ts';

/** Whether a change of the runbook concerns its flow chart: a step or one of its branches. */
export function isFlowChartChange({ path }: LabelledChange): boolean {
  return path?.[0] === 'steps';
}

/**
 * Returns what is wrong with the flow chart of a runbook. Pure.
 *
 * @param name the runbook's name
 * @param changes what `apply` would change in its flow chart
 */
export function flowChartFindings(name: string, changes: readonly LabelledChange[]): Finding[] {
  const critical = changes.filter((change) => !isResultOfError(change) && !isLabel(change));
  const message = `The flow chart of "${name}" is wrong: ${labelsOf(critical).join('; ')}.`;
  const where = ({ path }: LabelledChange) => `In the runbook "${name}", the step "${path?.[1]}"`;
  return [
    ...(critical.length > 0 ? [fixedByApply('broken', 'flow-chart-drifted', 'steps', message)] : []),
    ...changes.filter(isResultOfError).map((change) => {
      const result = resultInWords(change.before);
      const problem = `ends with ${result} instead of "Failed (retry from the start)". If ilert cannot be reached, the run is not retried and the alert is lost.`;
      return fixedByApply('drifted', 'error-step-not-retried', 'steps', `${where(change)} ${problem}`);
    }),
    ...changes.filter(isLabel).map((change) => {
      const problem = `does not show "${change.after}" in the flow chart.`;
      return fixedByApply('drifted', 'step-label-drifted', 'steps', `${where(change)} ${problem}`);
    }),
  ];
}

function isResultOfError({ path, after }: LabelledChange): boolean {
  return path?.[2] === 'auto_action' && after === RETRY_FROM_START;
}

function isLabel({ path }: LabelledChange): boolean {
  return path?.[2] === 'message';
}

function resultInWords(result: Value): string {
  if (result === 1) return '"Failed"';
  return result === 0 || result === null || result === undefined ? '"Success"' : `the result ${JSON.stringify(result)}`;
}
