import { expect, test } from 'vitest';
import { routeOutput } from '../../../src/cli/places.ts';

test.each([
  ['a result in words', { text: 'T' }, ['T'], []],
  ['a result in words, in a file', { text: 'T', isInFile: true }, ['T'], []],
  ['a document', { text: 'T', isDocument: true }, ['T'], []],
  ['a failure in words', { text: 'T', error: 'E' }, [], ['E', 'T']],
  ['a failure in words, in a file', { text: 'T', error: 'E', isInFile: true }, ['E', 'T'], ['E', 'T']],
  ['a failure as a document', { text: 'T', error: 'E', isDocument: true }, ['T'], ['E']],
  ['a failure as a document, in a file', { text: 'T', error: 'E', isDocument: true, isInFile: true }, ['T'], ['E']],
  ['an error without a result', { text: '', error: 'E' }, [], ['E']],
  ['an error without a result, in a file', { text: '', error: 'E', isInFile: true }, ['E'], ['E']],
  ['nothing to say', { text: '' }, [], []],
])('%s is printed in its places', (_, ended, stdout, stderr) => {
  expect(routeOutput({ error: undefined, isDocument: false, isInFile: false, ...ended })).toEqual({ stdout, stderr });
});
