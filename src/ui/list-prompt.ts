import type { Key } from 'node:readline';
import { createPrompt, isEnterKey, useKeypress, useState } from '@inquirer/core';
import type { Keys } from './keyboard.ts';
import { pageOf } from './list-page.ts';
import {
  afterKey,
  type Entry,
  isSelected,
  type ListState,
  matching,
  NONE,
  shownTerm,
  withSelected,
} from './list-state.ts';
import { NO_HELP, type PromptTheme } from './prompt-theme.ts';
import type { Check, Choice, Escape } from './prompter.ts';

interface Config {
  readonly message: string;
  readonly theme: PromptTheme;
  readonly keys: Keys;
  readonly entries: readonly (Entry & Pick<Choice, 'description'>)[];
  readonly start: ListState;
  /** Whether any number can be selected; otherwise Enter chooses the highlighted entry. */
  readonly isMany: boolean;
  readonly hasHelp: boolean;
  readonly escapeTo: Escape;
  readonly check?: Check<readonly string[]> | undefined;
  readonly terminalRows: number;
}

/** How the user left a list: with a selection, or for its help. */
export interface ListAnswer {
  readonly state: ListState;
  readonly asksForHelp?: boolean;
}

/** A longer list scrolls. */
const MAX_ROWS = 10;
/** Lines below a list that explain the keys and the highlighted entry. */
const HINT_ROWS = 3;

const NO_MATCH = 'No matches. Press Backspace to edit the search.';

/** Asks for one or several list entries. Typing searches. (inquirer has no searchable list that selects several.) */
export const listPrompt = createPrompt<ListAnswer, Config>((config, done) => {
  const { message, theme, entries, isMany, hasHelp, check } = config;
  const { style } = theme;
  const [status, setStatus] = useState<'asking' | 'left' | 'answered'>('asking');
  const [state, setState] = useState<ListState>(config.start);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const shown = matching(entries, state.term);

  useKeypress(async (key, rl) => {
    if (status !== 'asking') return;
    // readline keeps its own line; the search term is in `state`.
    rl.clearLine(0);
    const { sequence }: Key = key;
    if (state.term === '' && sequence === '?') {
      if (!hasHelp) {
        setProblem(NO_HELP);
        return;
      }
      setStatus('left');
      done({ state, asksForHelp: true });
      return;
    }
    setProblem(undefined);
    if (!isEnterKey(key)) {
      setState(afterKey(state, key, entries, isMany));
      return;
    }
    const highlighted = shown[state.active];
    if (!isMany && highlighted) end({ ...state, selected: [highlighted.value] });
    // After a search, the first Enter selects the highlighted match, and the next one ends the question.
    else if (state.term !== '') setState(withSelected(state, entries));
    else await endOfMany();
  });

  async function endOfMany(): Promise<void> {
    const found = await check?.(state.selected);
    if (found === undefined) end(state);
    else setProblem(found);
  }

  function end(last: ListState): void {
    config.keys.ignore();
    setState(last);
    setStatus('answered');
    done({ state: last });
  }

  const nameOf = (value: string) => entries.find((entry) => entry.value === value)?.name ?? '';
  const none = entries.find(({ value }) => value === NONE)?.name ?? 'none';
  const selected = state.selected.map(nameOf).join(', ') || none;
  if (status === 'answered') return theme.answered(message, selected);
  if (status === 'left') return theme.left(message, '');

  const notes = [
    ...(shown.every(({ isPinned }) => isPinned) && state.term !== '' ? [theme.wrap(NO_MATCH)] : []),
    ...(problem === undefined ? [] : [theme.problem(problem)]),
    ...(isMany ? [style.faint(theme.wrap(`Selected: ${selected}`))] : []),
  ];
  const left = config.terminalRows - linesIn(message) - notes.reduce((sum, note) => sum + linesIn(note), 1);
  return [
    `${theme.question} ${style.strong(message)} ${style.accent(shownTerm(state.term, entries))}`,
    bodyOf(config, shown, state, notes, left)
      .filter((part) => part !== '')
      .join('\n'),
  ];
});

/** Draws the list and the text below it. @param left lines of the terminal without the question and the notes */
function bodyOf(config: Config, shown: Config['entries'], state: ListState, notes: readonly string[], left: number) {
  const { theme, isMany, hasHelp, escapeTo } = config;
  const { text, description, position } = linesOf(
    config,
    shown,
    state,
    Math.min(MAX_ROWS, Math.max(1, left - HINT_ROWS)),
  );
  const hints = [description ?? '', theme.listKeys({ isMany, hasHelp, escapeTo, position })].filter(
    (hint) => hint !== '',
  );
  const hint = theme.style.faint(theme.wrap(hints.join('\n')));
  // In a small window, the choices matter more than the keys.
  if (linesIn(text) + linesIn(hint) <= left) return [text, ...notes, hint];
  return [linesOf(config, shown, state, Math.max(1, Math.min(MAX_ROWS, left))).text, ...notes];
}

function linesIn(text: string): number {
  return text.split('\n').length;
}

/** Draws the entries on the screen: the pinned ones, and a page of the others. */
function linesOf({ theme, entries, isMany }: Config, shown: Config['entries'], state: ListState, rows: number) {
  const boxColumns = isMany ? theme.boxColumns : 0;
  const descriptions = descriptionsBeside(entries, theme.columns, boxColumns);
  const draw = (entry: Config['entries'][number], index: number): string => {
    const isActive = index === state.active;
    const box = isMany ? `${isSelected(entry, state.selected) ? theme.selected : theme.unselected} ` : '';
    const indent = 2 + boxColumns;
    const name = theme.wrap(entry.name, indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
    const beside = descriptions?.(entry) ?? '';
    return isActive
      ? theme.style.accent(`${theme.pointer} ${box}${name}`) + theme.style.faint(beside)
      : `  ${box}${name}${theme.style.faint(beside)}`;
  };
  const drawn = shown.map(draw);
  const pinned = drawn.filter((_, index) => shown[index]?.isPinned);
  const rest = drawn.slice(pinned.length);
  const heights = rest.map((text) => text.split('\n').length);
  const { first, end } = pageOf(heights, state.active - pinned.length, Math.max(1, rows - pinned.length));
  const isLonger = rest.length > end - first || state.term !== '';
  return {
    text: [...pinned, ...rest.slice(first, end)].join('\n'),
    description: descriptions ? undefined : shown[state.active]?.description,
    position: isLonger && rest.length > 0 ? { first: first + 1, last: end, of: rest.length } : undefined,
  };
}

/** Aligns the descriptions in a column after the names; undefined if the terminal is too narrow. */
function descriptionsBeside(entries: Config['entries'], columns: number | undefined, boxColumns: number) {
  if (!columns || !entries.some(({ description }) => description)) return undefined;
  const column = Math.max(...entries.map(({ name }) => name.length)) + 2;
  const widest = Math.max(...entries.map(({ description = '' }) => description.length));
  if (2 + boxColumns + column + widest >= columns) return undefined;
  return ({ name, description }: Config['entries'][number]) =>
    description ? `${' '.repeat(column - name.length)}${description}` : '';
}
