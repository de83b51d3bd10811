import { describe, expect, it } from 'vitest';
import { isApproved } from '../../../src/engine/approval.ts';
import type { Change } from '../../../src/engine/plan.ts';
import { type Fields, knownAfterApply } from '../../../src/engine/values.ts';
import { Secret } from '../../../src/secret/secret.ts';

const ABOUT = { resource: 'method', title: 'method', service: 'halo', name: 'm' } as const;

const creation = (body: Fields): Change => ({
  ...ABOUT,
  action: 'create',
  fields: [],
  labelledFields: [],
  request: { service: 'halo', method: 'POST', path: '/x', body: [body] },
});

const update = (...fields: Change['fields']): Change => ({
  ...ABOUT,
  action: 'update',
  id: 7,
  fields,
  labelledFields: [],
});

describe('a creation is the approved one', () => {
  const approved = creation({ name: 'm', integration_id: knownAfterApply, nested: { id: knownAfterApply, a: 1 } });
  it.each<[string, Fields, boolean]>([
    ['with what was not known filled in', { name: 'm', integration_id: 3, nested: { id: 4, a: 1 } }, true],
    ['with a secret filled in', { name: 'm', integration_id: new Secret('s', '***'), nested: { id: 4, a: 1 } }, true],
    ['but not with another value', { name: 'n', integration_id: 3, nested: { id: 4, a: 1 } }, false],
    ['nor with another value within', { name: 'm', integration_id: 3, nested: { id: 4, a: 2 } }, false],
    ['nor with a further field', { name: 'm', integration_id: 3, nested: { id: 4, a: 1 }, more: 1 }, false],
  ])('%s', (_, body, expected) => {
    expect(isApproved(approved, creation(body))).toBe(expected);
  });
});

describe('an update is the approved one', () => {
  const path = { field: 'path', before: new Secret('old', '***'), after: knownAfterApply };
  const body = { field: 'requestbody', before: 'a', after: 'b' };
  const approved = update(path, body);
  it.each<[string, Change, boolean]>([
    ['as it is', update({ ...path, after: new Secret('new', '***') }, body), true],
    ['with less to do', update(body), true],
    ['but not from another value', update({ ...body, before: 'x' }), false],
    ['nor to another value', update({ ...body, after: 'x' }), false],
    ['nor of another field', update(body, { field: 'name', before: 'm', after: 'n' }), false],
    ['nor of another row', { ...update(body), id: 8 }, false],
    ['nor in place of a creation', creation({ requestbody: 'b' }), false],
  ])('%s', (_, actual, expected) => {
    expect(isApproved(approved, actual)).toBe(expected);
  });

  it('and nothing to do needs no approval', () => {
    expect(isApproved(undefined, { ...update(), action: 'keep' })).toBe(true);
    expect(isApproved(undefined, update(body))).toBe(false);
  });
});
