import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';

/** Returns a command of the outro as words without `npx ilert-haloitsm`, read like a shell. */
export function printedCommand(page: string, command: 'apply' | 'destroy'): string[] {
  const start = page.indexOf(`  npx ilert-haloitsm ${command}`);
  expect(start, `the command ${command} in ${page}`).toBeGreaterThan(-1);
  // It ends with the first line that isn't continued.
  const [line = ''] = /^(.*\\\n)*.*/.exec(page.slice(start)) ?? [];
  const words = execFileSync('bash', ['-c', `set -- ${line}\nprintf '%s\\0' "$@"`], { encoding: 'utf8' });
  return words.split('\0').slice(2, -1);
}

/** Returns the variables that the outro asks to set. */
export function printedVariables(page: string): string[] {
  const [, list = ''] = /On a terminal, it asks for ([\w\s]+?); in a script/.exec(page) ?? [];
  return list.match(/[A-Z_]{2,}/g) ?? [];
}
