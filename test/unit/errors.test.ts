import { expect, test } from 'vitest';
import { Fault, interruptedFault, messageOf, usageFault, usageFaults } from '../../src/errors/cli-error.ts';

test('several problems are one error that tells all of them, the first one first', () => {
  const problems = [
    { message: 'One.', hint: 'Do this.' },
    { message: 'Two.' },
    { message: 'Three.', hint: 'Or that.' },
  ];
  const fault = usageFaults(problems);
  expect(fault).toBeInstanceOf(Fault);
  expect(fault.message).toBe('One.');
  expect(fault.problems).toEqual(problems);
});

test.each([
  ['bad input', usageFault('No.', 'Yes.'), 2],
  ['several problems of the input', usageFaults([{ message: 'No.' }]), 2],
  ['Ctrl-C', interruptedFault(), 130],
])('%s ends with its exit code', (_, fault, exitCode) => {
  expect(fault.exitCode).toBe(exitCode);
});

test('an error of no problems is a mistake of ours', () => {
  expect(() => usageFaults([])).toThrow(TypeError);
});

test.each([
  [new Error('broken'), 'broken'],
  ['broken', 'broken'],
  [undefined, 'undefined'],
])('the message of %s is %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});
