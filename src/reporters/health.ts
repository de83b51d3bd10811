import { linkTitle } from '../diagnostics/finding.ts';
import type { Health, ResourceHealth } from '../diagnostics/health.ts';
import { isWaiting, nextRetryInWords } from '../diagnostics/retries.ts';
import { deliveryFinding } from '../diagnostics/run-findings.ts';
import type { Run } from '../providers/halo/run-history.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { showValue } from './show-value.ts';

/** The state of an integration for people: a line for each row, the last runs and calls, what is wrong and what to do. Pure. */
export function renderHealth(health: Health, style: Style): string {
  const sections = [
    ...rows(
      'ilert',
      health.standings.filter(({ service }) => service === 'ilert'),
      style,
    ),
    ...rows(
      health.product,
      health.standings.filter(({ service }) => service === 'halo'),
      style,
    ),
    ...list('Filters that decide which tickets become alerts', health.filters, style),
    ...list(
      'Last runs of the runbook',
      health.runs.map((run) => `${run.at ?? '?'}  ticket ${run.ticketId ?? '?'}  ${runInWords(run)}`),
      style,
    ),
    ...list(
      'Last calls to ilert',
      health.deliveries.map((delivery) => callInWords(delivery)),
      style,
    ),
    ...list('Requests left in the rate limit', requestsLeft(health), style),
    ...findings(health, style),
  ];
  return [...sections, headline(health, style)].join('\n');
}

function rows(service: string, standings: readonly ResourceHealth[], style: Style): string[] {
  if (standings.length === 0) return [];
  const color = { ok: style.good, drifted: style.changed, missing: style.bad, foreign: style.faint };
  return [
    style.strong(service),
    ...standings.flatMap(({ state, title, name, id, fields }) => [
      `  ${color[state](state.padEnd(8))} ${title} "${plainName(name)}"${id === undefined ? '' : style.faint(` (id ${id})`)}`,
      ...fields.map(
        ({ field, before, after }) =>
          `           ${plainName(field)}: ${showValue(before)}, should be ${showValue(after)}`,
      ),
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
  if (isWaiting(run)) return `waiting to retry, next attempt at ${nextRetryInWords(run.retry)}`;
  return run.state === 'failed' ? `failed: ${run.error}` : run.state;
}

function callInWords(delivery: Health['deliveries'][number]): string {
  const { at, ticketId, status } = delivery;
  const wrong = deliveryFinding(delivery);
  return `${at ?? '?'}  ticket ${ticketId ?? '?'}  ${wrong ? wrong.message : `taken (status ${status})`}`;
}

function findings({ findings: found }: Health, style: Style): string[] {
  if (found.length === 0) return [];
  const lines = found.flatMap(({ link, severity, message, hint }) => [
    `  ${severity === 'broken' ? style.bad('broken ') : style.changed(severity)} at the ${linkTitle(link)}: ${plainName(message)}`,
    ...(hint === undefined ? [] : [`          ${plainName(hint)}`]),
  ]);
  return [style.strong('What is wrong'), ...lines, ''];
}

function headline({ state, standings, findings: found }: Health, style: Style): string {
  if (state === 'healthy') return style.good('Healthy: all is as it should be.');
  if (state === 'broken') return style.bad('Broken: tickets get lost, or may get lost.');
  if (standings.some((each) => each.state === 'drifted' || each.state === 'missing'))
    return style.changed('Drifted: tickets arrive, but not all is as the settings say.');
  return found.some(({ severity }) => severity === 'pending')
    ? style.changed('Waiting to retry: a ticket has not reached ilert yet, and Halo will send it again.')
    : style.changed('To be proven: all is as the settings say, and the last run failed.');
}
