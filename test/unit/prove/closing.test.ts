import { expect, it } from 'vitest';
import { judgeStart } from '../../../src/prove/experiments/halo/closing.ts';

it.each([
  ['its runbook was started', { own: true, other: false, isSure: false }, 'confirmed'],
  ['both were started', { own: true, other: true, isSure: true }, 'confirmed'],
  [
    'only the other one was started, by a ticket that is closed',
    { own: false, other: true, isSure: true },
    'contradicted',
  ],
  [
    'only the other one was started, and the ticket may not be closed',
    { own: false, other: true, isSure: false },
    'not observed',
  ],
  ['neither was started', { own: false, other: false, isSure: true }, 'not observed'],
])('closing a ticket: if %s, the event is judged so', (_, started, answer) => {
  expect(judgeStart('Closed', started).answer).toBe(answer);
});
