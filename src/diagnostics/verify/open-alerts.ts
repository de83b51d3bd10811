import { ApiError } from '../../errors/api-error.ts';
import { ExitCode } from '../../errors/cli-error.ts';
import { GROUPINGS, mayGroup } from '../../providers/ilert/alert-grouping.ts';
import type { Alert, AlertSourceRow } from '../../providers/ilert/schemas.ts';
import { parseMinutes } from '../../text/duration.ts';
import { Skipped, VerificationFailed } from './steps.ts';
import { TEST_ALERT } from './test-ticket.ts';
import { rowOf, type Verification } from './verification.ts';

const MINUTE = 60_000;

/** Open alerts that a test event joins, or may join, instead of opening its own. */
interface Joined {
  readonly alerts: readonly [Alert, ...Alert[]];
  readonly isCertain: boolean;
  /** How the alert source groups, worded as the end of a sentence. */
  readonly grouping: string;
  /** When the last of them stops taking events, in milliseconds; undefined if that takes a person. */
  readonly until: number | undefined;
}

/**
 * Checks that alert grouping lets the test event open its own alert (fact `ilert-grouping`). Runs before the event is
 * sent, since it might end up in a real alert.
 *
 * @returns the reason if this cannot be checked
 * @throws VerificationFailed if the event would join an open alert
 */
export async function checkOpensOwnAlert(verification: Verification): Promise<Skipped | undefined> {
  const { clients, live, now } = verification;
  const source = rowOf(live, 'alert-source');
  try {
    const joined = joinedBy(source, await clients.ilert.openAlertsOf(source.id), now());
    if (joined?.isCertain) throw wouldBeGrouped(joined);
    return joined && new Skipped(maybeGrouped(joined));
  } catch (error) {
    if (!(error instanceof ApiError) || error.exitCode !== ExitCode.denied) throw error;
    return new Skipped(`The open alerts can't be read, and the test event may join one of them. ${error.message}`);
  }
}

/** The open alerts that a test event joins, or may join; undefined if it opens its own. */
function joinedBy(source: AlertSourceRow, alerts: readonly Alert[], now: number): Joined | undefined {
  const window = (parseMinutes(String(source.alertGroupingWindow ?? '')) ?? Number.POSITIVE_INFINITY) * MINUTE;
  const endOf = ({ reportTime }: Alert) => Date.parse(reportTime ?? '') + window;
  // An alert without a known time may be recent.
  const recent = alerts.filter((alert) => !(endOf(alert) <= now));
  const until = (among: readonly Alert[]) => Math.max(...among.map(endOf));
  switch (source.alertCreation) {
    case GROUPINGS['until-resolved']:
      return joined(alerts, true, 'groups events into an alert until it is resolved');
    case GROUPINGS['until-accepted']: {
      const pending = alerts.filter(({ status }) => status === 'PENDING');
      return joined(pending, true, 'groups events into an alert until it is accepted');
    }
    case GROUPINGS.window:
      return joined(recent, true, 'groups the events of a time window', until(recent));
    case GROUPINGS.similarity: {
      const tests = recent.filter(({ summary }) => summary.includes(TEST_ALERT));
      const alike = tests.length > 0 ? tests : recent;
      return joined(alike, tests.length > 0, 'groups similar events of a time window', until(alike));
    }
    default:
      return mayGroup(source)
        ? joined(
            alerts,
            false,
            `has a kind of alert grouping that this version does not know (${source.alertCreation})`,
          )
        : undefined;
  }
}

function joined(
  [first, ...more]: readonly Alert[],
  isCertain: boolean,
  grouping: string,
  until?: number,
): Joined | undefined {
  const end = Number.isFinite(until) ? until : undefined;
  return first && { alerts: [first, ...more], isCertain, grouping, until: end };
}

function wouldBeGrouped({ alerts, grouping, until }: Joined) {
  const message = `Nothing was sent: the test event would be grouped into ${alertsInWords(alerts)}, because the alert source ${grouping}.`;
  const wait = until === undefined ? '' : `, or wait until ${timeInWords(until)}`;
  const resolve = alerts.length === 1 ? 'Resolve that alert' : 'Resolve these alerts';
  const hint = `${resolve} in ilert${wait}, then run verify again. --no-alert checks everything else meanwhile.`;
  return new VerificationFailed({
    code: 'alert-would-be-grouped',
    component: 'alert',
    severity: 'unknown',
    message,
    hint,
    fixableByApply: false,
  });
}

function maybeGrouped({ alerts, grouping }: Joined): string {
  return `the alert source ${grouping}, so the test event may be grouped into ${alertsInWords(alerts)}`;
}

function alertsInWords([{ id, summary }, ...more]: Joined['alerts']): string {
  const title = summary.length > 60 ? `${summary.slice(0, 60)}…` : summary;
  const others = more.length === 0 ? '' : ` or ${more.length === 1 ? 'another one' : `one of ${more.length} others`}`;
  return `the open alert ${id} ("${title}")${others}`;
}

function timeInWords(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 16)} UTC`;
}
