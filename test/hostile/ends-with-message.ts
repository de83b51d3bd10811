import { expect } from 'vitest';
import type { RunResult } from '../support/cli.ts';

/** What a terminal acts on, or what reverses the reading direction; the program itself prints line breaks and tabs. */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Signs of a stack trace: a line from Node, or from us. */
const STACK = /^\s+at .*(\(|node:|file:|\.[jt]s)|^\w*Error:.*\n\s+at /m;

/**
 * Expects that the run ended by itself, whatever came in, with a known exit code and a readable message.
 *
 * @param isVerbose whether a stack trace was requested
 */
export function expectWords(
  { exitCode, stdout, stderr }: RunResult,
  codes: readonly number[] = [0, 1, 2, 3, 4, 5],
  isVerbose = false,
): void {
  const said = stdout + stderr;
  expect(codes, said.slice(0, 2000)).toContain(exitCode);
  if (exitCode !== 0 && exitCode !== 4) expect(said).toMatch(/\S \S/);
  expect(/This is a bug.*/.exec(said)?.[0]).toBeUndefined();
  if (!isVerbose) expect(STACK.exec(said)?.[0]).toBeUndefined();
  expect(JSON.stringify(STEERING.exec(stdout))).toBe('null');
  expect(JSON.stringify(STEERING.exec(stderr))).toBe('null');
}

/** Expects standard output to be one JSON document. */
export function expectOneDocument({ stdout }: RunResult): void {
  expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1 });
}
