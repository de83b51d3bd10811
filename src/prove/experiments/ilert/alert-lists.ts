import { alertOf } from '../../../diagnostics/verify/alert-of-ticket.ts';
import type { Alert } from '../../../providers/ilert/schemas.ts';
import { isRaw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import type { Source } from '../../lab/alert-lab.ts';
import type { Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';
import { hasRow } from '../../lab/rows.ts';

/** Seconds that a list may be behind. */
const BEHIND = 12;
const DAY = 24 * 60 * 60 * 1000;

/** Creates an alert in each of two sources, resolves one, and lists them. */
export const alertLists = defineExperiment({
  id: 'alert-lists',
  title: 'which alerts a filtered list contains',
  facts: ['ilert-alerts'],
  cost: { creates: ['alert-source'], alerts: 2, requests: 80, minutes: 2 },
  async run(lab, observe) {
    const { alerts } = lab;
    const [source, otherSource] = [await alerts.source('list 1'), await alerts.source('list 2')];
    const alert = await alertIn(lab, source, 941);
    const other = await alertIn(lab, otherSource, 942);
    if (!alert || !other) {
      observe('ilert-alerts', notObserved('No alert was created.'));
      return;
    }
    await alerts.resolve(alert);
    const isResolved = await alerts.until(source, ({ id, status }) => id === alert.id && status === 'RESOLVED');
    const whether = async (query: string, one: Alert) => {
      const rows = await lab.rows('ilert', `/alerts?sources=${source.id}&max-results=100${query}`).catch(ifRefused);
      return rows && hasRow(rows, one.id);
    };
    // A list may be some seconds behind.
    const contents = async (fitting: string, excluding: string, one = alert): Promise<Contents> => {
      const isSettled = async () => ((await whether(fitting, alert)) && !(await whether(excluding, one))) || undefined;
      await lab.until(isSettled, BEHIND);
      return { fits: await whether(fitting, alert), other: await whether(excluding, one) };
    };
    const reported = Date.parse(alert.reportTime ?? '');
    const from = (days: number) => `&from=${encodeURIComponent(new Date(reported + days * DAY).toISOString())}`;
    observe(
      'ilert-alerts',
      judgeLists({
        sources: await contents('', '', other),
        ...(isResolved && { states: await contents('&states=RESOLVED', '&states=PENDING&states=ACCEPTED') }),
        ...(!Number.isNaN(reported) && { from: await contents(from(-1), from(1)) }),
        hasDetails: isRaw((await alerts.detailed(alert)).customDetails),
      }),
    );
  },
});

async function alertIn({ alerts, name }: Lab, source: Source, id: number): Promise<Alert | undefined> {
  const ticket = { id, summary: name(`ticket ${id}`) };
  await alerts.send(source, ticket);
  return alerts.until(source, (each) => alertOf([each], ticket) !== undefined);
}

/** Whether a list contains an alert that fits its filter, and one that does not; undefined if ilert refused it. */
interface Contents {
  readonly fits: boolean | undefined;
  readonly other: boolean | undefined;
}

/** What lists with each filter contain. A filter that could not be tried is not set. */
export interface FilteredLists {
  readonly sources: Contents;
  readonly states?: Contents;
  readonly from?: Contents;
  /** Whether an alert read with `include=customDetails` has details. */
  readonly hasDetails: boolean;
}

/** Says whether the filters of alerts work. Pure. */
export function judgeLists({ hasDetails, ...lists }: FilteredLists): Verdict {
  const tried = Object.entries(lists);
  const named = (fits: (contents: Contents) => boolean) =>
    tried.flatMap(([name, contents]) => (fits(contents) ? [`\`${name}\``] : [])).join(', ');
  // A filter that nothing fits, such as a time that is yet to come, may be refused.
  const refused = named(({ fits }) => fits === undefined);
  if (refused) return contradicted(`ilert refuses a list of alerts with these filters: ${refused}.`);
  const ignored = named(({ other }) => other === true);
  if (ignored) return contradicted(`A list of alerts contains some that do not fit these filters: ${ignored}.`);
  const lacking = named(({ fits }) => fits === false);
  if (lacking) return contradicted(`A list of alerts lacks one that fits these filters: ${lacking}.`);
  if (!hasDetails) return contradicted('An alert read with `include=customDetails` has no details.');
  return confirmed(
    `Lists of alerts contain only matching rows with the filters ${named(() => true)}, and an alert has details if they are requested.`,
  );
}
