import { createPrompt, isEnterKey, useKeypress, usePagination, useState } from '@inquirer/core';
import type { Appearance, PromptTheme } from './prompt-theme.ts';
import type { Check, Choice } from './prompter.ts';
import { afterKey, isSelected, type ListState, matching, NONE } from './search-list.ts';

interface Config extends Pick<Appearance, 'symbols' | 'wrap'> {
  readonly message: string;
  readonly theme: PromptTheme;
  readonly choices: readonly Choice[];
  readonly none: string | undefined;
  readonly initial: readonly string[];
  readonly check: Check<readonly string[]> | undefined;
  readonly pageSize: number;
}

/**
 * Any number of a long list: typing searches, space selects, Enter ends.
 * (inquirer has a checkbox without a search, and a search that selects one.)
 */
export const searchMany = createPrompt<readonly string[], Config>((config, done) => {
  const { message, theme, none, check, wrap, pageSize } = config;
  const choices = none === undefined ? config.choices : [{ value: NONE, name: none }, ...config.choices];
  const { style, question, done: answered, pointer, selected: checked, unselected } = config.symbols;
  const [isDone, setDone] = useState(false);
  const [state, setState] = useState<ListState>({
    term: '',
    active: 0,
    selected: config.initial.filter((value) => choices.some((choice) => choice.value === value)),
  });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const matches = matching(choices, state.term);

  useKeypress(async (key, rl) => {
    if (isDone) return;
    // readline keeps a line of its own; the search term is in `state`.
    rl.clearLine(0);
    if (!isEnterKey(key)) {
      setProblem(undefined);
      setState(afterKey(state, key, choices));
      return;
    }
    // Enter after a search selects the highlighted match; only then does Enter end the question.
    const match = state.term === '' ? undefined : matches[state.active];
    if (state.term !== '' && (match === undefined || !state.selected.includes(match.value))) {
      if (match) setState({ term: '', active: 0, selected: [...state.selected, match.value] });
      else setProblem('No match: take letters away with Backspace.');
      return;
    }
    const found = await check?.(state.selected);
    setProblem(found);
    if (found !== undefined) return;
    setDone(true);
    done(state.selected);
  });

  const page = usePagination({
    items: matches,
    active: Math.min(state.active, Math.max(0, matches.length - 1)),
    renderItem: ({ item, isActive }) => {
      const box = isSelected(item, state.selected) ? checked : unselected;
      const name = wrap(item.name, 6).replaceAll('\n', '\n    ');
      return isActive ? style.accent(`${pointer} ${box} ${name}`) : `  ${box} ${name}`;
    },
    pageSize,
    loop: false,
  });

  const nameOf = (value: string) => choices.find((choice) => choice.value === value)?.name.replaceAll('\n', ' ') ?? '';
  const selected = state.selected.map(nameOf).join(', ') || (none ?? 'none');
  if (isDone) return `${answered} ${style.strong(message)} ${theme.style.answer(selected)}`;
  const body = [
    matches.length > 0 ? page : wrap('Nothing of this name: Backspace takes letters away.'),
    ...(problem === undefined ? [] : [theme.style.error(problem)]),
    style.faint(wrap(`Chosen: ${selected}`)),
    style.faint(wrap('Type to search, space to choose, Enter to go on, Esc to go back')),
  ];
  return [`${question} ${style.strong(message)} ${style.accent(state.term)}`, body.join('\n')];
});
