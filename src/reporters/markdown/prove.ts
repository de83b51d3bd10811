import { ANSWERS } from '../../prove/answers.ts';
import { ANSWER_TITLES, remainingInWords, summaryOf } from '../prove.ts';
import type { ResultOf } from '../result.ts';
import type { Block } from './document.ts';
import { code, prose } from './inline.ts';

/** Renders a report on facts: a table for each answer, contradicted facts first. Pure. */
export function proveBlocks({ facts, left, product }: ResultOf<'prove'>): Block[] {
  const tables = ANSWERS.flatMap((answer): Block[] => {
    const those = facts.filter((each) => each.answer === answer);
    if (those.length === 0) return [];
    const rows = those.map(({ fact, sentence, remedy }) => [
      code(fact),
      [sentence, remedy ?? []].flat().map(prose).join('<br>'),
    ]);
    return [
      { kind: 'paragraph', text: `**${ANSWER_TITLES[answer]}**` },
      { kind: 'table', header: ['fact', 'observed'], rows },
    ];
  });
  return [{ kind: 'paragraph', text: prose(summaryOf(facts, product)) }, ...tables, ...leftBlocks(left)];
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
