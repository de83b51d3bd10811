import type { Key } from 'node:readline';
import { describe, expect, it } from 'vitest';
import {
  afterKey,
  isSelected,
  type ListState,
  matching,
  NONE,
  shownTerm,
  startingAt,
} from '../../../src/ui/list-state.ts';

const choices = ['Network', 'Service Desk', 'Operations', 'Network, nights'].map((name, at) => ({
  name,
  value: String(at),
}));
const start: ListState = { term: '', active: 0, selected: [] };

/** Applies keys as readline reports them: names, or characters. */
function afterKeys(...keys: (string | Key)[]): ListState {
  return keys.reduce<ListState>((state, key) => {
    const pressed =
      typeof key === 'string' ? (key.length > 1 ? { name: key, sequence: '' } : { name: key, sequence: key }) : key;
    return afterKey(state, pressed, choices, true);
  }, start);
}

function shownAfter(...keys: (string | Key)[]): string[] {
  return matching(choices, afterKeys(...keys).term).map(({ name }) => name);
}

describe('a list with search and selection', () => {
  it('shows entries whose name contains the term, in any case', () => {
    expect(shownAfter('d', 'e', 's')).toEqual(['Service Desk']);
    expect(shownAfter('N', 'E', 'T')).toEqual(['Network', 'Network, nights']);
    expect(shownAfter('?')).toEqual([]);
  });

  it('shows all entries again after the term is deleted', () => {
    expect(shownAfter('x', 'backspace')).toHaveLength(choices.length);
    expect(afterKeys('backspace').term).toBe('');
  });

  it('selects the highlighted entry, in order, and deselects it the second time', () => {
    expect(afterKeys('down', 'down', 'space', 'up', 'space').selected).toEqual(['2', '1']);
    expect(afterKeys('space', 'down', 'space', 'up', 'space').selected).toEqual(['1']);
  });

  it('selects the match of a search, and keeps the previous selection', () => {
    expect(afterKeys('space', 'o', 'p', 'space').selected).toEqual(['0', '2']);
    expect(afterKeys('space', 'o', 'p', 'backspace', 'backspace')).toMatchObject({
      term: '',
      selected: ['0'],
      active: 0,
    });
  });

  it('searches for a space in the middle of a name, as long as several entries match', () => {
    expect(afterKeys('n', 'e', 't', 'space')).toMatchObject({ term: '', selected: ['0'] });
    expect(afterKeys('e', 'space')).toMatchObject({ term: 'e ', selected: [] });
    expect(afterKeys('e', 'space', 'space')).toMatchObject({ term: '', selected: ['1'] });
    expect(afterKeys('d', 'e', 's', 'k', 'space')).toMatchObject({ term: '', selected: ['1'] });
  });

  it('clears the search after a selection, and leaves the entry highlighted in the whole list', () => {
    expect(afterKeys('o', 'p', 'e', 'space')).toEqual({ term: '', active: 2, selected: ['2'] });
  });

  it('selects nothing where nothing matches', () => {
    expect(afterKeys('?', 'space').selected).toEqual([]);
  });

  it('stays within the list at both ends, also after a search', () => {
    expect(afterKeys('up').active).toBe(0);
    expect(afterKeys(...Array(9).fill('down')).active).toBe(3);
    expect(afterKeys('down', 'down', 'n', 'e', 'down', 'down', 'down').active).toBe(1);
  });

  it('ignores keys without a printable character', () => {
    const keys: Key[] = [
      { name: 'tab', sequence: '\t' },
      { name: 'u', sequence: '\u0015', ctrl: true },
      { name: 'x', sequence: '\u001bx', meta: true },
      { name: 'f1', sequence: '\u001bOP' },
      { name: 'left', sequence: '\u001b[D' },
    ];
    expect(afterKeys(...keys).term).toBe('');
  });

  it('has an entry for none, which is selected as long as no other is, and takes them back', () => {
    const none = { name: 'No team', value: NONE };
    const entries = [none, ...choices];
    const press = (state: ListState, ...names: string[]) =>
      names.reduce(
        (before, name) => afterKey(before, { name, sequence: name.length === 1 ? name : '' }, entries, true),
        state,
      );
    const two = press(start, 'down', 'space', 'down', 'space');
    expect([none, ...choices].map((entry) => isSelected(entry, two.selected))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    const back = press(two, 'up', 'up', 'space');
    expect(back.selected).toEqual([]);
    expect([none, ...choices].filter((entry) => isSelected(entry, back.selected))).toEqual([none]);
    // A search looks for something to select.
    expect(matching(entries, 'n').map(({ name }) => name)).not.toContain('No team');
    expect(press(start, 'n', 'space').selected).toEqual(['0']);
  });

  it.each<[string, Key]>([
    ['Space', { name: 'space', sequence: ' ' }],
    ['Backspace', { name: 'backspace', sequence: '\u007f' }],
    ['Ctrl-U', { name: 'u', sequence: '\u0015', ctrl: true }],
    ['Tab', { name: 'tab', sequence: '\t' }],
    ['Page Down', { name: 'pagedown', sequence: '\u001b[6~' }],
    ['a function key', { name: 'f1', sequence: '\u001bOP' }],
  ])('with one to choose and no search, %s leaves the highlight where it is', (_, key) => {
    const cancel = startingAt(choices, '3');
    expect(afterKey(cancel, key, choices, false)).toEqual(cancel);
  });

  it.each<[string, Key]>([
    ['Backspace', { name: 'backspace', sequence: '\u007f' }],
    ['Ctrl-U', { name: 'u', sequence: '\u0015', ctrl: true }],
  ])('a search that is cleared by %s leads back to what was highlighted before it', (_, key) => {
    const searched = afterKey(startingAt(choices, '2'), { name: 'n', sequence: 'n' }, choices, false);
    expect(searched).toMatchObject({ term: 'n', active: 0 });
    expect(afterKey(searched, key, choices, false)).toEqual(startingAt(choices, '2'));
  });

  it.each([
    ['il1api-0123456789abcdef', '***********************'],
    ['il1', '***'],
    ['8f1c2e7a-55b0-4c2e', '******************'],
    ['netwrok', 'netwrok'],
    ['Network, nights', 'Network, nights'],
    ['no such name here', 'no such name here'],
  ])('a search for %s is shown as %s: what looks like a secret is hidden', (term, shown) => {
    expect(shownTerm(term, choices)).toBe(shown);
  });

  it('searches for letters beyond ASCII', () => {
    expect(afterKeys({ sequence: 'ü' }, { sequence: '目' }).term).toBe('ü目');
  });
});
