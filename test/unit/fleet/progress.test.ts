import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startFleetProgress } from '../../../src/fleet/progress.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { createStreams } from '../../../src/ui/streams.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function progressIn(env: Record<string, string>, quiet = false) {
  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  const options = { quiet, verbose: false, color: false };
  const streams = createStreams({ stdout: stream, stderr: stream, env, redactor: createRedactor([]), options });
  return { progress: startFleetProgress(streams, 'Planning for 60 targets… 0 done'), printed: () => printed };
}

it('in a log there is a line every 30 seconds, and none after the end', () => {
  const { progress, printed } = progressIn({ CI: 'true' });
  vi.advanceTimersByTime(29_000);
  expect(printed()).toBe('');
  progress.show('Planning for 60 targets… 12 done');
  vi.advanceTimersByTime(31_000);
  const lines = 'Planning for 60 targets… 12 done\nPlanning for 60 targets… 12 done, unchanged for 30 s\n';
  expect(printed()).toBe(lines);
  progress.stop();
  vi.advanceTimersByTime(120_000);
  expect(printed()).toBe(lines);
});

it('no two lines of a log are the same while nothing happens', () => {
  const { progress, printed } = progressIn({ CI: 'true' });
  vi.advanceTimersByTime(120_000);
  progress.show('Planning for 60 targets… 1 done');
  vi.advanceTimersByTime(30_000);
  progress.stop();
  const lines = printed().trimEnd().split('\n');
  expect(new Set(lines).size).toBe(5);
  expect(lines.at(-1)).toBe('Planning for 60 targets… 1 done');
});

it('with --quiet there is none', () => {
  const { progress, printed } = progressIn({}, true);
  vi.advanceTimersByTime(120_000);
  progress.stop();
  expect(printed()).toBe('');
});
