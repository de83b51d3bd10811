import { describe, expect, it, test } from 'vitest';
import { helpPages } from '../../../src/cli/help-pages.ts';
import { commandOptionsOf, targetOptionsOf } from '../../../src/cli/options.ts';
import { commands } from '../../../src/cli/registry.ts';
import { layOut } from '../../../src/cli/startup/help-page.ts';

const pages = Object.entries(helpPages());

describe.each([40, 80, 120])('with %i columns', (columns) => {
  it.each(pages)('no line of the page %s is wider', (_, page) => {
    for (const line of layOut(page, columns).split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });
});

test('where the width is not known, it is 80', () => {
  for (const [, page] of pages) expect(layOut(page, undefined)).toBe(layOut(page, 80));
});

test.each(commands)('$name shows its own options first, then common ones', (command) => {
  const { [command.name]: page = [] } = helpPages();
  const flags = page.flatMap(({ title, items = [] }) =>
    title?.endsWith('ptions:') ? items.map(([term]) => term) : [],
  );
  const own = commandOptionsOf(command).map((option) => option.flags);
  expect(flags.slice(0, own.length)).toEqual(own);
  expect(flags.slice(own.length)).toContain('--json');
  const targets = page.find(({ title }) => title?.startsWith('Targets'))?.items ?? [];
  expect(targets.map(([term]) => term)).toEqual(targetOptionsOf(command).map((option) => option.flags));
});

test.each(commands.filter(({ takesSettings }) => takesSettings))('$name says where its settings are', ({ name }) => {
  const { [name]: page = [] } = helpPages();
  const text = layOut(page, 80);
  expect(text).toContain(`ilert-haloitsm ${name} --help settings`);
  expect(text).not.toContain('--halo-client-id');
});

/** An earlier author's habits that confused readers. */
const HABITS =
  /\b(mends?|mended|woken|wakes|tells|likeness|in clear|way out|switched off|left out|go on|is there|is no|may be repeated|our own|of others)\b/i;

test.each(pages)('the page %s uses standard terms', (_, page) => {
  expect(layOut(page, 1000)).not.toMatch(HABITS);
});
