import { describe, expect, it } from 'vitest';
import { createStyle } from '../../../src/ui/style.ts';
import { createSymbols, showsUnicode } from '../../../src/ui/symbols.ts';

describe('the symbols of the questions', () => {
  it('are ASCII if the terminal may not have others', () => {
    const { style: _, ...symbols } = createSymbols(createStyle(false), false);
    for (const symbol of Object.values(symbols)) expect(symbol).toMatch(/^[\x20-\x7e]+$/);
  });

  it('distinguish answered from asked, and selected from not selected, without a colour', () => {
    for (const unicode of [true, false]) {
      const { question, done, selected, unselected } = createSymbols(createStyle(false), unicode);
      expect(question).not.toBe(done);
      expect(selected).not.toBe(unselected);
    }
  });

  it.each([
    ['the locale is UTF-8', { LANG: 'de_DE.UTF-8' }],
    ['the locale is utf8', { LC_ALL: 'C.utf8' }],
    ['no variable is set', {}],
    ['LC_ALL wins over LANG', { LANG: 'C', LC_ALL: 'en_US.UTF-8' }],
  ])('are more than ASCII if %s', (_, env) => {
    expect(showsUnicode(env, 'linux')).toBe(true);
  });

  it.each([
    ['the locale is C', { LANG: 'C' }],
    ['the locale is Latin 1', { LANG: 'de_DE.ISO-8859-1' }],
    ['LC_ALL wins over LANG', { LANG: 'en_US.UTF-8', LC_ALL: 'C' }],
    ["it is Linux's own console", { TERM: 'linux', LANG: 'C.UTF-8' }],
    ['the terminal is a dumb one', { TERM: 'dumb', LANG: 'C.UTF-8' }],
  ])('are ASCII if %s', (_, env) => {
    expect(showsUnicode(env, 'linux')).toBe(false);
  });

  it('are more than ASCII on Windows in its newer terminals only', () => {
    expect(showsUnicode({ LANG: 'C.UTF-8' }, 'win32')).toBe(false);
    expect(showsUnicode({ WT_SESSION: '1' }, 'win32')).toBe(true);
    expect(showsUnicode({ TERM_PROGRAM: 'vscode' }, 'win32')).toBe(true);
  });
});
