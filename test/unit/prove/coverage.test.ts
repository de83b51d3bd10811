import { describe, expect, it } from 'vitest';
import { facts } from '../../../src/facts/facts.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { REMEDIES } from '../../../src/prove/remedies.ts';
import { UNPROVABLE } from '../../../src/prove/unprovable.ts';

const ids = facts.map(({ id }) => id);
const shown = experiments.flatMap((experiment) => experiment.facts);

describe('the experiments', () => {
  it('show only facts that are listed, each in one experiment', () => {
    expect(shown.filter((fact) => !ids.includes(fact))).toEqual([]);
    expect(shown.filter((fact, index) => shown.indexOf(fact) !== index)).toEqual([]);
  });

  it('begin with those that wait longest', () => {
    const minutes = experiments.map(({ cost }) => cost.minutes);
    expect(minutes).toEqual(minutes.toSorted((one, other) => other - one));
  });

  it('have names of their own', () => {
    const names = experiments.map(({ id }) => id);
    expect(new Set([...names, ...ids]).size).toBe(names.length + ids.length);
  });
});

it('every fact that is not proven is shown by an experiment, or a reason says why none can show it', () => {
  const unproven = facts.filter(({ certainty }) => certainty !== 'proven').map(({ id }) => id);
  expect(unproven.filter((fact) => !shown.includes(fact) && UNPROVABLE[fact] === undefined)).toEqual([]);
});

it('a reason is given only for facts that no experiment shows', () => {
  const unprovable = Object.keys(UNPROVABLE);
  expect(unprovable.filter((fact) => !ids.includes(fact) || shown.includes(fact))).toEqual([]);
});

it('remedies are for facts that an experiment shows', () => {
  expect(Object.keys(REMEDIES).filter((fact) => !shown.includes(fact))).toEqual([]);
});
