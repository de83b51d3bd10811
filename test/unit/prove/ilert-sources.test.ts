import { describe, expect, it } from 'vitest';
import {
  judgeElements,
  judgeInclude,
  judgeKeys,
  judgeLinkText,
  judgePut,
  judgeSetupStatus,
  judgeUrl,
} from '../../../src/prove/experiments/ilert/alert-source-fields.ts';
import { judgeIds, judgePages, judgeTypes } from '../../../src/prove/experiments/ilert/alert-source-lists.ts';
import { judgeCombinations, judgeLimits } from '../../../src/prove/experiments/ilert/alert-source-rules.ts';
import { judgeParts } from '../../../src/prove/experiments/ilert/escalation-policy.ts';
import { judgeRefusals, judgeRequestsLeft } from '../../../src/prove/experiments/ilert/ilert-answers.ts';

describe('the integration URL is', () => {
  it.each([
    ['confirmed if it ends in the key', 'https://api.ilert.test/api/v1/events/haloitsm/k1', 'k1'],
    ['contradicted if it does not', 'https://api.ilert.test/api/v1/events/haloitsm/k2', 'k1'],
    ['contradicted if it is none', 'team@acme.ilert.test', 'k1'],
    ['not observed if it is hidden', null, 'k1'],
    ['not observed if the key is hidden', 'https://api.ilert.test/api/v1/events/haloitsm/k1', null],
  ])('%s', (answer, url, key) => {
    expect(answer).toContain(judgeUrl(url, key).answer);
  });
});

describe('the forms of keys are', () => {
  it.each([
    ['confirmed', true, 'il1hit0'],
    ['contradicted by another form of the integration key', true, 'abc'],
    ['not observed with a token of an app', false, 'il1hit0'],
    ['not observed if the integration key is hidden', true, null],
  ])('%s', (answer, hasUserKey, key) => {
    expect(answer).toContain(judgeKeys(hasUserKey, key).answer);
  });
});

describe('the setup status is', () => {
  it.each([
    ['confirmed', { setupStatus: 'CREATED' }, {}],
    ['confirmed if a list shows null', { setupStatus: 'CREATED' }, { setupStatus: null }],
    ['contradicted by another one', { setupStatus: 'FINISHED' }, {}],
    ['contradicted if lists show it', { setupStatus: 'CREATED' }, { setupStatus: 'CREATED' }],
    ['not observed if it is not shown', {}, {}],
    ['not observed if the list lacks the source', { setupStatus: 'CREATED' }, undefined],
  ])('%s', (answer, read, listed) => {
    expect(answer).toContain(judgeSetupStatus(read, listed).answer);
  });
});

describe('what is shown only on request is', () => {
  const full = {
    summaryTemplate: { elements: [{}, { val: 'x' }] },
    eventFilter: 'true',
    linkTemplates: [{ text: 'x' }],
  };
  it.each([
    ['confirmed', {}, full, {}],
    ['confirmed if it is null or empty otherwise', { eventFilter: null, linkTemplates: [] }, full, {}],
    ['confirmed by the rest if the type lacks one of them', {}, { ...full, eventFilter: null }, {}],
    ['not observed if the list lacks the source', {}, full, undefined],
    ['contradicted if it is shown always', { eventFilter: 'true' }, full, {}],
    ['contradicted if lists show it', {}, full, { linkTemplates: [{ text: 'x' }] }],
    ['contradicted if a request does not help', {}, {}, {}],
  ])('%s', (answer, plain, requested, listed) => {
    expect(answer).toContain(judgeInclude(plain, requested, listed).answer);
  });
});

describe('the forms of a template are', () => {
  const elements = { summaryTemplate: { elements: [{ type: 'VAR', val: 'a' }] } };
  const text = { summaryTemplate: { textTemplate: '{{ a }}' } };
  it.each([
    ['confirmed', elements, text, elements],
    ['contradicted if text is always returned', text, text, elements],
    [
      'contradicted if both are',
      { summaryTemplate: { ...elements.summaryTemplate, textTemplate: 'a' } },
      text,
      elements,
    ],
    ['contradicted if text is never returned', elements, elements, elements],
    ['not observed if no template is shown', {}, {}, elements],
    ['contradicted if elements are not stored', elements, text, { summaryTemplate: null }],
  ])('%s', (answer, full, withText, sentAsElements) => {
    expect(answer).toContain(judgeElements(full, withText, sentAsElements).answer);
  });
});

describe('the name of a link is', () => {
  const linkTextTemplate = { elements: [{ val: 'a' }] };
  it.each([
    ['confirmed', [{ linkTextTemplate }]],
    ['confirmed if the other one is null', [{ linkTextTemplate, text: null }]],
    ['contradicted if both are returned', [{ linkTextTemplate, text: 'Plain' }]],
    ['contradicted if only the plain one is', [{ text: 'Plain' }]],
    ['not observed if no link is shown', undefined],
  ])('%s', (answer, linkTemplates) => {
    expect(answer).toContain(judgeLinkText({ linkTemplates }).answer);
  });
});

describe('that a PUT resets what it omits is', () => {
  const before = { eventFilter: 'true' };

  it('not observed if they were never shown', () => {
    expect(judgePut({}, {}).answer).toBe('not observed');
  });

  it.each([
    ['confirmed', { eventFilter: null, linkTemplates: [] }],
    ['contradicted by a filter that stays', { eventFilter: 'true' }],
    ['contradicted by a template that stays', { summaryTemplate: { elements: [{ val: 'a' }] } }],
  ])('%s', (answer, after) => {
    expect(answer).toContain(judgePut(before, after).answer);
  });
});

describe('the two types are', () => {
  const made = (integrationType: string) => ({ row: { integrationType } });
  it.each([
    ['confirmed', [made('HALOITSM'), made('HALOPSA')], false],
    ['contradicted if one is refused and another type is not', [made('HALOITSM'), undefined], true],
    ['contradicted if one becomes another', [made('HALOITSM'), made('API')], false],
    ['not observed if the sources do not show it', [{ row: {} }, { row: {} }], false],
    ['not observed if every type is refused', [undefined, undefined], false],
  ])('%s', (answer, sources, hasOthers) => {
    expect(answer).toContain(judgeTypes(sources, hasOthers).answer);
  });
});

describe('ascending ids are', () => {
  it.each([
    ['confirmed', [9, 10]],
    ['confirmed if they come as text', ['9', '10']],
    ['contradicted by a lower one', [10, 9]],
    ['contradicted by ids that are no numbers', ['a', 'b']],
    ['not observed with one row', [9]],
  ])('%s', (answer, ids) => {
    expect(answer).toContain(judgeIds(ids).answer);
  });
});

describe('pages are', () => {
  const usual = { first: [1], second: [2], listed: 2, overfull: [] };
  it.each([
    ['confirmed', usual],
    ['contradicted if `start-index` is ignored', { ...usual, second: [1] }],
    ['contradicted if `max-results` is ignored', { ...usual, first: [1, 2], second: [2] }],
    ['contradicted if the second page is empty', { ...usual, second: [] }],
    ['not observed if there is only one row', { ...usual, second: [], listed: 1 }],
    ['contradicted if there is no maximum', { ...usual, overfull: ['/users'] }],
    ['not observed if nothing is listed', { ...usual, first: [], second: [] }],
  ])('%s', (answer, pages) => {
    expect(answer).toContain(judgePages(pages).answer);
  });
});

describe('limits of an alert source are', () => {
  const kept = { what: 'a', allowed: true, beyond: false };
  it.each([
    ['confirmed', [kept, kept]],
    ['confirmed by the rest if the plan does not include something', [kept, { ...kept, allowed: false }]],
    ['contradicted if more is stored', [kept, { ...kept, beyond: true }]],
    ['not observed if nothing is accepted', [{ ...kept, allowed: false }]],
  ])('%s', (answer, tried) => {
    expect(answer).toContain(judgeLimits(tried).answer);
  });

  it.each([
    ['confirmed', [kept, kept]],
    ['contradicted if one is stored', [{ ...kept, beyond: true }]],
    ['not observed without support hours', [kept]],
    ['not observed if one is not in the plan', [kept, { ...kept, allowed: false }]],
  ])('by combination %s', (answer, tried) => {
    expect(answer).toContain(judgeCombinations(tried).answer);
  });
});

it('a policy that ilert accepts without a part is described by that part', () => {
  expect(judgeParts([]).answer).toBe('confirmed');
  expect(judgeParts(['a rule', 'a name'])).toEqual({
    answer: 'contradicted',
    sentence: 'ilert accepts a policy without a rule, or without a name.',
  });
});

describe('the refusal of a key is', () => {
  const wrongKey = { status: 403, body: { status: 403, message: 'no', code: 'KEY_ERROR' } };
  const noKey = { status: 401, body: undefined };
  it.each([
    ['confirmed', wrongKey, noKey],
    ['contradicted by another status', { ...wrongKey, status: 401 }, noKey],
    ['contradicted by another code', { ...wrongKey, body: { ...wrongKey.body, code: 'FORBIDDEN' } }, noKey],
    ['contradicted without a code', { ...wrongKey, body: { error: 'no' } }, noKey],
    ['contradicted without a message', { ...wrongKey, body: { status: 403, code: 'KEY_ERROR' } }, noKey],
    ['contradicted if no key is a wrong key', wrongKey, wrongKey],
    ['contradicted if any key is right', { status: 200, body: {} }, noKey],
    ['not observed if ilert is busy', { status: 429, body: { status: 429, message: 'slow down' } }, noKey],
    ['not observed behind a page of a firewall', { status: 403, body: undefined }, noKey],
  ])('%s', (answer, wrong, none) => {
    expect(answer).toContain(judgeRefusals(wrong, none).answer);
  });
});

describe('the number of requests left is', () => {
  it.each([
    ['confirmed if it goes down', [119, 118, 116, 115]],
    ['confirmed if a minute begins meanwhile', [3, 2, 119, 118]],
    ['contradicted if it goes up', [1, 2, 3, 4]],
    ['contradicted if it stays', [120, 120, 120, 120]],
    ['contradicted if no answer states it', [undefined, undefined]],
    ['not observed if only some answers state it', [119, undefined, 117]],
  ])('%s', (answer, left) => {
    expect(answer).toContain(judgeRequestsLeft(left).answer);
  });
});
