import type { Key } from 'node:readline';
import type { Choice } from './prompter.ts';

/** The state of a list that is searched and selected from. */
export interface ListState {
  readonly term: string;
  /** Index of the highlighted entry, among those that are shown; -1 where none is, since a search has no matches. */
  readonly active: number;
  /** Values, in the order in which they were selected. */
  readonly selected: readonly string[];
  /** Value of the entry that was highlighted when the search began. */
  readonly beforeSearch?: string | undefined;
}

/** An entry of a list. */
export type Entry = Pick<Choice, 'name' | 'value' | 'isPinned'>;

/** The value of an entry that stands for none of the others: selected as long as none of them is. */
export const NONE = '\u0000none';

/** The entries whose name contains the search term, in any case, below those that are pinned. Nobody searches for none. */
export function matching<T extends Entry>(entries: readonly T[], term: string): T[] {
  const isMatch = ({ value, name }: T) =>
    value === NONE ? term === '' : name.toLowerCase().includes(term.toLowerCase());
  return [
    ...entries.filter(({ isPinned }) => isPinned),
    ...entries.filter((entry) => !entry.isPinned && isMatch(entry)),
  ];
}

/** Whether an entry is selected. */
export function isSelected({ value }: Entry, selected: readonly string[]): boolean {
  return value === NONE ? selected.length === 0 : selected.includes(value);
}

/** The state of a list in which one entry is highlighted. */
export function startingAt(entries: readonly Entry[], value: string | undefined): ListState {
  const index = matching(entries, '').findIndex((entry) => entry.value === value);
  return { term: '', active: Math.max(0, index), selected: [] };
}

/**
 * The state after a key press: arrows move, characters extend the search, Backspace shortens it, Ctrl-U clears it. In a
 * list of many, space selects or deselects, and the search is over. Nothing else moves the highlight.
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

/** Selects the highlighted entry, or deselects it; it stays highlighted in the whole list. */
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

/** The first match is highlighted, above which pinned entries may stand; once the search is cleared, what was before it. */
function searching(state: ListState, term: string, entries: readonly Entry[]): ListState {
  const { selected } = state;
  const beforeSearch = state.term === '' ? matching(entries, '')[state.active]?.value : state.beforeSearch;
  if (term === '') return state.term === '' ? state : { ...startingAt(entries, beforeSearch), selected };
  const active = matching(entries, term).findIndex(({ isPinned }) => !isPinned);
  return { term, active, selected, beforeSearch };
}

/** A search as it may stay on the screen: a key or a secret that was pasted into the list is hidden. */
export function shownTerm(term: string, entries: readonly Entry[]): string {
  const hasMatch = matching(entries, term).some(({ isPinned }) => !isPinned);
  return !hasMatch && LIKE_A_SECRET.test(term) ? '*'.repeat(term.length) : term;
}

/** A key of ilert, from its beginning on; or one word that is longer than people type to search. */
const LIKE_A_SECRET = /^\s*(il1\w*|\S{12,}\s*$)/i;

/** A space in the middle of a name that is being typed selects nothing. */
function isPartOfName(term: string, shown: readonly Entry[]): boolean {
  const matches = shown.filter(({ isPinned }) => !isPinned);
  return term !== '' && matches.length > 1 && matching(matches, `${term} `).length > 0;
}

/** The character of a key, if it has a printable one. */
function characterOf({ sequence = '', ctrl, meta }: Key): string {
  return ctrl || meta || !/^\P{C}+$/u.test(sequence) ? '' : sequence;
}
