import type { Key } from 'node:readline';
import type { Choice } from './prompter.ts';

/** The state of a list that is searched and selected from. */
export interface ListState {
  readonly term: string;
  /** Index of the highlighted entry, among those that match. */
  readonly active: number;
  /** Values, in the order in which they were selected. */
  readonly selected: readonly string[];
}

type Entry = Pick<Choice, 'name' | 'value'>;

/** The value of an entry that stands for none of the others: selected as long as none of them is. */
export const NONE = '\u0000none';

/** The entries whose name contains the search term, in any case. Nobody searches for none. */
export function matching<T extends Entry>(entries: readonly T[], term: string): T[] {
  return entries.filter(({ value, name }) =>
    value === NONE ? term === '' : name.toLowerCase().includes(term.toLowerCase()),
  );
}

/** Whether an entry is selected. */
export function isSelected({ value }: Entry, selected: readonly string[]): boolean {
  return value === NONE ? selected.length === 0 : selected.includes(value);
}

/** The state after a key press: arrows move, characters extend the search, Backspace shortens it, space selects or deselects. */
export function afterKey(state: ListState, key: Key, entries: readonly Entry[]): ListState {
  const matches = matching(entries, state.term);
  switch (key.name) {
    case 'up':
      return { ...state, active: Math.max(0, state.active - 1) };
    case 'down':
      return { ...state, active: Math.max(0, Math.min(matches.length - 1, state.active + 1)) };
    case 'space':
      if (isPartOfName(state.term, matches)) return { ...state, term: `${state.term} `, active: 0 };
      return { ...state, selected: toggled(state.selected, matches[state.active]) };
    case 'backspace':
      return { ...state, term: state.term.slice(0, -1), active: 0 };
    default:
      return { ...state, term: state.term + characterOf(key), active: 0 };
  }
}

/** A space in the middle of a name that is being typed selects nothing. */
function isPartOfName(term: string, matches: readonly Entry[]): boolean {
  return term !== '' && matches.length > 1 && matching(matches, `${term} `).length > 0;
}

function toggled(selected: readonly string[], entry: Entry | undefined): readonly string[] {
  if (!entry) return selected;
  if (entry.value === NONE) return [];
  return selected.includes(entry.value)
    ? selected.filter((value) => value !== entry.value)
    : [...selected, entry.value];
}

/** The character of a key, if it has a printable one. */
function characterOf({ sequence = '', ctrl, meta }: Key): string {
  return ctrl || meta || !/^\P{C}+$/u.test(sequence) ? '' : sequence;
}
