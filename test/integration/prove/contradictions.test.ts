import { expect, it } from 'vitest';
import { type Contradiction, contradictions } from '../../../sandbox/contradictions.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const shown = experiments.flatMap(({ facts }) => facts);
const testable = (Object.keys(contradictions) as Contradiction[]).filter((fact) => shown.includes(fact));

it.each(testable)('prove notices that an account contradicts %s', async (fact) => {
  const sandbox = await sandboxOfTest({ contradict: [fact] });
  const { exitCode, answers, sentences } = await proved(sandbox, [fact]);
  expect(answers[fact], sentences[fact]).toBe('contradicted');
  expect(exitCode).toBe(4);
  expect(leftByProve(sandbox)).toEqual([]);
});
