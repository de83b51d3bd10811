import type { Raw } from '../../../providers/row-reader.ts';
import { confirmed, contradicted, defineExperiment, notObserved, type Verdict } from '../../experiment.ts';

/** The list of event types: the only one that is known to be longer than a page (fact `events-count`). */
const LONG_LIST = '/Lookup?lookupid=64';
/** The maximum number of rows on a page. */
const LARGEST = 100;

/** Readings of one list. */
interface Readings {
  /** Pages 1 and 2, of three rows each. */
  readonly first: readonly Raw[];
  readonly second: readonly Raw[];
  /** Page 1, with more rows requested than a page has. */
  readonly large: readonly Raw[];
  /** Without a page, and with the number of one but without `pageinate`. */
  readonly whole: readonly Raw[];
  readonly numbered: readonly Raw[];
}

/** Reads a long list in several ways. Creates nothing. */
export const pages = defineExperiment({
  id: 'pages',
  title: 'how many rows a page of a list has',
  facts: ['halo-pages'],
  cost: { requests: 6, minutes: 0.1 },
  async run(lab, observe) {
    const read = (query: string) => lab.rows('halo', `${LONG_LIST}${query}`);
    const readings = {
      first: await read('&pageinate=true&page_size=3&page_no=1'),
      second: await read('&pageinate=true&page_size=3&page_no=2'),
      large: await read('&pageinate=true&page_size=150&page_no=1'),
      whole: await read(''),
      numbered: await read('&page_size=3&page_no=2'),
    };
    observe('halo-pages', pagesInWords(readings));
  },
});

/** Judges the pages of a list. One that does not page at all shows nothing. Pure. */
export function pagesInWords({ first, second, large, whole, numbered }: Readings): Verdict {
  if (first.length !== 3 || isSameRow(first, second)) return notObserved('The list of event types has no pages.');
  if (large.length > LARGEST)
    return contradicted(`A page of a list has ${large.length} rows, where 150 were requested.`);
  if (large.length < LARGEST) return notObserved(`The list of event types has no more than ${large.length} rows.`);
  // Lists may come in another order each time.
  if (numbered.length !== whole.length || !numbered.some(({ id }) => whole.some((row) => row.id === id)))
    return contradicted('Without `pageinate=true`, a list heeds `page_no` or `page_size`.');
  return confirmed(
    `A page has ${LARGEST} rows where 150 were requested; without \`pageinate=true\`, the list has ${whole.length}, whatever \`page_no\` says.`,
  );
}

function isSameRow([one]: readonly Raw[], [other]: readonly Raw[]): boolean {
  return one?.id === other?.id;
}
