import { describe, expect, it } from 'vitest';
import { deliveryFinding, deliveryOf, runFinding } from '../../../src/diagnostics/run-findings.ts';
import type { Plan } from '../../../src/engine/plan.ts';
import type { Delivery, Run } from '../../../src/providers/halo/run-history.ts';

const run = (error?: string, more: Partial<Run> = {}): Run => ({
  id: 901,
  ticketId: 2001,
  state: error === undefined ? 'done' : 'failed',
  done: error === undefined,
  error,
  at: '2026-01-02T03:04:05.000Z',
  ...more,
});
const call = (status: number, answer = '', more: Partial<Delivery> = {}): Delivery => ({
  ticketId: 2001,
  runId: 901,
  status,
  answer,
  at: '2026-01-02T03:04:05Z',
  ...more,
});
const bodyEdited = {
  formatVersion: 1,
  product: 'HaloITSM',
  changes: [{ resource: 'method', action: 'update', fields: [{ field: 'requestbody' }] }],
} as unknown as Plan;

describe('the answer to a call means', () => {
  it.each<[number, string, string, RegExp, RegExp, boolean]>([
    [0, 'ECONNREFUSED', 'delivery', /did not respond \(“ECONNREFUSED”\)/, /firewall/, false],
    [400, 'The ticket has no id.', 'payload', /HTTP 400 \(“The ticket has no id\.”\)/, /Check your payload/, false],
    [401, '', 'delivery', /its integration key: HTTP 401\./, /apply/, true],
    [403, '', 'delivery', /HTTP 403/, /apply/, true],
    [404, '', 'delivery', /HTTP 404/, /apply/, true],
    [405, '', 'delivery', /HTTP 405/, /apply/, true],
    [415, '', 'payload', /HTTP 415/, /Check your payload/, false],
    [429, '', 'delivery', /at most 50 events a minute/, /--only-priority/, false],
    [500, 'oops', 'delivery', /failed with HTTP 500 \(“oops”\)/, /later/, false],
    [503, '', 'delivery', /failed with HTTP 503\./, /later/, false],
  ])('for status %i with "%s": the %s', (status, answer, component, message, hint, fixableByApply) => {
    const finding = deliveryFinding(call(status, answer));
    expect(finding).toMatchObject({ component, severity: 'broken', fixableByApply });
    expect(finding?.message).toMatch(message);
    expect(finding?.hint).toMatch(hint);
  });

  it.each([200, 201, 202, 204, 299])('nothing for status %i', (status) => {
    expect(deliveryFinding(call(status))).toBeUndefined();
  });

  it('that apply fixes the payload, if it was changed in Halo', () => {
    expect(deliveryFinding(call(400), bodyEdited)).toMatchObject({ component: 'payload', fixableByApply: true });
  });

  it('no more than 200 characters of a long answer', () => {
    expect(deliveryFinding(call(400, 'x'.repeat(5_000)))?.message.length).toBeLessThan(300);
  });
});

describe('a run means', () => {
  it.each<[string, Run, Delivery | undefined, string, boolean]>([
    ['a variable that is not there', run('Variable <<ticket^x>> could not be resolved'), undefined, 'payload', false],
    ['no next step', run('Next step not found'), call(202), 'steps', true],
    ['no start step', run('Start step not found'), undefined, 'steps', true],
    ['no method', run('Integration method not found'), undefined, 'steps', true],
    ['a failure although ilert accepted it', run('Failed result reached'), call(202), 'steps', true],
    ['a failure whose call is not listed', run('Failed result reached'), undefined, 'run', false],
    ['an unknown error', run('Timed out'), call(202), 'run', false],
    ['the answer of ilert, before the error of the run', run('Failed result reached'), call(404), 'delivery', true],
    ['the answer of ilert, even if the run is done', run(), call(500), 'delivery', false],
  ])('%s', (_, one, delivery, component, fixableByApply) => {
    expect(runFinding(one, delivery)).toMatchObject({ component, fixableByApply, severity: 'broken' });
  });

  it('nothing if it succeeded, is running, or its call is not listed', () => {
    expect(runFinding(run(), call(202))).toBeUndefined();
    expect(runFinding(run(undefined, { state: 'running', done: false }), undefined)).toBeUndefined();
    expect(runFinding(run(), undefined)).toBeUndefined();
  });

  it('that apply fixes the payload, if the variable was added by hand', () => {
    const stopped = run('Variable <<ticket^x!>> could not be resolved');
    expect(runFinding(stopped, undefined, bodyEdited)).toMatchObject({ component: 'payload', fixableByApply: true });
    expect(runFinding(stopped, undefined, bodyEdited)?.message).toContain('<<ticket^x>>');
  });
});

describe('the call of a run is', () => {
  it('that with its id, not an earlier one for the same ticket', () => {
    const calls = [call(202, '', { runId: 900 }), call(500)];
    expect(deliveryOf(run(), calls)?.status).toBe(500);
    expect(deliveryOf(run(undefined, { id: 902 }), calls)).toBeUndefined();
  });

  it('the latest for its ticket, if no run is named', () => {
    const calls = [call(404, '', { ticketId: 1, runId: undefined }), call(429, '', { runId: undefined }), call(500)];
    expect(deliveryOf(run(), calls)?.status).toBe(429);
  });
});
