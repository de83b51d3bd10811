import type { Style } from '../ui/style.ts';
import { type FleetTextView, renderFleet } from './fleet-text.ts';
import type { OutputFormat } from './format.ts';
import { type HealthView, renderHealth } from './health.ts';
import { renderExport } from './manual-steps.ts';
import { renderNewSettings } from './new-settings.ts';
import { type OutcomeView, renderApply, renderDestroy } from './outcome.ts';
import { renderPlan } from './plan.ts';
import { renderCleanUp, renderProve } from './prove.ts';
import { renderRequests, requestsOf } from './requests.ts';
import type { Result } from './result.ts';
import type { PlanView } from './shown-changes.ts';
import { renderTargets } from './targets.ts';
import { renderTested } from './tested.ts';

/** For people; the default format. */
export const textFormat: OutputFormat = {
  isDocument: false,
  result: (result, { style, verbose, columns, forThisRun }) =>
    renderResult(result, style, { verbose, columns, forThisRun }),
  // Standard error has it.
  error: () => '',
};

/** Whether a result is for programs even in this format, so that no line of it may be wrapped. Pure. */
export function isForPrograms({ kind }: Result): boolean {
  return kind === 'schema' || kind === 'completion';
}

/** Renders a result in words; empty if there is nothing to say. Pure. */
export function renderResult(result: Result, style: Style, view: PlanView & HealthView & OutcomeView = {}): string {
  switch (result.kind) {
    case 'plan':
      return renderPlan(result.plan, style, view);
    case 'dry-run':
      return `${renderPlan(result.plan, style, view)}${renderRequests(requestsOf(result), style)}`;
    case 'apply':
      return renderApply(result, style, view);
    case 'destroy':
      return renderDestroy(result, style);
    case 'setup':
      // The applied changes were shown before the last questions.
      return result.outro;
    case 'verify':
      // The steps were printed already, and standard error says why it failed.
      return result.failure === undefined ? renderTested(result, style) : '';
    case 'prove':
      return renderProve(result, style);
    case 'clean-up':
      return renderCleanUp(result);
    case 'status':
      return renderHealth(result.health, style, view);
    case 'export':
      return renderExport(result, style);
    case 'init':
      return renderNewSettings(result, style);
    case 'targets':
      return renderTargets(result, view.columns);
    case 'schema':
      return JSON.stringify(result.schema, null, 2);
    case 'completion':
      return result.script.trimEnd();
    case 'demo':
      return style.good('Demo finished: every step worked.');
    case 'fleet':
      return renderFleet(result, fleetView(style, view));
    case 'printed':
      return '';
  }
}

/** Returns how to show targets, each with commands that apply to it. Pure. */
export function fleetView(style: Style, view: PlanView & HealthView & OutcomeView): FleetTextView {
  const { verbose, columns, forThisRun = (hint) => hint } = view;
  const render: FleetTextView['render'] = (result, { target }, style, columns) =>
    renderResult(result, style, {
      ...view,
      columns,
      isOneOfMany: true,
      forThisRun: (hint) => forThisRun(hint, target),
    });
  return { style, render, columns, ...(verbose !== undefined && { verbose }) };
}
