import { describe, expect, it } from 'vitest';
import { DETAILS } from '../../../src/prove/experiments/halo/rendering/probes.ts';
import {
  judgeDelivery,
  judgeEscaping,
  judgeFields,
  judgeNumbers,
  judgeUnresolved,
  judgeUnset,
  type Seen,
} from '../../../src/prove/experiments/halo/rendering/verdicts.ts';

const sent = (body: string | undefined, status = 404): Seen => ({
  run: { id: 5, status: 2 },
  call: { row: { id: 1, entity_id: '7', automation_id: 5 }, body, headers: undefined, status },
});
const rendered = (probe: object): Seen => sent(JSON.stringify({ probe }));
const failed = (error: string): Seen => ({ run: { id: 5, error } });
const BROKEN = sent('{"probe": {"json": "a "b""}}');
const UNSHOWN = sent(undefined);
const NOTHING: Seen = {};
const VALID = rendered({ json: 'x' });

describe('the text of a ticket is', () => {
  it.each<[string, Seen]>([
    ['confirmed as escaped if it arrives unchanged', rendered({ json: DETAILS })],
    ['confirmed as escaped if only its HTML is gone', rendered({ json: DETAILS.replaceAll(/<\/?b>/g, '') })],
    ['contradicted if the body is not JSON', BROKEN],
    ['contradicted if ilert refused a body that is not shown', sent(undefined, 400)],
    ['contradicted if it is escaped twice', rendered({ json: JSON.stringify(DETAILS) })],
    ['contradicted if a variable in it is replaced', rendered({ json: DETAILS.replace('<<ticket^id>>', '7') })],
    ['not observed if its quotes are gone', rendered({ json: DETAILS.replaceAll('"', '') })],
    ['not observed if its line breaks are gone', rendered({ json: DETAILS.replaceAll('\r\n', ' ') })],
    ['not observed if the ticket has none', rendered({ json: null })],
    ['not observed if bodies are not shown', UNSHOWN],
    ['not observed without a run', NOTHING],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeEscaping(seen, VALID, NOTHING, 7).answer);
  });

  it('not observed if the body of a plain text is not JSON either', () => {
    expect(judgeEscaping(BROKEN, BROKEN, NOTHING, 7).answer).toBe('not observed');
  });
});

describe('a number is', () => {
  it.each<[string, Seen]>([
    ['confirmed if it is the same in all forms', rendered({ json: 7, plain: 7, quoted: '7', plainQuoted: '7' })],
    ['contradicted if it is a text without quotes', rendered({ json: '7', plain: 7, quoted: '7', plainQuoted: '7' })],
    ['contradicted if the body is not JSON', BROKEN],
    ['not observed if its call is not listed', { run: { id: 5 } }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeNumbers(seen, 7).answer);
  });
});

describe('the fields of a ticket are', () => {
  it.each<[string, Seen]>([
    ['confirmed if they have their types, or are not set', rendered({ 'ticket^status^name': 'New', 'ticket^id': 7 })],
    ['contradicted if a field inside another is empty', rendered({ 'ticket^status^name': null })],
    ['contradicted if a number is a text', rendered({ 'ticket^status^name': 'New', 'ticket^impact': 'High' })],
    ['contradicted if one of them is unknown', failed('Variable <<ticket^source>> could not be resolved')],
    ['not observed if the run failed for another reason', failed('Timeout')],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeFields(seen).answer);
  });
});

describe('a field that is not set is', () => {
  it.each<[string, Seen, object]>([
    ['confirmed as null and empty', rendered({ category_4: null, 'category_4!': '' }), {}],
    ['contradicted if it is an empty text', rendered({ category_4: '', 'category_4!': '' }), { category_4: null }],
    ['contradicted if it is "null" with !', rendered({ category_4: null, 'category_4!': 'null' }), {}],
    ['contradicted if it is nothing', sent('{"probe": {"category_4": , "category_4!": ""}}'), {}],
    ['not observed if the new ticket has all fields', rendered(allSet('x')), {}],
    ['not observed if Halo keeps empty texts', rendered(allSet('')), allSet('')],
    ['not observed if the body is broken elsewhere', BROKEN, {}],
  ])('%s', (answer, seen, ticket) => {
    expect(answer).toContain(judgeUnset(seen, { ...ticket }, NOTHING).answer);
  });
});

describe('an unknown variable is', () => {
  it.each<[string, Seen, Seen]>([
    ['confirmed to fail if nothing is sent', failed('Variable not found'), VALID],
    ['contradicted if the body is sent', sent('{}'), VALID],
    ['not observed if the run did not fail', { run: { id: 5, status: 2 } }, VALID],
    ['not observed if no calls are listed at all', failed('Variable not found'), NOTHING],
    ['not observed without a run', NOTHING, VALID],
  ])('%s', (answer, seen, control) => {
    expect(answer).toContain(judgeUnresolved(seen, control).answer);
  });
});

describe('what a call names is', () => {
  const CALL = { body: '{}', headers: undefined, status: 404 };
  const naming = (fields: object): Seen => ({ ...VALID, call: { ...CALL, row: { id: 1, ...fields } } });
  it.each<[string, Seen]>([
    ['confirmed if it names both, also as text', naming({ entity_id: '7', automation_id: 5 })],
    ['contradicted if it names another ticket', naming({ entity_id: 5, automation_id: 5 })],
    ['contradicted if it names another run', naming({ entity_id: 7, automation_id: 0 })],
    ['not observed if it names neither', naming({ entity_id: null })],
    ['not observed if it names only one', naming({ automation_id: 5 })],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeDelivery(seen, 7).answer);
  });
});

function allSet(value: string): Record<string, string> {
  const fields = ['category_4', 'category_3', 'category_2', 'reportedby', 'oppcompanyname', 'workflow_name'];
  return Object.fromEntries(
    fields.flatMap((field) => [
      [field, value],
      [`${field}!`, value],
    ]),
  );
}
