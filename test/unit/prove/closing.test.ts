import { expect, it } from 'vitest';
import { judgeStart } from '../../../src/prove/experiments/halo/closing.ts';

it.each([
  ['its runbook was started', 'confirmed', { own: true, other: false, isSure: false }],
  ['both were started', 'confirmed', { own: true, other: true, isSure: true }],
  [
    'only the other one was started, by a ticket that is closed',
    'contradicted',
    { own: false, other: true, isSure: true },
  ],
  [
    'only the other one was started, and the ticket may not be closed',
    'not observed',
    { own: false, other: true, isSure: false },
  ],
  ['neither was started', 'not observed', { own: false, other: false, isSure: true }],
])('closing a ticket: if %s, the event is %s', (_, answer, started) => {
  expect(judgeStart('Closed', started).answer).toBe(answer);
});
