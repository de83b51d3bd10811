import { describe, expect, it, test } from 'vitest';
import { activitiesInWords, createActivities, type HoldUp, holdUpInWords } from '../../../src/http/activities.ts';

describe('what a person is told while a service is asked', () => {
  const ilert = { service: 'ilert', rows: 0 };
  const halo = { service: 'HaloITSM', rows: 0 };
  const policies = { ...ilert, list: 'escalation policies' };
  it.each<[string, Parameters<typeof activitiesInWords>, string]>([
    ['nothing is asked yet', [[], undefined], 'Working…'],
    ['nothing is asked, and the caller knows what it does', [[], 'Saving…'], 'Saving…'],
    ['one service is read', [[ilert, policies], undefined], 'Reading ilert…'],
    ['both are read', [[ilert, halo, ilert], undefined], 'Reading ilert and HaloITSM…'],
    ['the client signs in', [[{ ...halo, isSignIn: true }], undefined], 'Signing in to HaloITSM…'],
    ['the caller knows more', [[ilert], 'Checking API key…'], 'Checking API key…'],
    ['a list is long', [[{ ...policies, rows: 50 }, halo], 'Loading…'], 'Loading escalation policies… 50'],
    [
      'two lists are long: the longer one',
      [
        [
          { ...policies, rows: 50 },
          { ...halo, list: 'runbooks', rows: 300 },
        ],
        undefined,
      ],
      'Loading runbooks… 300',
    ],
  ])('%s', (_, [activities, text], words) => {
    expect(activitiesInWords(activities, text)).toBe(words);
  });
});

const retry: HoldUp = {
  kind: 'retry',
  service: 'HaloITSM',
  why: 'connection refused',
  hasResponded: false,
  attempt: 2,
  maxAttempts: 5,
};
const limit: HoldUp = {
  kind: 'rate-limit',
  service: 'ilert',
  limit: '120 requests a minute per API key',
  isAtMost: false,
};

test.each<[HoldUp, number, string]>([
  [retry, 1_200, 'HaloITSM does not respond (connection refused); retrying in 2 s (attempt 2 of 5)'],
  [
    { ...retry, why: 'HTTP 503', hasResponded: true, attempt: 5 },
    8_000,
    'HaloITSM returned HTTP 503; retrying in 8 s (attempt 5 of 5)',
  ],
  [limit, 13_000, "ilert's rate limit reached (120 requests a minute per API key); continuing in 13 s"],
  [
    { ...limit, isAtMost: true },
    304_000,
    "ilert's rate limit reached (120 requests a minute per API key); continuing within 5 min 4 s",
  ],
])('what holds the run up, and for how long: %#', (holdUp, milliseconds, words) => {
  expect(holdUpInWords(holdUp, milliseconds)).toBe(words);
});

describe('what holds the run up', () => {
  it('is counted down, and then gives way to what goes on', async () => {
    let time = 0;
    const activities = createActivities({ now: () => time, timeScale: 1 });
    await activities.during({ service: 'ilert' }, async () => {
      activities.holdUp(limit, 13_000);
      expect(activities.inWords('Creating the alert source')).toContain('continuing in 13 s');
      time = 9_500;
      expect(activities.inWords(undefined)).toContain('continuing in 4 s');
      time = 13_000;
      expect(activities.inWords(undefined)).toBe('Reading ilert…');
    });
    expect(activities.inWords(undefined)).toBe('Working…');
  });

  it('is news once, however many requests it holds up', () => {
    let time = 0;
    const activities = createActivities({ now: () => time, timeScale: 1 });
    expect([activities.holdUp(retry, 1_000), activities.holdUp(retry, 1_200), activities.holdUp(limit, 5_000)]).toEqual(
      [true, false, true],
    );
    expect(activities.holdUp({ ...retry, attempt: 3 }, 2_000)).toBe(true);
    time = 10_000;
    expect(activities.holdUp(retry, 1_000)).toBe(true);
  });
});

test('a list ends with its work, also if that fails', async () => {
  const activities = createActivities({ now: Date.now, timeScale: 1 });
  const failing = activities.during({ service: 'ilert', list: 'teams' }, async (read) => {
    read(100);
    expect(activities.inWords('Loading teams…')).toBe('Loading teams… 100');
    throw new Error('gone');
  });
  await expect(failing).rejects.toThrow('gone');
  expect(activities.inWords('Loading teams…')).toBe('Loading teams…');
});
