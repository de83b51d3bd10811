import { describe, expect, it, test } from 'vitest';
import { reasonOf } from '../../../src/http/error-reason.ts';
import { parseBody } from '../../../src/http/response-body.ts';
import { fc } from '../../support/property.ts';

const unique = 'Name must be unique';

describe('the reason that Halo gives is found', () => {
  it.each<[string, string]>([
    ['as plain text', unique],
    ['as a JSON string', JSON.stringify(unique)],
    ['in errorMessage', JSON.stringify({ resultCode: -1, errorMessage: unique })],
    ['beside a ClassName', JSON.stringify({ ClassName: 'System.Exception', Message: unique, Data: null })],
    ['in Message', JSON.stringify({ Message: unique })],
    ['in message', JSON.stringify({ message: unique })],
    ['in ERRORMESSAGE', JSON.stringify({ ERRORMESSAGE: unique })],
    ['in error_description', JSON.stringify({ error: 'invalid_request', error_description: unique })],
    ['in error alone', JSON.stringify({ error: unique })],
    ['in an error that is an object', JSON.stringify({ error: { code: 'X', message: unique } })],
    ['in detail', JSON.stringify({ type: 'about:blank', title: 'Bad Request', status: 400, detail: unique })],
    ['in title', JSON.stringify({ title: unique, status: 400 })],
    ['in errors of problem details', JSON.stringify({ title: 'Invalid.', errors: { name: [unique], x: 'other' } })],
    ['in errors of another case', JSON.stringify({ Title: 'Invalid.', Errors: { Name: unique } })],
    ['in errors that are a list', JSON.stringify({ errors: [{ message: unique }] })],
    ['in an array of objects', JSON.stringify([{ errorMessage: unique }])],
    ['in an array of strings', JSON.stringify([unique])],
  ])('%s', (_, body) => {
    expect(reasonOf(parseBody(body)).text).toContain(unique);
  });

  it('with each field of problem details', () => {
    const body = { title: 'One or more validation errors occurred.', errors: { name: [unique], url: ['Not a URL'] } };
    expect(reasonOf(parseBody(JSON.stringify(body))).text).toBe(
      'One or more validation errors occurred. name: Name must be unique. url: Not a URL',
    );
  });
});

test.each(['<!doctype html><h1>Sign in</h1>', ' <html>', '<?xml version="1.0"?><e/>', '{"half', '', '"<html></html>"'])(
  'no reason is read out of %s',
  (body) => {
    expect(reasonOf(parseBody(body)).text).toBeUndefined();
  },
);

test('a message that starts with a variable is not a web page', () => {
  expect(reasonOf(parseBody('<<team>> is not a variable')).text).toBe('<<team>> is not a variable');
});

test.each([
  [{ status: 403, message: 'no', code: 'KEY_ERROR' }, 'KEY_ERROR'],
  [{ error: 'invalid_client' }, 'invalid_client'],
  [{ Error: 'invalid_scope', Error_Description: 'x' }, 'invalid_scope'],
  [{ error: 'Something went wrong' }, undefined],
  [{ resultCode: -1, errorMessage: 'x' }, undefined],
])('the code of %j is %s', (body, code) => {
  expect(reasonOf(parseBody(JSON.stringify(body))).code).toBe(code);
});

test('for any body, the reason is one line of limited length that cannot control the terminal', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 2000 }), fc.json()), (body) => {
      const { text } = reasonOf(parseBody(body));
      if (text === undefined) return;
      expect(text.length).toBeLessThanOrEqual(301);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
    { seed: 8 },
  );
});
