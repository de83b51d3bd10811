import { expect, it } from 'vitest';
import { type Contradiction, contradictions } from '../contradictions.ts';
import type { Shown } from './contradictions/shown.ts';
import { shownByHalo } from './contradictions/shown-by-halo.ts';
import { shownByIlert } from './contradictions/shown-by-ilert.ts';

const shown: Readonly<Record<Contradiction, Shown>> = { ...shownByHalo, ...shownByIlert };

it.each(Object.entries(contradictions))('contrary to %s, on request: %s', async (fact) => {
  const { usual, contrary, observe } = shown[fact as Contradiction];
  expect(await observe({})).toEqual(usual);
  expect(await observe({ contradict: [fact as Contradiction] })).toEqual(contrary);
});
