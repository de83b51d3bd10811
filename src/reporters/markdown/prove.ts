import { type Answered, byAnswer, type ProvenFact } from '../../prove/answers.ts';
import { ANSWER_TITLES, consequence, endInWords, remainingInWords, unprovableInWords } from '../prove.ts';
import type { ResultOf } from '../result.ts';
import type { Block } from './document.ts';
import { code, prose, sentence } from './inline.ts';

/** Renders a report on facts: what it is of, and a table for each answer, contradicted facts first. Pure. */
export function proveBlocks(result: ResultOf<'prove'>): Block[] {
  const { facts, left, product, versions } = result;
  const about = `${product}, ${code(`ilert-haloitsm ${versions.tool}`)}, Node.js ${code(versions.node)}.`;
  return [
    { kind: 'paragraph', text: [about, ...[endInWords(result), ...unprovableInWords(facts)].map(prose)].join(' ') },
    ...consequence(result).map((text): Block => ({ kind: 'paragraph', text: prose(text) })),
    ...byAnswer(facts).flatMap(tableOf),
    ...leftBlocks(left),
  ];
}

/** Only what was assumed and turned out differently needs to be compared. */
function tableOf({ answer, facts }: Answered): Block[] {
  const observed = ({ sentence: seen, remedy }: ProvenFact) => [seen, remedy ?? []].flat().map(sentence).join('<br>');
  const assumed = ({ claim }: ProvenFact) => (answer === 'contradicted' ? [sentence(claim)] : []);
  const rows = facts.map((each) => [code(each.fact), ...assumed(each), observed(each)]);
  const header = ['fact', ...(answer === 'contradicted' ? ['assumed'] : []), 'observed'];
  return [
    { kind: 'paragraph', text: `**${ANSWER_TITLES[answer]}**` },
    { kind: 'table', header, rows },
  ];
}

/** Renders what a clean-up has removed, and what remains. Pure. */
export function cleanUpBlocks({ removed, left }: ResultOf<'clean-up'>): Block[] {
  return [...listBlocks('Removed:', removed), ...leftBlocks(left)];
}

function leftBlocks(left: ResultOf<'prove'>['left']): Block[] {
  return listBlocks('Could not be removed:', left);
}

function listBlocks(title: string, rows: ResultOf<'prove'>['left']): Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'paragraph', text: title },
    { kind: 'list', items: rows.map((row) => prose(remainingInWords(row))) },
  ];
}
