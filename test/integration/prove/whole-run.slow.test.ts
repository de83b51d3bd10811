import { expect, it } from 'vitest';
import { type Contradiction, contradictions } from '../../../sandbox/contradictions.ts';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { fc } from '../../support/property.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

const shown = experiments.flatMap(({ facts }) => facts);
const testable = (Object.keys(contradictions) as Contradiction[]).filter((fact) => shown.includes(fact));

/** So many whole runs at a time; `npm run bench:prove` runs them all. */
const DRAWN = process.env.ALL_CONTRADICTIONS === 'yes' ? testable.length : 8;
const [drawn = []] = fc.sample(fc.shuffledSubarray(testable, { minLength: DRAWN, maxLength: DRAWN }), 1);

it.each(drawn)('of a contradicted account, prove names %s and nothing else', { timeout: 120_000 }, async (fact) => {
  const sandbox = await sandboxOfTest({ contradict: [fact] });
  const { answers, sentences } = await proved(sandbox);
  const contradicted = Object.keys(answers).filter((id) => answers[id] === 'contradicted');
  expect(contradicted, contradicted.map((id) => `${id}: ${sentences[id]}`).join('\n')).toEqual([fact]);
  expect(leftByProve(sandbox)).toEqual([]);
});
