import { describe, expect, it } from 'vitest';
import { judgeLinks, judgeMappings } from '../../../src/prove/experiments/ilert/alert-extras.ts';
import { judgeFilter, judgeTypeFilters } from '../../../src/prove/experiments/ilert/alert-filters.ts';
import { judgeGroupings } from '../../../src/prove/experiments/ilert/alert-grouping.ts';
import { judgeKey } from '../../../src/prove/experiments/ilert/alert-key.ts';
import { judgeLists } from '../../../src/prove/experiments/ilert/alert-lists.ts';
import {
  judgeClosing,
  judgeGrouping,
  judgeKeyCase,
  judgeStatuses,
} from '../../../src/prove/experiments/ilert/closing-in-ilert.ts';

describe('the key of an alert is', () => {
  it.each([
    ['confirmed if it is the ID', '902'],
    ['contradicted if it has a prefix', 'halo-902'],
    ['contradicted if it only contains the digits', '19023'],
    ['contradicted if it is the summary', 'open ticket'],
    ['not observed if the account does not show it', undefined],
    ['not observed if it is empty', ''],
  ])('%s', (answer, key) => {
    expect(answer).toContain(judgeKey(key, 902).answer);
  });

  it('said to contain the ID, if it does', () => {
    expect(judgeKey('halo-902', 902).sentence).toContain('and more');
    expect(judgeKey('19023', 902).sentence).not.toContain('and more');
  });
});

describe('that keys are compared in any case is', () => {
  const usual = { key: 'prove-key', id: 'prove-key', hasSecond: false, isProcessed: true };
  it.each([
    ['confirmed without a second alert', usual],
    ['contradicted by a second alert', { ...usual, hasSecond: true }],
    ['not observed if nothing later was processed', { ...usual, isProcessed: false }],
    ['not observed if the key is not shown', { ...usual, key: undefined, hasSecond: true }],
    ['not observed if the key is something else', { ...usual, key: '17', hasSecond: true }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeKeyCase(seen).answer);
  });
});

describe('one alert per ticket is', () => {
  it.each([
    ['confirmed', 5, 'ONE_ALERT_PER_EMAIL'],
    ['contradicted by fewer alerts', 1, 'ONE_OPEN_ALERT_ALLOWED'],
    ['contradicted by more alerts', 6, 'ONE_ALERT_PER_EMAIL'],
    ['not observed if some events take longer', 3, 'ONE_ALERT_PER_EMAIL'],
    ['not observed if the source does not show it', 5, undefined],
    ['contradicted by another name for it', 5, 'ONE_OPEN_ALERT_ALLOWED'],
    ['not observed without any alert', 0, 'ONE_OPEN_ALERT_ALLOWED'],
  ])('%s', (answer, alerts, creation) => {
    expect(answer).toContain(judgeGrouping(5, alerts, creation).answer);
  });
});

describe('which status resolves an alert is', () => {
  const ways = (name: boolean, short: boolean, id: boolean) => ({
    'the name of the status, in any case': name,
    'the short name of the status, in any case': short,
    'the ID of the status': id,
  });
  const all = { usual: true, ways: ways(true, true, true), other: false, isProcessed: true };

  it.each([
    ['confirmed if each of the three does', all],
    ['contradicted if one does not', { ...all, ways: ways(true, true, false) }],
    ['contradicted if another status does', { ...all, other: true }],
    ['contradicted if only all of them together do', { ...all, ways: ways(false, false, false) }],
    ['not observed if none does', { ...all, usual: false, ways: ways(false, false, false) }],
    ['not observed if events take too long', { ...all, ways: ways(true, true, false), isProcessed: false }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeStatuses(seen).answer);
  });

  it('told part by part', () => {
    const { sentence } = judgeStatuses({ ...all, ways: ways(true, false, false) });
    expect(sentence).toMatch(/Not enough.*short name.*ID.*\. Enough: the name/);
  });

  it.each([
    ['confirmed', { usual: true, isProcessed: false }],
    ['contradicted if later events were processed', { usual: false, isProcessed: true }],
    ['not observed if none were', { usual: false, isProcessed: false }],
  ])('for a closed ticket %s', (answer, seen) => {
    expect(answer).toContain(judgeClosing(seen).answer);
  });
});

describe('grouping is', () => {
  const good = { name: 'A', joined: true, parted: true };
  it.each([
    ['confirmed', [good, { ...good, name: 'B' }], true],
    ['confirmed by one kind if another could not be ended', [good, { ...good, parted: undefined }], true],
    ['contradicted if an open alert takes nothing in', [good, { ...good, joined: false, parted: undefined }], true],
    ['contradicted if an ended alert takes tickets in', [good, { ...good, parted: false }], true],
    ['confirmed by the rest if events take too long', [good, { ...good, parted: false }], false],
    ['not observed if no kind is available', [], true],
    ['not observed if none could be ended', [{ ...good, parted: undefined }], true],
  ])('%s', (answer, seen, isProcessed) => {
    expect(answer).toContain(judgeGroupings(seen, isProcessed).answer);
  });
});

describe('the answer to an excluded event is', () => {
  const usual = { status: 202, isProcessed: true, isExcluded: true };
  it.each([
    ['confirmed as 202', usual],
    ['contradicted by any other', { ...usual, status: 400 }],
    ['not observed if nothing is excluded', { ...usual, isExcluded: false }],
    ['not observed without alerts', { ...usual, isProcessed: false }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeFilter(seen).answer);
  });
});

describe('filters by type of event are', () => {
  const works = {
    stored: true,
    createdOther: false,
    created: true,
    accepted: true,
    resolved: true,
    isProcessed: true,
  };
  it.each([
    ['confirmed if they work', works],
    ['contradicted if ilert drops them', { ...works, stored: false, createdOther: true }],
    ['confirmed if they work without being shown', { ...works, stored: false }],
    ['contradicted if they exclude nothing', { ...works, createdOther: true }],
    ['contradicted if one has no effect', { ...works, accepted: false }],
    ['not observed if the account creates no alerts at all', { ...works, created: false, isProcessed: false }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeTypeFilters(seen).answer);
  });
});

describe('links are', () => {
  const page = 'https://halo.test/ticket?id=1';
  it.each([
    ['confirmed if filled in', { links: [null, { href: page, text: 'Ticket' }] }],
    ['contradicted if not filled in', { links: [{ href: 'https://halo.test/ticket?id={{ ticket.id }}' }] }],
    ['contradicted if there are none', { links: [] }],
    ['not observed if the alert has no such field', {}],
    ['not observed without an alert', undefined],
  ])('%s', (answer, alert) => {
    expect(answer).toContain(judgeLinks(alert, page).answer);
  });
});

describe('mappings are', () => {
  const own = { priority: 'LOW', severity: 5 };
  const works = { mapped: { priority: 'HIGH', severity: 3 }, inOtherCase: own, unmapped: own };
  const withoutPriority = { mapped: { severity: 3 }, inOtherCase: { severity: 5 }, unmapped: { severity: 5 } };
  const withoutSeverity = {
    mapped: { priority: 'HIGH' },
    inOtherCase: { priority: 'LOW' },
    unmapped: { priority: 'LOW' },
  };
  it.each([
    ['confirmed if they work', works],
    ['confirmed by the priority if the account shows no severity', withoutSeverity],
    ['confirmed by the severity if the account shows no priority', withoutPriority],
    ['not observed if the account shows neither', { mapped: {}, inOtherCase: {}, unmapped: {} }],
    ['contradicted without effect', { ...works, mapped: own }],
    ['contradicted if only the priority has none', { ...works, mapped: { priority: 'LOW', severity: 3 } }],
    ['contradicted if only the severity has none', { ...works, mapped: { priority: 'HIGH', severity: 5 } }],
    ['contradicted if values are compared in any case', { ...works, inOtherCase: works.mapped }],
    ["contradicted if the source's own is lost", { ...works, unmapped: { priority: 'LOW', severity: 1 } }],
    ['not observed if an alert is missing', { ...works, unmapped: undefined }],
  ])('%s', (answer, seen) => {
    expect(answer).toContain(judgeMappings(seen).answer);
  });
});

describe('the filters of a list of alerts are', () => {
  const works = { fits: true, other: false };
  it.each([
    ['confirmed', { sources: works, states: works, from: works, hasDetails: true }],
    ['confirmed if some could not be tried', { sources: works, hasDetails: true }],
    ['contradicted if one is ignored', { sources: works, states: { fits: true, other: true }, hasDetails: true }],
    ['contradicted if one hides what fits', { sources: { fits: false, other: false }, hasDetails: true }],
    ['contradicted if one is refused', { sources: { fits: undefined, other: undefined }, hasDetails: true }],
    [
      'confirmed if one is refused that nothing fits',
      { sources: works, from: { ...works, other: undefined }, hasDetails: true },
    ],
    ['contradicted if details are missing', { sources: works, hasDetails: false }],
  ])('%s', (answer, lists) => {
    expect(answer).toContain(judgeLists(lists).answer);
  });
});
