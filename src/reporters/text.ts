import type { Style } from '../ui/style.ts';
import { renderFleet } from './fleet.ts';
import type { OutputFormat } from './format.ts';
import { renderHealth } from './health.ts';
import { renderExport } from './manual-steps.ts';
import { renderApply, renderDestroy } from './outcome.ts';
import { renderPlan } from './plan.ts';
import { keptIn, renderRequests, requestsOf } from './requests.ts';
import type { Result, ResultOf } from './result.ts';

/** For people: the default. */
export const textFormat: OutputFormat = {
  isDocument: false,
  result: (result, { style }) => renderResult(result, style),
  // Standard error has it.
  error: () => '',
};

/** A result in words; empty where there is nothing to say. Pure. */
export function renderResult(result: Result, style: Style): string {
  switch (result.kind) {
    case 'plan':
      return renderPlan(result.plan, style);
    case 'dry-run':
      return renderRequests(requestsOf(result), style, keptIn(result));
    case 'apply':
      return renderApply(result, style);
    case 'destroy':
      return renderDestroy(result, style);
    case 'setup':
      return `${renderApply(result.applied, style)}\n\n${result.outro}`;
    case 'verify':
      if (result.finding) return '';
      if (result.only === 'ilert') return ilertVerified(result);
      return result.isQuiet
        ? 'All is ready, up to the point of paging: nobody was paged.'
        : 'It works: a ticket becomes an alert, and closing it resolves the alert.';
    case 'status':
      return renderHealth(result.health, style);
    case 'export':
      return renderExport(result, style);
    case 'schema':
      return JSON.stringify(result.schema, null, 2);
    case 'completion':
      return result.script.trimEnd();
    case 'demo':
      return style.good('The demo went as expected.');
    case 'fleet':
      return renderFleet(result, (each) => renderResult(each, style), style);
    case 'printed':
      return '';
  }
}

/** What was proved where HaloITSM was left out, and how a person proves the rest. */
function ilertVerified({ product, isQuiet }: ResultOf<'verify'>): string {
  const proved = isQuiet
    ? "ilert's side is configured. No alert was created, so no one was notified."
    : "ilert's side works: the test event opened an alert, and the closing event resolved it.";
  return `${proved}\n${product} was not tested. To test it as well, log a ticket in ${product} and close it again.`;
}
