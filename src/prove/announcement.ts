import type { Experiment } from './experiment.ts';

interface Announced {
  /** The Halo product's name. */
  readonly product: string;
  /** The escalation policy, and whom it notifies, as far as ilert says. */
  readonly policy: string;
  readonly responders: string | undefined;
}

/** How many experiments run at the same time: they mostly wait for Halo. */
export const CONCURRENCY = 3;

/** Says what a run will do, for approval: what it creates, what it takes, and who might notice. Pure. */
export function announcement(experiments: readonly Experiment[], { product, policy, responders }: Announced): string {
  const sum = (count: (cost: Experiment['cost']) => number) =>
    experiments.reduce((total, { cost }) => total + count(cost), 0);
  const tickets = sum(({ tickets = 0 }) => tickets);
  const alerts = sum(({ alerts = 0 }) => alerts);
  const minutes = Math.max(
    Math.ceil(sum((cost) => cost.minutes) / CONCURRENCY),
    ...experiments.map(({ cost }) => Math.ceil(cost.minutes)),
  );
  const notified = responders === undefined ? '' : `, which notifies ${responders}`;
  return [
    `${experiments.length} experiment${experiments.length === 1 ? '' : 's'}, at most ${sum(({ requests }) => requests)} requests and about ${minutes} minute${minutes === 1 ? '' : 's'}:`,
    ...experiments.map(({ title, cost }) => `  ${title}${costInWords(cost)}`),
    '',
    `They create custom integrations, methods, runbooks and events in ${product}, and alert sources and an escalation policy in ilert, all named "ilert-haloitsm prove …", and remove them at the end. Nothing else is changed.`,
    ...(tickets > 0 ? [ticketsInWords(tickets, product)] : []),
    ...(alerts > 0 ? [alertsInWords(alerts, `${policy}${notified}`)] : []),
  ].join('\n');
}

function ticketsInWords(tickets: number, product: string): string {
  const them = tickets === 1 ? 'it' : 'them';
  return `They log ${atMost(tickets, 'ticket')} and delete ${them}. ${product} may send its own e-mails about ${them}, and runbooks of yours that start for every new ticket also start for ${them}.`;
}

function alertsInWords(alerts: number, policy: string): string {
  const each = alerts === 1 ? 'It is' : 'Each is';
  return `They create ${atMost(alerts, 'alert')}, mostly of low priority, for the escalation policy ${policy}. ${each} accepted and resolved as soon as it is seen, but may notify someone before.`;
}

function atMost(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `up to ${count} ${what}s`;
}

function costInWords({ tickets = 0, alerts = 0 }: Experiment['cost']): string {
  const parts = [
    ...(tickets > 0 ? [counted(tickets, 'ticket')] : []),
    ...(alerts > 0 ? [counted(alerts, 'alert')] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Words in the names of hosts that are for tests. */
const TEST_WORDS = /(^|[.-])(trial|test|testing|sandbox|demo|dev|uat|staging)\d*([.-]|$)/i;

/** Whether a tenant is for tests, as far as its host shows; any other may be one that people work in. Pure. */
export function isTestTenant(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]' || TEST_WORDS.test(hostname);
}
