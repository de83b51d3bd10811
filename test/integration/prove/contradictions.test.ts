import { expect, it } from 'vitest';
import { type Contradiction, contradictions } from '../../../sandbox/contradictions.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { UNPROVABLE } from '../../../src/prove/unprovable.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const shown = experiments.flatMap(({ facts }) => facts);
const contradictable: readonly string[] = Object.keys(contradictions);

it('what the simulators contradict is shown by an experiment, or no experiment can show it', () => {
  const others = contradictable.filter((fact) => !shown.includes(fact));
  expect(others.filter((fact) => UNPROVABLE[fact] === undefined)).toEqual([]);
});

it.each(shown)('prove notices that an account contradicts %s', async (fact) => {
  const sandbox = await sandboxOfTest({ contradict: [contradictionOf(fact)] });
  const { exitCode, answers, sentences } = await proved(sandbox, [fact]);
  expect(answers[fact], sentences[fact]).toBe('contradicted');
  expect(exitCode).toBe(4);
  expect(leftByProve(sandbox)).toEqual([]);
});

function contradictionOf(fact: string): Contradiction {
  if (!contradictable.includes(fact)) throw new Error(`sandbox/contradictions.ts lacks ${fact}`);
  return fact as Contradiction;
}
