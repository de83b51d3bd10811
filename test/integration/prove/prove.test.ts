import { describe, expect, it } from 'vitest';
import { experiments } from '../../../src/prove/experiments/experiments.ts';
import { leftByProve, proved } from '../../support/prove.ts';
import { sandboxOfTest } from '../../support/sandbox.ts';

/** Milliseconds for all experiments, on a busy machine. */
const LONG = 120_000;

describe('prove, on accounts that behave as assumed', () => {
  it('confirms every fact that an experiment shows, and leaves nothing behind', { timeout: LONG }, async () => {
    const sandbox = await sandboxOfTest();
    const { exitCode, answers, sentences } = await proved(sandbox);
    const shown = experiments.flatMap(({ facts }) => facts);
    const others = shown.filter((fact) => answers[fact] !== 'confirmed').map((fact) => `${fact}: ${sentences[fact]}`);
    expect(others).toEqual([]);
    expect(exitCode).toBe(0);
    expect(leftByProve(sandbox)).toEqual([]);
  });
});
