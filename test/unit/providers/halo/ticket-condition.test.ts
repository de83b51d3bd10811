import { expect, it } from 'vitest';
import { type Fields, Unknown } from '../../../../src/engine/values.ts';
import { conditionInWords } from '../../../../src/providers/halo/ticket-condition.ts';

it.each<[string, Fields]>([
  ['ticket type is Incident', { fieldname: 'RequestTypeNew', type: 0, value_int: 1, value_display: 'Incident' }],
  ['priority is not (ID 4)', { fieldname: 'seriousness', type: 1, value_int: 4 }],
  ['summary contains printer', { fieldname: 'symptom', type: 2, value_string: 'printer' }],
  ['summary does not contain test', { fieldname: 'symptom', type: 3, value_string: 'test', value_int: 0 }],
  ['priority > 1', { fieldname: 'seriousness', type: 5, value_int: 1 }],
  ['priority ≥ 1', { fieldname: 'seriousness', type: 6, value_int: 1 }],
  ['priority < 3', { fieldname: 'seriousness', type: 7, value_int: '3' }],
  ['priority ≤ 3', { fieldname: 'seriousness', type: 8, value_int: 3 }],
  ['team in set Ops,Helpdesk', { fieldname: 'SECTIO_', type: 23, value_string: 'Ops,Helpdesk' }],
  ['CFregion not in set EU,US', { fieldname: 'CFregion', type: 24, value_string: 'EU,US' }],
  ['reported by has a value', { fieldname: 'ReportedBy', type: 29, value_int: 0, value_display: '' }],
  ['CFregion has no value', { fieldname: 'CFregion', type: 30 }],
  ['CFregion (operator 99) 5', { fieldname: 'CFregion', type: 99, value_int: 5 }],
  ['priority is (looked up at apply)', { fieldname: 'seriousness', value_int: new Unknown('looked up at apply') }],
  ['team is (looked up at apply)', { fieldname: 'sectio_', value_string: new Unknown('looked up at apply') }],
  ['field 77 is ""', { fieldname: null, fieldid: 77, value_string: '' }],
  ['constructor is 5', { fieldname: 'constructor', value_int: 5 }],
  ['field ? is ""', { fieldname: '', fieldid: { toString: false }, value_display: { toString: false } }],
])('a filter of an event is shown in words: %s', (words, condition) => {
  expect(conditionInWords(condition)).toBe(words);
});

it.each<[string, Fields]>([
  ['priority is Critical', { fieldname: 'seriousness', value_int: 1 }],
  ['priority is Critical', { fieldname: 'Seriousness', value_string: '1' }],
  ['priority is not Critical', { fieldname: 'seriousness', type: 1, value_int: 1 }],
  ['priority > 1', { fieldname: 'seriousness', type: 5, value_int: 1 }],
  ['priority is (ID 9)', { fieldname: 'seriousness', value_int: 9 }],
  ['priority is Urgent', { fieldname: 'seriousness', value_int: 9, value_display: 'Urgent' }],
  ['team is 1', { fieldname: 'sectio_', value_string: '1' }],
])('a value that Halo numbers is called by its name, where that is known: %s', (words, condition) => {
  expect(conditionInWords(condition, { priority: new Map([['1', 'Critical']]) })).toBe(words);
});
