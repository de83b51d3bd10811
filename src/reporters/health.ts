import { componentTitle } from '../diagnostics/finding.ts';
import type { Health } from '../diagnostics/health.ts';
import { isWaiting, nextRetryInWords } from '../diagnostics/retries.ts';
import { deliveryFinding } from '../diagnostics/run-findings.ts';
import type { Delivery, Run } from '../providers/halo/run-history.ts';
import type { Service } from '../providers/integration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { renderFields } from './fields.ts';

/** The state of an integration for people: a line for each resource, the last runs and calls, what is wrong and what to do. Pure. */
export function renderHealth(health: Health, style: Style): string {
  const sections = [
    ...resources('ilert', 'ilert', health, style),
    ...resources(health.product, 'halo', health, style),
    ...list('Filters that decide which tickets become alerts', health.filters, style),
    ...list('Last runs of the runbook', health.runs.map(runInWords), style),
    ...list('Last calls to ilert', health.deliveries.map(callInWords), style),
    ...list('Requests left in the rate limit', requestsLeft(health), style),
    ...findings(health, style),
  ];
  return [...sections, headline(health, style)].join('\n');
}

function resources(heading: string, service: Service, { resources }: Health, style: Style): string[] {
  const ofService = resources.filter((each) => each.service === service);
  if (ofService.length === 0) return [];
  const color = {
    ok: style.good,
    drifted: style.changed,
    missing: style.bad,
    obsolete: style.changed,
    foreign: style.faint,
  };
  return [
    style.strong(heading),
    ...ofService.flatMap(({ state, title, name, id, fields }) => [
      `  ${color[state](state.padEnd(8))} ${title} "${plainName(name)}"${id === undefined ? '' : style.faint(` (ID ${id})`)}`,
      ...renderFields(fields, style).map((line) => `           ${line}`),
    ]),
    '',
  ];
}

function list(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.strong(title), ...lines.map((line) => `  ${plainName(line)}`), ''];
}

function requestsLeft({ product, requestsLeft: { ilert, halo } }: Health): string[] {
  return [...(ilert === undefined ? [] : [`ilert: ${ilert}`]), ...(halo === undefined ? [] : [`${product}: ${halo}`])];
}

function runInWords(run: Run): string {
  if (isWaiting(run)) return line(run, `waiting to retry, next attempt at ${nextRetryInWords(run.retry)}`);
  return line(run, run.state === 'failed' ? `failed: ${run.error}` : run.state);
}

function callInWords(delivery: Delivery): string {
  return line(delivery, deliveryFinding(delivery)?.message ?? `taken (status ${delivery.status})`);
}

function line({ at = '?', ticketId = '?' }: Pick<Run | Delivery, 'at' | 'ticketId'>, outcome: string): string {
  return `${at}  ticket ${ticketId}  ${outcome}`;
}

function findings({ findings: found }: Health, style: Style): string[] {
  if (found.length === 0) return [];
  const lines = found.flatMap(({ component, severity, message, hint }) => [
    `  ${severity === 'broken' ? style.bad('broken ') : style.changed(severity)} at the ${componentTitle(component)}: ${plainName(message)}`,
    ...(hint === undefined ? [] : [`          ${plainName(hint)}`]),
  ]);
  return [style.strong('What is wrong'), ...lines, ''];
}

function headline({ state, resources, findings: found }: Health, style: Style): string {
  if (state === 'healthy') return style.good('Healthy: all is as it should be.');
  if (state === 'broken') return style.bad('Broken: tickets may not become alerts.');
  if (state === 'unknown') return style.changed('Incomplete: not everything could be checked.');
  if (resources.some((each) => each.state !== 'ok' && each.state !== 'foreign'))
    return style.changed('Drifted: tickets arrive, but not all is as the settings say.');
  if (found.some(({ severity }) => severity === 'pending'))
    return style.changed('Waiting to retry: a ticket has not reached ilert yet, and Halo will send it again.');
  return found.some(({ code }) => code !== 'fix-unproven')
    ? style.changed('Drifted: tickets arrive, but not all is as it should be.')
    : style.changed('To be proven: all is as the settings say, and the last run failed.');
}
