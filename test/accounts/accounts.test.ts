import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPlace, type Place, wrongIn } from './journey.ts';

/** `npm run bench:accounts` runs more of them. */
const ACCOUNTS = Number(process.env.ACCOUNTS ?? 40);
let place: Place;

beforeAll(async () => {
  place = await openPlace();
});

afterAll(() => place.close());

it.each(Array.from({ length: ACCOUNTS }, (_, index) => index + 1))(
  "every command works in an account full of other people's odd rows: account %i",
  async (seed) => {
    expect(await wrongIn(place, seed)).toEqual([]);
  },
);
