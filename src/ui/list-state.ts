import type { Key } from 'node:readline';
import type { Choice } from './prompter.ts';

/** The state of a list that can be searched and selected from. */
export interface ListState {
  readonly term: string;
  /** Index of the highlighted entry among those shown; -1 if a search has no matches. */
  readonly active: number;
  /** Values, in the order in which they were selected. */
  readonly selected: readonly string[];
  /** Value of the entry highlighted when the search began. */
  readonly beforeSearch?: string | undefined;
}

export type Entry = Pick<Choice, 'name' | 'value' | 'isPinned'>;

/** The value of an entry that means none of the others: it is selected as long as none of them is. */
export const NONE = '\u0000none';

/** Returns pinned entries, then those whose name contains the search term, in any case. A search never finds `NONE`. */
export function matching<T extends Entry>(entries: readonly T[], term: string): T[] {
  const isMatch = ({ value, name }: T) =>
    value === NONE ? term === '' : name.toLowerCase().includes(term.toLowerCase());
  return [
    ...entries.filter(({ isPinned }) => isPinned),
    ...entries.filter((entry) => !entry.isPinned && isMatch(entry)),
  ];
}

export function isSelected({ value }: Entry, selected: readonly string[]): boolean {
  return value === NONE ? selected.length === 0 : selected.includes(value);
}

/** Returns the state of a list with one entry highlighted. */
export function startingAt(entries: readonly Entry[], value: string | undefined): ListState {
  const index = matching(entries, '').findIndex((entry) => entry.value === value);
  return { term: '', active: Math.max(0, index), selected: [] };
}

/**
 * Returns the state after a key press: arrows move, characters extend the search, Backspace shortens it, Ctrl-U clears
 * it. If many can be selected, space selects or deselects and ends the search. Nothing else moves the highlight.
 */
export function afterKey(state: ListState, key: Key, entries: readonly Entry[], isMany: boolean): ListState {
  const shown = matching(entries, state.term);
  switch (key.name) {
    case 'up':
      return { ...state, active: Math.max(0, state.active - 1) };
    case 'down':
      return { ...state, active: Math.max(0, Math.min(shown.length - 1, state.active + 1)) };
    case 'space':
      if (isMany && !isPartOfName(state.term, shown)) return toggled(state, entries);
      return state.term === '' ? state : searching(state, `${state.term} `, entries);
    case 'backspace':
      return searching(state, state.term.slice(0, -1), entries);
    default: {
      if (key.ctrl && key.name === 'u') return searching(state, '', entries);
      const character = characterOf(key);
      return character === '' ? state : searching(state, state.term + character, entries);
    }
  }
}

/** Selects or deselects the highlighted entry, which stays highlighted in the whole list. */
function toggled(state: ListState, entries: readonly Entry[]): ListState {
  const entry = matching(entries, state.term)[state.active];
  if (!entry) return state;
  const { active } = startingAt(entries, entry.value);
  if (entry.value === NONE) return { term: '', active, selected: [] };
  const selected = state.selected.includes(entry.value)
    ? state.selected.filter((value) => value !== entry.value)
    : [...state.selected, entry.value];
  return { term: '', active, selected };
}

/** Selects the highlighted entry, and ends the search. */
export function withSelected(state: ListState, entries: readonly Entry[]): ListState {
  const entry = matching(entries, state.term)[state.active];
  if (!entry || !state.selected.includes(entry.value)) return toggled(state, entries);
  return { ...toggled(state, entries), selected: state.selected };
}

/** Highlights the first match, below any pinned entries; once the search is cleared, what was highlighted before it. */
function searching(state: ListState, term: string, entries: readonly Entry[]): ListState {
  const { selected } = state;
  const beforeSearch = state.term === '' ? matching(entries, '')[state.active]?.value : state.beforeSearch;
  if (term === '') return state.term === '' ? state : { ...startingAt(entries, beforeSearch), selected };
  const active = matching(entries, term).findIndex(({ isPinned }) => !isPinned);
  return { term, active, selected, beforeSearch };
}

/** Returns a search term that may stay on the screen: hides a key or secret that was pasted into the list. */
export function shownTerm(term: string, entries: readonly Entry[]): string {
  const hasMatch = matching(entries, term).some(({ isPinned }) => !isPinned);
  return !hasMatch && LIKE_A_SECRET.test(term) ? '*'.repeat(term.length) : term;
}

/** The start of an ilert key, or one word that is longer than people type to search. */
const LIKE_A_SECRET = /^\s*(il1\w*|\S{12,}\s*$)/i;

/** Whether a space continues a name that is being typed, so that it selects nothing. */
function isPartOfName(term: string, shown: readonly Entry[]): boolean {
  const matches = shown.filter(({ isPinned }) => !isPinned);
  return term !== '' && matches.length > 1 && matching(matches, `${term} `).length > 0;
}

/** Returns the printable character of a key, or an empty text. */
function characterOf({ sequence = '', ctrl, meta }: Key): string {
  return ctrl || meta || !/^\P{C}+$/u.test(sequence) ? '' : sequence;
}
