import { describe, expect, it } from 'vitest';
import { createChecker } from './checker.ts';

const ilert = { service: 'ilert', method: 'POST', path: '/api/alert-sources', query: '' } as const;
const halo = { service: 'halo', method: 'POST', path: '/api/Webhook', query: '' } as const;
const source = { name: 'x', integrationType: 'HALOITSM', escalationPolicy: { id: 1 } };

describe('the check against the documents', () => {
  const check = createChecker();

  it('accepts valid requests', () => {
    expect(check.request({ ...ilert, body: source })).toEqual([]);
    expect(check.request({ ...ilert, method: 'GET', body: undefined, query: 'max-results=50' })).toEqual([]);
    expect(check.request({ ...halo, body: [{ name: 'x', type: 1, steps: [{ step_id: 1 }] }] })).toEqual([]);
    expect(check.request({ ...halo, method: 'GET', body: undefined, query: 'showall=true&type=1' })).toEqual([]);
  });

  it.each([
    ['a path that is not there', { ...halo, path: '/api/Runbook', body: [] }, 'is not in the document'],
    ['a method that is not there', { ...halo, method: 'PUT', body: [] }, 'is not in the document'],
    ['an unknown query', { ...ilert, method: 'GET', body: undefined, query: 'page=2' }, 'unknown query page'],
    [
      'a query of another type',
      { ...ilert, method: 'GET', body: undefined, query: 'max-results=all' },
      'must be integer',
    ],
    ['a body where none is taken', { ...ilert, method: 'GET', body: {} }, 'takes no body'],
    ['no body where one is needed', { ...ilert, body: undefined }, 'the body is missing'],
    ['an unknown field', { ...ilert, body: { ...source, colour: 'red' } }, 'additional properties: colour'],
    ['a read-only field', { ...ilert, body: { ...source, integrationUrl: 'https://a' } }, 'properties: integrationUrl'],
    ['a missing field', { ...ilert, body: { name: 'x', integrationType: 'HALOITSM' } }, "'escalationPolicy'"],
    ['a value that is not offered', { ...ilert, body: { ...source, integrationType: 'HALO' } }, 'allowed values'],
    ['a reference without its id', { ...ilert, body: { ...source, escalationPolicy: {} } }, '/escalationPolicy'],
    ['an unknown field of a nested row', { ...ilert, body: { ...source, teams: [{ id: 1, x: 1 }] } }, 'properties: x'],
    ['a time that is none', { ...ilert, body: { ...source, autoResolutionTimeout: '2h' } }, '/autoResolutionTimeout'],
    ['an object instead of an array of one', { ...halo, body: { name: 'x' } }, 'must be array'],
    ['an unknown field of a row', { ...halo, body: [{ title: 'x' }] }, 'additional properties: title'],
    ['an unknown field of a step', { ...halo, body: [{ steps: [{ stepid: 1 }] }] }, 'additional properties: stepid'],
    ['an unknown field of a branch', { ...halo, body: [{ steps: [{ actions: [{ x: 1 }] }] }] }, 'properties: x'],
    ['a field of another type', { ...halo, body: [{ active: 'yes' }] }, '/0/active must be boolean'],
  ])('finds %s', (_, request, finding) => {
    expect(check.request(request as never).join('\n')).toContain(finding);
  });

  it.each([
    ['an unknown field', { ...source, id: 1, colour: 'red' }, 'additional properties: colour'],
    ['a missing field', { id: 1 }, "'name'"],
  ])('finds %s of an answer', (_, responseBody, finding) => {
    expect(check.answer({ ...ilert, status: 201, responseBody }).join('\n')).toContain(finding);
  });

  it('finds a status that is not documented', () => {
    expect(check.answer({ ...ilert, status: 202, responseBody: {} })).toHaveLength(1);
  });
});
