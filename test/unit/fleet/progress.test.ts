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
  expect(printed()).toBe('Planning for 60 targets… 12 done\n'.repeat(2));
  progress.stop();
  vi.advanceTimersByTime(120_000);
  expect(printed()).toBe('Planning for 60 targets… 12 done\n'.repeat(2));
});

it('with --quiet there is none', () => {
  const { progress, printed } = progressIn({}, true);
  vi.advanceTimersByTime(120_000);
  progress.stop();
  expect(printed()).toBe('');
});
