import { expect, test } from 'vitest';
import {
  CliError,
  cancelledError,
  inOneLine,
  interruptedError,
  isInterrupted,
  messageOf,
  usageError,
  usageErrors,
} from '../../../src/errors/cli-error.ts';

test('several problems are one error with all of them, the first one first', () => {
  const problems = [
    { message: 'One.', hint: 'Do this.' },
    { code: 'name-unknown', message: 'Two.' },
    { message: 'Three.', hint: 'Or that.' },
  ] as const;
  const error = usageErrors(problems, 'setting-invalid');
  expect(error).toBeInstanceOf(CliError);
  expect(error.message).toBe('One.');
  expect(error.problems).toEqual(problems.map((problem) => ({ code: 'setting-invalid', ...problem })));
});

test.each([
  ['bad input', usageError('No.', 'Yes.'), 2],
  ['several problems of the input', usageErrors([{ message: 'No.' }]), 2],
  ['Ctrl-C', interruptedError(), 130],
  ['the answer no', cancelledError(), 130],
])('%s ends with its exit code', (_, error, exitCode) => {
  expect(error.exitCode).toBe(exitCode);
});

test('only what was stopped or cancelled is interrupted', () => {
  expect([interruptedError(), cancelledError()].map(isInterrupted)).toEqual([true, true]);
  expect([usageError('No.'), new Error('broken'), undefined].map(isInterrupted)).toEqual([false, false, false]);
});

test.each([
  [{ message: 'No.', hint: 'Do this.' }, 'No. Do this.'],
  [{ message: 'No.' }, 'No.'],
  [usageError('First line.\nSecond line.'), 'First line. Second line.'],
])('a problem on one line: %#', (problem, line) => {
  expect(inOneLine(problem)).toBe(line);
});

test('an error without problems is a bug', () => {
  expect(() => usageErrors([])).toThrow(TypeError);
});

test.each([
  [new Error('broken'), 'broken'],
  ['broken', 'broken'],
  [undefined, 'undefined'],
])('the message of %s is %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});
