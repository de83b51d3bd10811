import { expect, it } from 'vitest';
import { CliError, ExitCode } from '../../../src/errors/cli-error.ts';
import { reportEnded } from '../../../src/reporters/fleet-progress.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { createStreams } from '../../../src/ui/streams.ts';

/** Returns the log of targets that end in this order, each with why it failed; undefined if it did not. */
function logOf(ends: readonly (readonly [target: string, reason: string | undefined])[]): string[] {
  let printed = '';
  const stream = { write: (text: string) => (printed += text) };
  const options = { quiet: false, verbose: false, color: false };
  const streams = createStreams({ stdout: stream, stderr: stream, env: {}, redactor: createRedactor([]), options });
  const tell = reportEnded(streams, false);
  for (const [index, [target, message]] of ends.entries()) {
    const error = message === undefined ? undefined : new CliError({ message, exitCode: ExitCode.failed });
    const outcome = error ? 'failed' : 'done';
    tell({ target, outcome, notes: [], ...(error && { error }) }, index + 1, ends.length);
  }
  return printed.trimEnd().split('\n');
}

it('names each target that fails when it does, and each reason once', () => {
  expect(
    logOf([
      ['a', 'No answer from a.'],
      ['b', undefined],
      ['c', 'No answer from c.'],
      ['d', 'Refused.'],
      ['e', 'No answer from e.'],
      ['f', undefined],
    ]),
  ).toEqual(['[1/6] a failed: No answer from a.', '[3/6] c failed', '[4/6] d failed: Refused.', '[5/6] e failed']);
});

it('names all of 60 that fail for one reason, on few lines', () => {
  const names = Array.from({ length: 60 }, (_, index) => `t${index}`);
  const lines = logOf(names.map((name) => [name, 'Closed.']));
  for (const name of names) expect(lines.join('\n')).toMatch(new RegExp(`\\b${name} failed\\b`));
  expect(lines.length).toBeLessThanOrEqual(16);
});
