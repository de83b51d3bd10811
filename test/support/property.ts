import fc from 'fast-check';

/**
 * fast-check, with the same cases in every run, so that a failure is always about the change under test. The variable
 * `TEST_SEED` sets another seed, or `random` (`npm run test:random`). A failing property prints its seed.
 */
const given = process.env.TEST_SEED;
fc.configureGlobal(given === 'random' ? {} : { seed: Number(given ?? 20_261_126) });

export { fc };
