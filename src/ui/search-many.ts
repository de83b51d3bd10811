import { createPrompt, isEnterKey, useKeypress, usePagination, useState } from '@inquirer/core';
import type { themeOf, Within } from './prompt-theme.ts';
import type { Check, Choice } from './prompter.ts';
import { afterKey, type ListState, shownOf } from './search-list.ts';
import type { Symbols } from './symbols.ts';

interface Config {
  readonly message: string;
  readonly theme: ReturnType<typeof themeOf>;
  readonly choices: readonly Choice<unknown>[];
  readonly initial: readonly unknown[];
  readonly check: Check<readonly unknown[]> | undefined;
  readonly look: Symbols;
  readonly within: Within;
  readonly pageSize: number;
}

/**
 * Any number of a long list: typing narrows it, space takes or leaves what is pointed at, Enter ends.
 * (inquirer has a checkbox without search, and a search that takes one.)
 */
export const searchMany = createPrompt<readonly unknown[], Config>((config, done) => {
  const { message, theme, choices, check, look, within, pageSize } = config;
  const [isDone, setDone] = useState(false);
  const [state, setState] = useState<ListState>({
    term: '',
    active: 0,
    taken: config.initial.filter((value) => choices.some((choice) => choice.value === value)),
  });
  const [wrong, setWrong] = useState<string | undefined>(undefined);

  useKeypress(async (key, rl) => {
    if (isDone) return;
    // readline keeps a line of its own; ours is `term`.
    rl.clearLine(0);
    if (!isEnterKey(key)) {
      setWrong(undefined);
      setState(afterKey(state, key, choices));
      return;
    }
    // Who searched and presses Enter means what is pointed at.
    const pointed = state.term === '' ? undefined : shownOf(choices, state.term)[state.active];
    if (state.term !== '' && (pointed === undefined || !state.taken.includes(pointed.value))) {
      if (pointed) setState({ term: '', active: 0, taken: [...state.taken, pointed.value] });
      else setWrong('No match: take letters away with Backspace.');
      return;
    }
    const problem = await check?.(state.taken);
    setWrong(problem);
    if (problem !== undefined) return;
    setDone(true);
    done(state.taken);
  });

  const shown = shownOf(choices, state.term);
  const page = usePagination({
    items: shown,
    active: Math.min(state.active, Math.max(0, shown.length - 1)),
    renderItem: ({ item, isActive }) => {
      const box = state.taken.includes(item.value) ? look.taken : look.notTaken;
      const name = within(item.name, 6).replaceAll('\n', '\n    ');
      return isActive ? look.paint.accent(`${look.pointer} ${box} ${name}`) : `  ${box} ${name}`;
    },
    pageSize,
    loop: false,
  });

  const names = state.taken.map(
    (value) => choices.find((choice) => choice.value === value)?.name.replaceAll('\n', ' ') ?? '',
  );
  const taken = names.join(', ') || 'none';
  if (isDone) return `${look.done} ${look.paint.strong(message)} ${theme.style.answer(taken)}`;
  const body = [
    shown.length > 0 ? page : within('Nothing of this name: Backspace takes letters away.'),
    ...(wrong === undefined ? [] : [theme.style.error(wrong)]),
    look.paint.faint(within(`Chosen: ${taken}`)),
    look.paint.faint(within('Type to search, space to choose, Enter to go on, Esc to go back')),
  ];
  return [`${look.asking} ${look.paint.strong(message)} ${look.paint.accent(state.term)}`, body.join('\n')];
});
