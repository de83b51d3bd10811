import type { Service } from '../providers/integration.ts';
import { listInWords } from '../text/list.ts';
import { plural } from '../text/plural.ts';
import type { Experiment } from './experiment.ts';
import { KINDS, REMOVAL_ORDER } from './lab/kinds.ts';

interface Announced {
  /** The Halo product's name. */
  readonly product: string;
  /** The escalation policy, and whom it notifies, as far as ilert says. */
  readonly policy: string;
  readonly responders: string | undefined;
}

/** How many experiments run at the same time: they mostly wait for Halo. */
export const CONCURRENCY = 3;

/** Requests a minute that ilert accepts with one API key (fact `ilert-limits`). */
const RATE_LIMIT = 120;

/** Requests of a run besides its experiments: to sign in, to find the policy, and to look for what is left at the end. */
export const RUN_REQUESTS = 20;

/** Says what a run will do, for approval: what it creates, what it takes, and who might notice. Pure. */
export function announcement(experiments: readonly Experiment[], { product, policy, responders }: Announced): string {
  const sum = (count: (cost: Experiment['cost']) => number) =>
    experiments.reduce((total, { cost }) => total + count(cost), 0);
  const tickets = sum(({ tickets = 0 }) => tickets);
  const alerts = sum(({ alerts = 0 }) => alerts);
  const highAlerts = sum((cost) => cost.highAlerts ?? 0);
  const requests = sum((cost) => cost.requests) + RUN_REQUESTS;
  const minutes = Math.max(
    Math.ceil(sum((cost) => cost.minutes) / CONCURRENCY),
    ...experiments.map(({ cost }) => Math.ceil(cost.minutes)),
  );
  const notified = responders === undefined ? '' : `, which notifies ${responders}`;
  const effects = [
    ...setUpInWords(experiments, product),
    ...(tickets > 0 ? [ticketsInWords(tickets, product)] : []),
    ...(alerts > 0 ? [alertsInWords(alerts, highAlerts, `${policy}${notified}`)] : []),
  ];
  return [
    `${experiments.length} experiment${experiments.length === 1 ? '' : 's'}, at most ${requests} requests and up to about ${minutes} minute${minutes === 1 ? '' : 's'}:`,
    ...experiments.map(({ title, cost }) => `  ${title}${costInWords(cost)}`),
    '',
    ...(effects.length > 0 ? [...effects, 'Nothing else is changed.'] : ['They change nothing.']),
    ...(requests > RATE_LIMIT ? [RATE_LIMIT_NOTE] : []),
  ].join('\n');
}

const RATE_LIMIT_NOTE =
  'For some minutes they may use up the rate limit of your ilert API key. Other programs that use the same key would have to wait.';

/** What they create besides tickets, parents first; nothing if that is nothing. */
function setUpInWords(experiments: readonly Experiment[], product: string): string[] {
  const created = new Set<string>(experiments.flatMap(({ cost }) => cost.creates ?? []));
  const inService = (service: Service, name: string) => {
    const kinds = REMOVAL_ORDER.toReversed().filter((kind) => created.has(kind) && KINDS[kind].service === service);
    return kinds.length === 0 ? [] : [`${listInWords(kinds.map((kind) => plural(KINDS[kind].title)))} in ${name}`];
  };
  const places = [...inService('halo', product), ...inService('ilert', 'ilert')];
  if (places.length === 0) return [];
  return [`They create ${places.join(', and ')}, all named "ilert-haloitsm prove …", and remove them at the end.`];
}

function ticketsInWords(tickets: number, product: string): string {
  const them = tickets === 1 ? 'it' : 'them';
  return `They log ${atMost(tickets, 'ticket')} and delete ${them}. ${product} may send its own e-mails about ${them}, and runbooks of yours that start for every new ticket also start for ${them}.`;
}

function alertsInWords(alerts: number, high: number, policy: string): string {
  const each = alerts === 1 ? 'It is' : 'Each is';
  const priority =
    high === 0
      ? alerts === 1
        ? ''
        : 'all '
      : `${high === 1 ? 'one' : `up to ${high}`} of them of high and the others `;
  return `They create ${atMost(alerts, 'alert')}, ${priority}of low priority, for the escalation policy ${policy}. ${each} accepted and resolved as soon as it is seen, but may notify someone before, and stays in ilert's list of alerts: an alert cannot be deleted.`;
}

function atMost(count: number, what: string): string {
  return `${count === 1 ? '' : 'up to '}${counted(count, what)}`;
}

function costInWords({ tickets = 0, alerts = 0, highAlerts = 0 }: Experiment['cost']): string {
  const parts = [
    ...(tickets > 0 ? [counted(tickets, 'ticket')] : []),
    ...(alerts > 0 ? [counted(alerts, 'alert')] : []),
    ...(highAlerts > 0 ? [`${highAlerts} of high priority`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Words of their own in hosts that are for tests: `acme-test.haloitsm.com`, `acme.trial.usehalo.com`. */
const TEST_WORDS = /(^|[.-])(trial|test|testing|sandbox|demo|dev|uat|staging)\d*([.-]|$)/i;
/** Ends of words that few other words have: `acmesandbox.haloitsm.com`. */
const TEST_ENDINGS = /(sandbox|staging)\d*([.-]|$)/i;
/** Trials of Halo: `acmetrial.usehalo.com`. Elsewhere it may be the end of "industrial". */
const TRIALS = /trial\d*\.usehalo\.com$/i;

/** Whether a tenant is for tests, as far as its host shows; any other may be a production tenant. Pure. */
export function isTestTenant(url: string): boolean {
  const { hostname } = new URL(url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return isLocal || [TEST_WORDS, TEST_ENDINGS, TRIALS].some((pattern) => pattern.test(hostname));
}
