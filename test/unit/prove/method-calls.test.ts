import { describe, expect, it } from 'vitest';
import { judgeAddresses, judgeRequestTypes } from '../../../src/prove/experiments/halo/method-calls.ts';
import type { Call } from '../../../src/prove/lab/calls.ts';

describe('the address of a method is', () => {
  it.each([
    ['confirmed if no slash is added, and two are refused', [200, 200, 200, 404], false],
    ['confirmed if the tenant itself accepts two slashes', [200, 200, 200, 200], true],
    ['confirmed if the tenant did not say whether it accepts two', [200, 200, 200, 200], undefined],
    ['contradicted if a slash is added', [200, 200, 404, 404], false],
    ['contradicted if one of two is removed', [200, 200, 200, 200], false],
    ['contradicted if a slash works only in the path', [200, 404, 200, 404], false],
    ['contradicted if a slash works only in the base URL', [404, 200, 200, 404], false],
    ['not observed if one of the calls failed for another reason', [200, 200, 503, 404], false],
    ['not observed if the tenant refuses both', [403, 403, 403, 403], true],
    ['not observed if a call is not listed', [200, 200, undefined, 200], true],
    ['not observed if no call is listed', [], undefined],
  ])('%s', (answer, statuses, twoSlashes) => {
    expect(answer).toContain(judgeAddresses(statuses, twoSlashes).answer);
  });
});

/** A call as listed, with its headers as text in one of the forms that a tenant may use. */
const call = (contentType: string | undefined, body: string | undefined = 'x'): Call => ({
  row: { id: 1 },
  body,
  headers: contentType && `Content-Type: ${contentType}`,
  status: 404,
});
const JSON_CALL = call('application/json');
const NOTHING = call(undefined, '');
const TEXT = call('text/plain; charset=utf-8');
const XML = call('application/xml');
const FORM = call('application/x-www-form-urlencoded');

describe('the request types of a method are', () => {
  it.each<[string, readonly (Call | undefined)[]]>([
    ['confirmed if each sends its content type', [JSON_CALL, NOTHING, TEXT, XML, FORM]],
    [
      'confirmed for variants of the content types',
      [JSON_CALL, NOTHING, TEXT, call('text/xml'), call('multipart/form-data')],
    ],
    ['confirmed if a body that was not sent is null', [JSON_CALL, { ...NOTHING, body: undefined }, TEXT, XML, FORM]],
    ['contradicted if "none" sends a body', [JSON_CALL, JSON_CALL, TEXT, XML, FORM]],
    ['contradicted if two are swapped', [JSON_CALL, NOTHING, TEXT, FORM, XML]],
    ['contradicted although others are not listed', [JSON_CALL, NOTHING, XML, undefined, undefined]],
    ['not observed if the run stopped at the form', [JSON_CALL, NOTHING, TEXT, XML, undefined]],
    ['not observed if the tenant lists no headers', [call(undefined), call(undefined), call(undefined), XML, FORM]],
    ['not observed if the tenant lists no bodies', [{ ...JSON_CALL, body: undefined }, NOTHING, TEXT, XML, FORM]],
    [
      'not observed if the body of "none" is listed without saying whether it was sent',
      [JSON_CALL, call(undefined), TEXT, XML, FORM],
    ],
    ['not observed without calls', []],
  ])('%s', (answer, calls) => {
    expect(answer).toContain(judgeRequestTypes(calls).answer);
  });

  it.each([
    'Accept: */*\r\nContent-Type: text/plain',
    '{"Accept":"application/json","Content-Type":"text/plain; charset=utf-8"}',
    '[{"Key":"content-type","Value":["text/plain"]}]',
  ])('read from headers such as %s', (headers) => {
    expect(judgeRequestTypes([JSON_CALL, NOTHING, { ...TEXT, headers }, XML, FORM]).answer).toBe('confirmed');
  });

  it('named if they send something else', () => {
    const { sentence } = judgeRequestTypes([JSON_CALL, NOTHING, TEXT, FORM, XML]);
    expect(sentence).toBe(
      'Methods with these values of `requesttype` send something else than assumed: 2 (XML), 3 (a form).',
    );
  });
});
