import { describe, expect, it, test } from 'vitest';
import { type Hints, matchByName } from '../../../src/engine/match.ts';
import type { StoredRow as Row } from '../../../src/engine/resource.ts';
import { resourceOf } from '../../../src/providers/resources.ts';

const source = resourceOf('alert-source');
const runbook = resourceOf('runbook');
const none: Hints = { adopt: [], remembered: {} };

const rows: readonly Row[] = [
  { id: 1, name: 'HaloITSM' },
  { id: 2, name: 'HaloITSM old' },
  { id: 3, name: 'Twice' },
  { id: 4, name: 'Twice' },
  { id: 5, name: ' Blanks ' },
  { id: 6, name: null },
  { id: 7 },
];

const idOf = (name: string, hints: Hints = none, resource = source) => {
  const picked = matchByName(resource, name, rows, hints);
  return 'row' in picked ? picked.row?.id : picked.ambiguity.message;
};

describe('the row is found by its name', () => {
  it.each([
    ['one', 'HaloITSM', 1],
    ['one with blanks around its name', 'Blanks', 5],
    ['none', 'Halo', undefined],
    ['none in other capitals', 'haloitsm', undefined],
  ])('%s', (_, name, id) => {
    expect(idOf(name)).toBe(id);
  });

  it('but where there are several, their ids are told and nothing is taken', () => {
    expect(matchByName(source, 'Twice', rows, none)).toMatchObject({
      ambiguity: {
        message: 'There are 2 alert sources named "Twice": IDs 3, 4.',
        hint: 'Choose one with --adopt, such as --adopt alert-source:3, or use another name.',
      },
    });
  });
});

it('where no setting holds the name, another name is no way out', () => {
  expect(matchByName(resourceOf('closed-event'), 'Twice', rows, none)).toMatchObject({
    ambiguity: { hint: 'Choose one with --adopt, such as --adopt closed-event:3.' },
  });
});

describe('of several, --adopt says which', () => {
  const adopt = (...ids: string[]): Hints => ({ adopt: ids, remembered: {} });
  const several = expect.stringContaining('IDs 3, 4');
  it.each([
    ['by its id', adopt('4'), 4],
    ['by resource and id', adopt('alert-source:3'), 3],
    ['among ids of others', adopt('99', 'runbook:3', '4'), 4],
    ['but not by the id of another resource', adopt('runbook:4'), several],
    ['but not by an id that is not among them', adopt('1'), several],
    ['but not both', adopt('3', '4'), several],
    ['but not by a part of an id', adopt('alert-source:'), several],
  ])('%s', (_, hints, id) => {
    expect(idOf('Twice', hints)).toEqual(id);
  });

  it('a runbook by its GUID', () => {
    const guids = ['a-1', 'a-2'].map((id) => ({ id, name: 'ilert runbook' }));
    expect(matchByName(runbook, 'ilert runbook', guids, adopt('runbook:a-2'))).toEqual({ row: guids[1] });
  });

  it('and does not take a row of another name', () => {
    expect(idOf('Halo', adopt('1'))).toBeUndefined();
  });
});

describe('a row that an earlier run knew and somebody renamed', () => {
  const remembered = (id: number | string, name: string): Hints => ({
    adopt: [],
    remembered: { 'alert-source': { id, name } },
  });
  it.each([
    ['is found again by its id', 'Halo', remembered(2, 'Halo'), 2],
    ['is not, where another name is asked for', 'New', remembered(2, 'Halo'), undefined],
    ['is not, where it is gone', 'Halo', remembered(99, 'Halo'), undefined],
    ['is not, where one has the name now', 'HaloITSM', remembered(2, 'HaloITSM'), 1],
    ['decides between several', 'Twice', remembered(3, 'Twice'), 3],
  ])('%s', (_, name, hints, id) => {
    expect(idOf(name, hints)).toEqual(id);
  });
});

test('what was remembered of one resource says nothing of another', () => {
  expect(idOf('Halo', { adopt: [], remembered: { 'alert-source': { id: 2, name: 'Halo' } } }, runbook)).toBeUndefined();
});
