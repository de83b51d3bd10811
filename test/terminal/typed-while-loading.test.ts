import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../support/cli.ts';
import { sandboxOfTest } from '../support/sandbox.ts';
import { KEY, openTerminal, testOnTerminal } from './test-terminal.ts';

/** Delays loading the program until a file exists, and says when it has begun. */
const slowLoading = (goOn: string) => `
const fs = require('node:fs');
const original = fs.readFileSync;
fs.readFileSync = (path, ...rest) => {
  if (/program-[^/]*\\.js$/.test(String(path))) {
    fs.writeSync(2, 'LOADING ');
    const turn = new Int32Array(new SharedArrayBuffer(4));
    while (!fs.existsSync(${JSON.stringify(goOn)})) Atomics.wait(turn, 0, 0, 5);
  }
  return original(path, ...rest);
};
`;

testOnTerminal(
  'what is typed while the program is loaded is not shown, and answers nothing',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const [slow, goOn] = [join(folder, 'slow.cjs'), join(folder, 'go-on')];
    writeFileSync(slow, slowLoading(goOn));
    const env = { NODE_OPTIONS: `--require ${slow}`, NODE_DISABLE_COMPILE_CACHE: '1' };
    const terminal = openTerminal(await sandboxOfTest(), { env });
    await terminal.shows('LOADING');
    expect(existsSync(goOn)).toBe(false);
    terminal.press('typed too early', KEY.enter, KEY.enter);
    writeFileSync(goOn, '');
    await terminal.asks('API key');
    expect(terminal.raw()).not.toContain('typed too early');
    expect(terminal.text()).not.toMatch(/API key.*(must|required|empty)/);
    terminal.press(KEY.ctrlC);
    expect(await terminal.ended()).toBe(130);
  },
);
