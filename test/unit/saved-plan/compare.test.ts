import { expect, it, test } from 'vitest';
import { resolveSettings } from '../../../src/config/resolve.ts';
import type { Json } from '../../../src/engine/sealed.ts';
import { referencesOffline } from '../../../src/providers/resolve-references.ts';
import { differenceInWords } from '../../../src/saved-plan/change-difference.ts';
import { comparePlans } from '../../../src/saved-plan/compare.ts';
import type { SavedChange, TargetPlan } from '../../../src/saved-plan/document.ts';

const base: SavedChange = {
  resource: 'method',
  service: 'halo',
  title: 'method',
  name: 'send',
  action: 'keep',
  fields: [],
  values: [],
};
const request = { service: 'halo', method: 'POST', path: '/CustomIntegrationMethod', body: [{ id: 7 }] };
const create: SavedChange = { ...base, action: 'create', request, fields: [{ label: 'Payload', after: 'full' }] };
const keep: SavedChange = { ...base, id: '7' };
const update: SavedChange = {
  ...base,
  id: '7',
  action: 'update',
  request,
  fields: [{ label: 'Name', before: 'a', after: 'b' }],
};
const remove: SavedChange = { ...base, id: '7', action: 'delete', request };

/** Updates an alert source with a request that also contains fields the plan does not change. */
function sourceWith(carried: { readonly [field: string]: Json }): SavedChange {
  const sent = { service: 'ilert', method: 'PUT', path: '/alert-sources/7', body: { id: 7, name: 'b', ...carried } };
  return { ...update, resource: 'alert-source', service: 'ilert', title: 'alert source', name: 'B', request: sent };
}

const { settings } = resolveSettings(new Map([['alertSource.name', { value: 'B', origin: { from: 'default' } }]]), [], {
  isComplete: false,
});
const madeFrom = { settings, references: referencesOffline(settings), origins: new Map() };

test.each<[string, SavedChange | undefined, SavedChange | undefined, string]>([
  ['created since', create, keep, 'The method "send" was to be created, but it exists now (ID 7).'],
  [
    'created since, otherwise',
    create,
    update,
    'The method "send" was to be created, but it exists now (ID 7), and would be updated: Name a → b.',
  ],
  [
    'to be created with another value',
    create,
    { ...create, fields: [{ label: 'Payload', after: 'recommended' }] },
    'The method "send" was to be created with other values: Payload recommended, in the plan full.',
  ],
  [
    'to be created with a long value',
    create,
    { ...create, fields: [{ label: 'Payload', after: 'one\ntwo' }] },
    'The method "send" was to be created with other values: Payload, in the plan full.',
  ],
  [
    'to be created with a value that nobody sees',
    create,
    { ...create, request: { ...request, path: '/Other' } },
    'The method "send" was to be created with other values: request.path is "/Other"; in the plan it is "/CustomIntegrationMethod".',
  ],
  ['not wanted any more', create, undefined, 'The method "send" was to be created, which is not needed now.'],
  [
    'removed, though it was to stay',
    keep,
    create,
    'The method "send" (ID 7) was to stay as it is, but it no longer exists.',
  ],
  [
    'removed, though it was to be updated',
    update,
    create,
    'The method "send" (ID 7) was to be updated, but it no longer exists.',
  ],
  ['removed as planned', remove, undefined, 'The method "send" (ID 7) was to be removed, but it no longer exists.'],
  [
    'another one',
    keep,
    { ...keep, id: '8', name: 'other' },
    'The method "send" (ID 7) was to stay as it is; now another one would be used: "other" (ID 8).',
  ],
  ['changed', keep, update, 'The method "send" (ID 7) was to stay as it is; now it would be updated: Name a → b.'],
  [
    'changed as planned',
    update,
    keep,
    'The method "send" (ID 7) was to be updated, but there is nothing left to update.',
  ],
  [
    'changed otherwise',
    update,
    { ...update, fields: [{ label: 'Name', before: 'c', after: 'b' }] },
    'The method "send" (ID 7) was to be updated otherwise: Name c → b, in the plan a → b.',
  ],
  [
    'changed in another field',
    update,
    { ...update, fields: [{ label: 'Type', after: 'JSON' }] },
    'The method "send" (ID 7) was to be updated otherwise: Type JSON, which is not in the plan; Name needs no change now.',
  ],
  ['no longer to be removed', remove, keep, 'The method "send" (ID 7) was to be removed; now it would stay as it is.'],
  [
    'managed elsewhere',
    update,
    { ...keep, kept: 'external' },
    'The method "send" (ID 7) was to be updated; now it would be managed elsewhere.',
  ],
  ['new', undefined, remove, 'The method "send" (ID 7) is not in the plan; now it would be removed.'],
  [
    'described otherwise',
    { ...keep, title: 'webhook', name: 'evil' },
    keep,
    'The method "send" (ID 7) is described otherwise: title is "method"; in the plan it is "webhook"; name is "send"; in the plan it is "evil".',
  ],
  [
    'described otherwise, though it stays',
    { ...keep, fields: [{ label: 'Name', after: 'evil' }] },
    keep,
    'The method "send" (ID 7) is described otherwise: fields.0 is missing; in the plan it is {"label":"Name","after":"evil"}.',
  ],
  [
    'changed in a field that the request repeats, for which the page has a name',
    sourceWith({ severity: 1, alertCreation: 'ONE_OPEN_ALERT_ALLOWED' }),
    sourceWith({ severity: 2, alertCreation: 'OPEN_RESOLVE_ON_EXTRACTION' }),
    expect.stringMatching(
      /^The alert source "B" \(ID 7\) was to be updated otherwise: Alert grouping is .* now, and was .* when it was planned; Severity is 2 now, and was 1 when it was planned\.$/,
    ),
  ],
  [
    'changed in such a field without a name, or with a long value',
    sourceWith({ iconUrl: 'a', summaryTemplate: { textTemplate: 'x'.repeat(99) } }),
    sourceWith({ iconUrl: 'b' }),
    'The alert source "B" (ID 7) was to be updated otherwise: Alert summary is not what it was; iconUrl is not what it was.',
  ],
  [
    'changed in a secret',
    sourceWith({ severity: { $secret: 'ab' } }),
    sourceWith({ severity: { $secret: 'cd' } }),
    'The alert source "B" (ID 7) was to be updated otherwise: Severity is not what it was.',
  ],
])('what is %s is said so', (_, saved, now, words) => {
  expect(differenceInWords({ saved, now }, madeFrom)).toEqual(words);
});

function planOf(changes: readonly SavedChange[], more: Partial<TargetPlan> = {}): TargetPlan {
  const accounts = { ilert: 'https://api.ilert.com', halo: { url: 'https://acme.haloitsm.com' } };
  return { accounts, settings: {}, references: {}, pending: true, changes: [...changes], duplicates: [], ...more };
}

const compared = (saved: TargetPlan, now: TargetPlan) => comparePlans(saved, now, madeFrom);

it.each<[string, SavedChange[], SavedChange[], string]>([
  ['the same', [create], [create], 'same'],
  ['changed, where only its name is another', [update], [{ ...update, name: 'x' }], 'changed'],
  ['changed, where only what people read of it is something else', [update], [{ ...update, fields: [] }], 'changed'],
  ['changed, where it says something twice', [update, { ...update, name: 'x' }], [update], 'changed'],
  ['applied', [create], [keep], 'applied'],
  ['applied, where all is removed that was to be', [remove], [], 'applied'],
  [
    'partly applied',
    [create, { ...create, resource: 'runbook' }],
    [keep, { ...create, resource: 'runbook' }],
    'partly-applied',
  ],
  ['changed', [update], [{ ...update, request: { ...request, body: [] } }], 'changed'],
  [
    'changed, where something else is as planned',
    [create, { ...keep, resource: 'runbook' }],
    [keep, { ...update, resource: 'runbook' }],
    'changed',
  ],
])('a plan is %s', (_, saved, now, state) => {
  expect(compared(planOf(saved), planOf(now)).state).toBe(state);
});

test('what is known since another change was carried out is no difference of its own', () => {
  const runbook = (method: Json): SavedChange => ({
    ...create,
    resource: 'runbook',
    request: { method },
  });
  const unknown = runbook({ $unknown: 'known after apply' });
  const { state, problems } = compared(planOf([create, unknown]), planOf([keep, runbook(7)]));
  expect(state).toBe('partly-applied');
  expect(problems.map(({ message }) => message)).toEqual([
    'The method "send" was to be created, but it exists now (ID 7).',
  ]);
});

test('a value that is not known is never the same as one that is, even where nothing else differs', () => {
  const forged: SavedChange = { ...create, request: { $unknown: 'anything' } };
  expect(compared(planOf([forged]), planOf([create])).state).toBe('changed');
});

test('in another account, that alone is said', () => {
  const accounts = { ilert: 'https://api.ilert.com', halo: { url: 'https://other.haloitsm.com' } };
  const { problems } = compared(planOf([create], { settings: { a: 1 } }), planOf([keep], { accounts }));
  expect(problems.map(({ message }) => message)).toEqual([
    'The plan was made for https://acme.haloitsm.com, but this run is for https://other.haloitsm.com.',
  ]);
});

test('another tenant of the same address is another account', () => {
  const accounts = { ilert: 'https://api.ilert.com', halo: { url: 'https://acme.haloitsm.com', tenant: 'b' } };
  expect(compared(planOf([create]), planOf([create], { accounts })).problems).toHaveLength(1);
});

test('a payload that differs is said with the line', () => {
  const payload = (text: string) => planOf([], { settings: { 'halo.payload': text } });
  expect(compared(payload('{}'), payload('{}')).state).toBe('same');
  expect(compared(payload('{}'), payload('{\n}')).problems).toEqual([
    { message: 'halo.payload has another text now, from line 1 on.' },
  ]);
});

test('what no run ever saves is a difference, whatever it is called', () => {
  expect(compared(planOf([create], { settings: { constructor: 1 } }), planOf([create])).problems).toEqual([
    { message: 'constructor is not set now; in the plan it is 1.' },
  ]);
});

test('an edited part is named, though nothing would be done otherwise', () => {
  const edited = planOf([create], { pending: false, references: { policy: 1 } });
  expect(compared(edited, planOf([create]))).toEqual({
    state: 'changed',
    problems: [
      { message: 'references.policy is missing; in the plan it is 1.' },
      { message: 'pending is true; in the plan it is false.' },
    ],
  });
});

test('a name that stands for another ID is said with both, unless the setting names something else', () => {
  const plan = (policy: number, name = 'Default') =>
    planOf([], { references: { policy }, settings: { 'alertSource.escalationPolicy': name } });
  expect(compared(plan(1), plan(2)).problems).toMatchObject([
    { message: 'alertSource.escalationPolicy: ID 2 now, ID 1 in the plan.' },
  ]);
  expect(compared(plan(1), plan(2, 'Other')).problems.map(({ message }) => message)).toEqual([
    'alertSource.escalationPolicy is "Other" now; in the plan it is "Default".',
  ]);
});

test('a second row that is gone is a difference, as one that has appeared', () => {
  const duplicates = [{ resource: 'runbook', title: 'runbook', name: 'Copy', id: '9', does: 'calls the method' }];
  const [one, other] = [planOf([]), planOf([], { duplicates })];
  expect(compared(one, other).problems).toEqual([
    { message: 'The runbook "Copy" (ID 9) also calls the method; the plan does not have it.' },
  ]);
  expect(compared(other, one).problems).toEqual([
    { message: 'The runbook "Copy" (ID 9), which also calls the method in the plan, no longer does.' },
  ]);
});
