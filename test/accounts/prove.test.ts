import { expect, it } from 'vitest';
import { type ListStyle, USUAL_LISTS } from '../../sandbox/halo/list-style.ts';
import type { HaloErrorFormat, HaloSignIn, Sandbox } from '../../sandbox/sandbox.ts';
import { experiments } from '../../src/prove/experiments/experiments.ts';
import { leftByProve, proved } from '../support/prove.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { configurationOf } from '../support/tenants.ts';
import { furnish } from './account.ts';

/** How a Halo differs from the usual one. */
interface Habits {
  readonly lists?: Partial<ListStyle>;
  readonly errors: HaloErrorFormat;
  readonly authInfo?: HaloSignIn['authInfo'];
  /** Facts that are not true there. */
  readonly contradicted?: readonly string[];
}

const HALO: Readonly<Record<string, Habits>> = {
  'wraps its lists': { lists: { wrapped: true }, errors: 'result-code', authInfo: 'relative' },
  'wraps no list, and counts no rows': {
    lists: { wrapped: false, counts: false },
    errors: 'plain-text',
    authInfo: 'other-case',
  },
  'lists 50 rows at first': { lists: { usualPage: 50, counts: false }, errors: 'class-name', authInfo: 'with-token' },
  'lists 50 rows, whichever page is requested': {
    lists: { usualPage: 50, counts: false, pages: false },
    errors: 'message',
    authInfo: 'without-tenant',
  },
  'counts its rows, and lists 50 of them': {
    lists: { usualPage: 50, pages: false },
    errors: 'problem-details',
    authInfo: 'missing',
  },
  'ignores filters': {
    lists: { filters: false, usualPage: 50, counts: false },
    errors: 'list',
    authInfo: 'failing',
    contradicted: ['halo-lists-filtered'],
  },
  'omits fields that are not set': { lists: { omitsNulls: true }, errors: 'json-string', authInfo: 'empty' },
  'omits most fields in lists': {
    lists: { omittedFields: ['requestbody', 'path', 'conditions', 'guid', 'steps', 'integration_method_id'] },
    errors: 'json-string',
  },
};

const OF_HALO = experiments.filter(({ facts }) => !facts.some((fact) => fact.startsWith('ilert-')));

it.each(Object.entries(HALO))(
  'of a Halo that %s, prove says nothing wrong, and leaves nothing behind',
  { timeout: 60_000 },
  async (name, { lists, errors, authInfo = 'complete', contradicted = [] }) => {
    const sandbox = await sandboxOfTest({ haloErrors: errors, haloSignIn: { authInfo } });
    if (authInfo === 'without-tenant') sandbox.halo.state.tenantId = undefined;
    furnish(sandbox, Object.keys(HALO).indexOf(name) + 1);
    sandbox.halo.state.lists = { ...USUAL_LISTS, ...lists };
    addConfiguration(sandbox);
    const before = configurationOf(sandbox);
    const { answers, sentences } = await proved(
      sandbox,
      OF_HALO.map(({ id }) => id),
    );
    const wrong = Object.keys(answers).filter(
      (fact) => answers[fact] === 'contradicted' && !contradicted.includes(fact),
    );
    expect(wrong.map((fact) => `${fact}: ${sentences[fact]}`)).toEqual([]);
    expect(leftByProve(sandbox)).toEqual([]);
    expect(configurationOf(sandbox)).toEqual(before);
  },
);

/** Somebody's own runbooks, more than a page of them. */
function addConfiguration({ halo: { state } }: Sandbox): void {
  for (let index = 1; index <= 60; index += 1) {
    const integration = state.addIntegration(`Monitoring ${index}`);
    state.addMethod(integration, `Send ${index}`);
    const runbook = state.addRunbook(`Monitoring ${index}`, { active: false });
    state.addBinding(runbook, 3, 'New Ticket Logged');
  }
}
