import type { Health } from '../diagnostics/health.ts';
import { isWaiting, nextRetryInWords } from '../diagnostics/retries.ts';
import { deliveryFinding } from '../diagnostics/run-findings.ts';
import type { Delivery, Run } from '../providers/halo/run-history.ts';
import type { Service } from '../providers/integration.ts';
import { agoInWords } from '../text/duration.ts';
import { plainName } from '../ui/sanitize.ts';
import type { Style } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { renderChain } from './chain.ts';
import { renderFields } from './fields.ts';
import { unconfirmedInWords } from './unconfirmed.ts';

/** How much of the state to show, and where. */
export interface HealthView {
  /** Show every resource with its ID, and all recent runs and deliveries. */
  readonly verbose?: boolean;
  /** Width of the terminal; undefined if there is none. */
  readonly columns?: number | undefined;
  /** Whether it is one of many: recent activity, which differs for each, is then omitted, but never a filter. */
  readonly isOneOfMany?: boolean;
}

/** Renders an integration's state for people: the chain, its problems and what to do, and recent activity. Pure. */
export function renderHealth(
  health: Health,
  style: Style,
  { verbose = false, columns, isOneOfMany = false }: HealthView = {},
): string {
  if (isNothingSetUp(health)) return style.bad([headlineOf(health), ...nextSteps(health)].join(' '));
  const sections = [
    renderChain(health.chain, style, columns),
    differences(health, style, verbose),
    isOneOfMany ? [] : footnote(health, style),
    facts(isOneOfMany && !verbose ? filterFacts(health) : factsOf(health), style, columns),
    ...(verbose ? details(health, style) : []),
    [wrap(HEADLINE_COLORS[health.state](style)(headlineOf(health)), columns)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const HEADLINE_COLORS: Readonly<Record<Health['state'], (style: Style) => (text: string) => string>> = {
  healthy: ({ good }) => good,
  drifted: ({ changed }) => changed,
  unknown: ({ changed }) => changed,
  broken: ({ bad }) => bad,
};

/** Whether none of the resources exists. Pure. */
export function isNothingSetUp({ resources }: Health): boolean {
  return resources.length > 0 && resources.every(({ state }) => state === 'missing');
}

function nothingSetUp({ only }: Health): string {
  return only === 'ilert' ? 'Nothing is set up in ilert yet.' : 'Nothing is set up yet.';
}

/** Returns what is in the way of setting everything up, and what to do, which is the same for all that is missing. Pure. */
export function nextSteps({ findings }: Health): string[] {
  const [first] = findings;
  const inTheWay = findings.filter(
    ({ code }) => code === 'on-call-option-invalid' || code === 'on-call-option-unchecked',
  );
  return [...inTheWay.map(({ message }) => message), ...(first ? [first.hint] : [])];
}

/** Shows which fields differ from the settings, now and as `apply` would set them, and which resources are not ours. */
function differences({ resources }: Health, style: Style, verbose: boolean): string[] {
  const differing = resources.filter(({ fields }) => fields.length > 0);
  const others = resources.filter(({ state }) => state === 'foreign');
  return [
    ...(differing.length > 0 ? [style.strong('Differences from the settings (now → settings)')] : []),
    ...differing.flatMap(({ title, name, fields }) => [
      `  ${style.changed('~')} ${title} "${plainName(name)}"`,
      ...renderFields(fields, style, { verbose }).map((line) => `      ${line}`),
    ]),
    ...others.map(({ title, name }) => style.faint(`Not managed by this tool: ${title} "${plainName(name)}"`)),
  ];
}

function footnote({ resources }: Health, style: Style): string[] {
  const unconfirmed = unconfirmedInWords(resources.map(({ fields }) => ({ labelledFields: fields })));
  return unconfirmed === undefined ? [] : [style.faint(unconfirmed)];
}

/** Something about an integration, on a line of its own. */
interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Shows one fact per line. */
function facts(all: readonly Fact[], style: Style, columns: number | undefined): string[] {
  const known = all.map(({ label, text }) => ({ label, text: plainName(text) }));
  const width = Math.max(0, ...known.map(({ label }) => label.length));
  return known.flatMap(({ label, text }) => {
    const [first = '', ...rest] = wrap(text, columns && columns - width - 2).split('\n');
    return [`${style.strong(label.padEnd(width))}  ${first}`, ...rest.map((line) => `${' '.repeat(width)}  ${line}`)];
  });
}

/** Returns which tickets it is for, and recent activity, each with a label. Pure. */
export function factsOf(health: Health): Fact[] {
  const { runs, deliveries, checkedAt, failureRecipient } = health;
  const [run] = runs;
  const [delivery] = deliveries;
  const lines: [string, string | undefined][] = [
    ['If it fails', failureRecipient && `${health.product} is set to notify ${failureRecipient}`],
    ['Last run', run && runInWords(run, checkedAt)],
    ['Last delivery', delivery && deliveryInWords(delivery, checkedAt)],
    ['Rate limits', requestsLeft(health)],
  ];
  return [...filterFacts(health), ...lines.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]))];
}

/** Returns which tickets become alerts: the filters of the events in Halo and of the alert source. Pure. */
export function filterFacts({ tickets, filters }: Health): Fact[] {
  return [
    ...(tickets === undefined ? [] : [{ label: 'Tickets', text: tickets }]),
    ...filters.map((text) => ({ label: 'Alert source', text })),
  ];
}

/** Lists every resource, and all recent runs and deliveries. */
function details(health: Health, style: Style): string[][] {
  const { runs, deliveries, checkedAt, product } = health;
  return [
    resources('ilert', 'ilert', health, style),
    resources(product, 'halo', health, style),
    list(
      'Recent runbook runs',
      runs.map((run) => runInWords(run, checkedAt)),
      style,
    ),
    list(
      'Recent deliveries to ilert',
      deliveries.map((delivery) => deliveryInWords(delivery, checkedAt)),
      style,
    ),
  ];
}

function resources(heading: string, service: Service, health: Health, style: Style): string[] {
  const color = {
    ok: style.good,
    drifted: style.changed,
    missing: style.bad,
    obsolete: style.changed,
    foreign: style.faint,
  };
  const lines = health.resources
    .filter((each) => each.service === service)
    .map(({ state, title, name, id }) => {
      const identity = id === undefined ? '' : style.faint(` (ID ${id})`);
      return `  ${color[state](state.padEnd(8))} ${title} "${plainName(name)}"${identity}`;
    });
  return lines.length === 0 ? [] : [style.strong(heading), ...lines];
}

function list(title: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.strong(title), ...lines.map((line) => `  ${plainName(line)}`)];
}

function requestsLeft({ product, requestsLeft: { ilert, halo } }: Health): string | undefined {
  const left = [
    ...(ilert === undefined ? [] : [`ilert ${ilert}`]),
    ...(halo === undefined ? [] : [`${product} ${halo}`]),
  ];
  return left.length === 0 ? undefined : `${left.join(', ')} requests left`;
}

/** Describes how and when a run of the runbook ended. Pure. */
export function runInWords(run: Run, now: string): string {
  if (isWaiting(run)) return happened(run, now, `waiting to retry, next attempt at ${nextRetryInWords(run.retry)}`);
  return happened(run, now, run.state === 'failed' ? `failed: ${run.error}` : run.state);
}

/** Describes how and when a call of the method ended. Pure. */
export function deliveryInWords(delivery: Delivery, now: string): string {
  return happened(delivery, now, deliveryFinding(delivery)?.message ?? `accepted (HTTP ${delivery.status})`);
}

function happened({ at, ticketId }: Pick<Run | Delivery, 'at' | 'ticketId'>, now: string, outcome: string): string {
  const when = at === undefined ? [] : [agoInWords(Date.parse(now) - Date.parse(at))];
  const what = ticketId === undefined ? [] : [`ticket ${ticketId}`];
  return [...when, ...what, outcome].join(', ');
}

/** Sums up the state in one sentence. Pure. */
export function headlineOf(health: Health): string {
  if (isNothingSetUp(health)) return nothingSetUp(health);
  const { only, product } = health;
  return only === 'ilert' ? `${headlineOfIlert(health)} ${product} was not checked.` : headlineOfBoth(health);
}

/** Without access to Halo, nobody knows whether tickets arrive. */
function headlineOfIlert({ state }: Health): string {
  switch (state) {
    case 'healthy':
      return "ilert's side is configured as expected.";
    case 'drifted':
      return "Drift: some settings of ilert's side differ.";
    case 'unknown':
      return "Incomplete: not everything of ilert's side could be checked.";
    case 'broken':
      return "Broken: ilert's side may not create alerts.";
  }
}

function headlineOfBoth({ state, resources: all, findings: found }: Health): string {
  if (state === 'healthy') return 'Healthy: everything is configured as expected.';
  if (state === 'broken') return 'Broken: tickets may not become alerts.';
  if (state === 'unknown') return 'Incomplete: not everything could be checked.';
  if (all.some((each) => each.state !== 'ok' && each.state !== 'foreign'))
    return 'Drift: tickets still arrive, but some settings differ.';
  if (found.some(({ severity }) => severity === 'pending'))
    return 'Waiting to retry: a ticket has not reached ilert yet, and will be sent again.';
  return found.some(({ code }) => code !== 'fix-unproven')
    ? 'Drift: tickets still arrive, but something needs attention.'
    : 'Unconfirmed: the configuration is correct, but the last run failed.';
}
