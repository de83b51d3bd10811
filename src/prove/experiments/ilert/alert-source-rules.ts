import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../../errors/api-error.ts';
import { isBeyondPlan } from '../../../providers/ilert/refusals.ts';
import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { sourceFields } from '../../lab/alert-lab.ts';
import type { Created, Fields, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';

/** Fields that a rule allows, and the same ones beyond it. */
interface Rule {
  readonly what: string;
  readonly allowed: Fields;
  readonly beyond: Fields;
}

const links = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: `Link ${index}`,
    hrefTemplate: { textTemplate: 'https://example.com' },
  }));
const window = (alertGroupingWindow: string) => ({
  alertCreation: 'ONE_ALERT_GROUPED_PER_WINDOW',
  alertGroupingWindow,
});
const similarity = (scoreThreshold: number) => ({
  alertCreation: 'INTELLIGENT_GROUPING',
  alertGroupingWindow: 'PT5M',
  scoreThreshold,
});

const LIMITS: readonly Rule[] = [
  { what: 'a severity of 6', allowed: { severity: 5 }, beyond: { severity: 6 } },
  { what: '11 links', allowed: { linkTemplates: links(10) }, beyond: { linkTemplates: links(11) } },
  { what: 'a threshold above 1', allowed: similarity(1), beyond: similarity(1.5) },
  { what: 'a grouping window of 3 minutes', allowed: window('PT2M'), beyond: window('PT3M') },
  {
    what: 'an automatic resolution after 7 minutes',
    allowed: { autoResolutionTimeout: 'PT10M' },
    beyond: { autoResolutionTimeout: 'PT7M' },
  },
];

const WINDOW_ALONE: Rule = {
  what: 'a window without a grouping that has one',
  allowed: window('PT5M'),
  beyond: { alertGroupingWindow: 'PT5M' },
};

const hoursRule = (id: unknown): Rule => ({
  what: 'support hours without a priority rule that depends on them',
  allowed: { alertPriorityRule: 'LOW_DURING_SUPPORT_HOURS', supportHours: { id } },
  beyond: { alertPriorityRule: 'LOW', supportHours: { id } },
});

/** What ilert did with a rule's fields. */
export interface Tried {
  readonly what: string;
  readonly allowed: boolean;
  /** Whether it stored what goes beyond the rule. */
  readonly beyond: boolean;
}

/** Changes one alert source to settings within and beyond what is documented. It gets no events. */
export const alertSourceRules = defineExperiment({
  id: 'alert-source-rules',
  title: 'which settings of an alert source ilert refuses',
  facts: ['ilert-at-most', 'ilert-support-hours'],
  cost: { creates: ['alert-source'], requests: 40, minutes: 0.5 },
  async run(lab, observe) {
    const source = await lab.create('alert-source', sourceFields(lab, 'rules'));
    const limits: Tried[] = [];
    for (const rule of LIMITS) limits.push(await tryRule(lab, source, rule));
    observe('ilert-at-most', judgeLimits(limits));
    const [hours] = await lab.rows('ilert', '/support-hours?start-index=0&max-results=1');
    observe(
      'ilert-support-hours',
      judgeCombinations([
        await tryRule(lab, source, WINDOW_ALONE),
        ...(hours ? [await tryRule(lab, source, hoursRule(hours.id))] : []),
      ]),
    );
  },
});

async function tryRule(lab: Lab, source: Created, { what, allowed, beyond }: Rule): Promise<Tried> {
  const isAccepted = async (fields: Fields) =>
    (await lab.change(source, { ...sourceFields(lab, 'rules'), ...fields }).catch(ifRefused)) !== undefined;
  if (!(await isAccepted(allowed).catch(ifBeyondPlan))) return { what, allowed: false, beyond: false };
  if (!(await isAccepted(beyond))) return { what, allowed: true, beyond: false };
  const stored = (await lab.read('ilert', `/alert-sources/${source.id}?include=linkTemplates`)) as Raw;
  return { what, allowed: true, beyond: Object.keys(beyond).every((field) => isStored(stored[field], beyond[field])) };
}

/** For `catch`: what the plan does not include is not allowed. */
function ifBeyondPlan(error: unknown): false {
  if (error instanceof ApiError && isBeyondPlan(error)) return false;
  throw error;
}

/** Whether a value is stored: as it was sent, all of a list, or the row of a reference. */
function isStored(value: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) return Array.isArray(value) && value.length === sent.length;
  if (typeof sent === 'object') return typeof value === 'object' && value !== null;
  return isDeepStrictEqual(value, sent);
}

/** Says whether ilert stores values beyond the documented limits. Pure. */
export function judgeLimits(tried: readonly Tried[]): Verdict {
  const stored = tried.filter(({ beyond }) => beyond);
  if (stored.length > 0) return contradicted(`ilert stores ${inWords(stored)}.`);
  const judged = tried.filter(({ allowed }) => allowed);
  if (judged.length === 0) return notObserved('ilert refuses even what is within the limits.');
  return confirmed(`ilert does not store ${inWords(judged)}. (The number of services was not tried.)`);
}

/** Says whether ilert stores combinations that have no effect. Pure. */
export function judgeCombinations(tried: readonly Tried[]): Verdict {
  const stored = tried.filter(({ beyond }) => beyond);
  if (stored.length > 0) return contradicted(`ilert stores ${inWords(stored)}.`);
  const judged = tried.filter(({ allowed }) => allowed);
  return judged.length === 2
    ? confirmed(`ilert does not store ${inWords(judged)}.`)
    : notObserved('The account has no support hours, or its plan does not include what is to be combined.');
}

function inWords(tried: readonly Tried[]): string {
  return tried.map(({ what }) => what).join('; ');
}
