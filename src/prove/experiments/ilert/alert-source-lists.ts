import type { Id } from '../../../engine/resource.ts';
import type { FinalResponse } from '../../../http/request.ts';
import { isRaw, type Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';
import { sourceFields } from '../../lab/alert-lab.ts';
import type { Created, Lab } from '../../lab/lab.ts';
import { ifRefused } from '../../lab/refused.ts';

const TYPES = ['HALOITSM', 'HALOPSA'] as const;
/** A type that every account has. */
const USUAL_TYPE = 'API';

/** The lists that this program reads, with the most rows of a page. */
const LISTS = {
  '/alert-sources': 50,
  '/escalation-policies': 50,
  '/teams': 100,
  '/users': 100,
  '/schedules': 20,
  '/support-hours': 50,
  '/services': 100,
} as const;
const TOO_MANY = 1000;

/** Creates an alert source of each type, and looks at the pages of lists. */
export const alertSourceLists = defineExperiment({
  id: 'alert-source-lists',
  title: 'which types and IDs alert sources have, and how many rows a page of a list has',
  facts: ['ilert-types', 'ilert-ids-ascend', 'ilert-lists'],
  cost: { creates: ['alert-source'], requests: 30, minutes: 0.3 },
  async run(lab, observe) {
    const first = await create(lab, 'type 1', TYPES[0]);
    observe('ilert-lists', await tryPages(lab));
    const second = await create(lab, 'type 2', TYPES[1]);
    const refused = TYPES.filter((_, index) => ![first, second][index]);
    const control = refused.length > 0 ? await create(lab, 'type 3', USUAL_TYPE) : undefined;
    observe('ilert-types', judgeTypes([first, second], control !== undefined));
    const created = [first, second, control].filter((each) => each !== undefined);
    observe('ilert-ids-ascend', judgeIds(created.map(({ id }) => id)));
  },
});

/** @returns undefined if ilert refuses the type */
function create(lab: Lab, what: string, integrationType: string): Promise<Created | undefined> {
  return lab.create('alert-source', { ...sourceFields(lab, what), integrationType }).catch(ifRefused);
}

/** Says whether ilert has both types. Pure. @param hasOthers whether it created a source of another type */
export function judgeTypes(sources: readonly (Pick<Created, 'row'> | undefined)[], hasOthers: boolean): Verdict {
  const refused = TYPES.filter((_, index) => !sources[index]);
  if (refused.length > 0)
    return hasOthers
      ? contradicted(`ilert refuses a source of the type ${refused.join(' and ')}, and creates one of another type.`)
      : notObserved('ilert creates no alert source, whatever its type.');
  const types = sources.map((source) => source?.row.integrationType);
  if (types.some((type) => typeof type !== 'string')) return notObserved('The new sources do not show their types.');
  const changed = TYPES.filter((type, index) => types[index] !== type);
  return changed.length === 0
    ? confirmed(`ilert created a source of each type: ${TYPES.join(', ')}.`)
    : contradicted(`ilert created a source of another type instead of ${changed.join(' and ')}.`);
}

/** Says whether later rows have higher ids. Pure. @param ids in the order of their creation */
export function judgeIds(ids: readonly Id[]): Verdict {
  const [first, second] = ids.map(Number);
  if (first === undefined || second === undefined) return notObserved('Fewer than two alert sources were created.');
  if (Number.isNaN(first) || Number.isNaN(second)) return contradicted('The IDs of alert sources are not numbers.');
  return first < second
    ? confirmed('Of two alert sources, the one that was created later has the higher ID.')
    : contradicted('Of two alert sources, the one that was created later has the lower ID.');
}

/** What pages of a list contain. */
export interface Pages {
  /** The ids on two pages of one row each. */
  readonly first: readonly unknown[];
  readonly second: readonly unknown[];
  /** The number of rows that the list has, up to two. */
  readonly listed: number;
  /** The lists that answered with more rows than a page may have. */
  readonly overfull: readonly string[];
}

async function tryPages(lab: Lab): Promise<Verdict> {
  const { ilert } = lab.clients;
  const page = async (start: number, most = 1) =>
    (await lab.rows('ilert', `/alert-sources?start-index=${start}&max-results=${most}`)).map(({ id }) => id);
  // Other experiments create and remove alert sources meanwhile, so rows may move from one page to another.
  const twoPages = async () => ({ first: await page(0), second: await page(1), listed: (await page(0, 2)).length });
  let pages = await twoPages();
  for (let again = 0; again < 3 && !isPaged(pages); again += 1) pages = await twoPages();
  const overfull: string[] = [];
  for (const [path, most] of Object.entries(LISTS))
    if (rowsOf(await ilert.probe(`${path}?start-index=0&max-results=${TOO_MANY}`)).length > most) overfull.push(path);
  return judgePages({ ...pages, overfull });
}

function isPaged({ first, second }: Pick<Pages, 'first' | 'second'>): boolean {
  return second.length > 0 && first[0] !== second[0];
}

function rowsOf({ status, body }: FinalResponse): Raw[] {
  return status === 200 && Array.isArray(body) ? body.filter(isRaw) : [];
}

/** Says whether lists come in pages. Pure. */
export function judgePages({ first, second, listed, overfull }: Pages): Verdict {
  if (first.length === 0) return notObserved('The list of alert sources is empty.');
  if (first.length > 1 || second.length > 1) return contradicted('`max-results=1` returns more than one row.');
  if (overfull.length > 0)
    return contradicted(
      `With \`max-results=${TOO_MANY}\`, a page has more rows than documented: ${overfull.join(', ')}.`,
    );
  if (second.length === 0 && listed < 2) return notObserved('The account has only one alert source.');
  if (second.length === 0)
    return contradicted('`start-index=1` returns nothing, although there are two alert sources.');
  return first[0] === second[0]
    ? contradicted('`start-index=1` returns the same row as `start-index=0`.')
    : confirmed('Two pages of one row each have different rows, and no page has more rows than documented.');
}
