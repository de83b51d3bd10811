/** Where a person is in a list that is searched and taken from. */
export interface ListState {
  readonly term: string;
  /** Row pointed at, among those shown. */
  readonly active: number;
  readonly taken: readonly unknown[];
}

/** A key as Node's readline tells it. */
export interface Key {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

interface Listed {
  readonly name: string;
  readonly value: unknown;
}

/** The rows that the search leaves. */
export function shownOf<T extends Listed>(choices: readonly T[], term: string): T[] {
  return choices.filter(({ name }) => name.toLowerCase().includes(term.toLowerCase()));
}

/** The state after a key: arrows move, letters search, Backspace takes letters away, space takes or leaves. Pure. */
export function afterKey(state: ListState, key: Key, choices: readonly Listed[]): ListState {
  const shown = shownOf(choices, state.term);
  switch (key.name) {
    case 'up':
      return { ...state, active: Math.max(0, state.active - 1) };
    case 'down':
      return { ...state, active: Math.max(0, Math.min(shown.length - 1, state.active + 1)) };
    case 'space':
      if (isPartOfName(state.term, shown)) return { ...state, term: `${state.term} `, active: 0 };
      return { ...state, taken: toggled(state.taken, shown[state.active]) };
    case 'backspace':
      return { ...state, term: state.term.slice(0, -1), active: 0 };
    default:
      return { ...state, term: state.term + typedBy(key), active: 0 };
  }
}

/** A space in the middle of a name that is being typed is no choice yet. */
function isPartOfName(term: string, shown: readonly Listed[]): boolean {
  return term !== '' && shown.length > 1 && shownOf(shown, `${term} `).length > 0;
}

function toggled(taken: readonly unknown[], choice: Listed | undefined): readonly unknown[] {
  if (!choice) return taken;
  return taken.includes(choice.value) ? taken.filter((value) => value !== choice.value) : [...taken, choice.value];
}

/** The character of a key, if it is one that can be searched for. */
function typedBy({ sequence = '', ctrl, meta }: Key): string {
  return ctrl || meta || !/^\P{C}+$/u.test(sequence) ? '' : sequence;
}
