import type { Field } from '../../config/field.ts';
import { findPlaceholder } from '../../config/placeholder.ts';
import { fieldOf } from '../../config/settings.ts';
import { schemaOf } from '../../config/value-schema.ts';
import { ApiError } from '../../http/api-call.ts';
import { Secret } from '../../secret/secret.ts';
import { BACK, type Choice } from '../../ui/prompter.ts';
import { type Answers, listOf, textOf, withValues } from '../answers.ts';
import { isOpen, usualOf, type WizardContext } from '../context.ts';
import type { Stop } from '../runner.ts';

/** The walk's part in ilert: key, name, teams, grouping; the escalation policy has stops of its own. */
export function keyStop(desk: WizardContext): Stop<Answers> {
  const key = 'ilert.apiToken';
  return {
    id: 'ilert-key',
    when: () => isOpen(desk, key),
    async ask(answers) {
      const before = answers.values[key];
      const answer = await desk.prompter.secret({
        id: 'ilert-key',
        message: `1/9 ilert: your API key (in ilert: your profile, API keys)${before instanceof Secret ? '; Enter keeps the one you gave' : ''}`,
        async check(typed) {
          const token = typed.reveal() === '' && before instanceof Secret ? before : typed;
          if (token.reveal() === '') return 'An API key is needed to go on.';
          const checked = await desk.looks.ilert(token);
          return checked.ok ? undefined : checked.wrong;
        },
      });
      if (answer === BACK) return BACK;
      const token = answer.reveal() === '' && before instanceof Secret ? before : answer;
      const checked = await desk.looks.ilert(token);
      if (checked.ok && checked.word) desk.prompter.info(checked.word);
      return withValues(answers, { [key]: token });
    },
  };
}

/** The alert source's name. */
export function nameStop(desk: WizardContext): Stop<Answers> {
  const key = 'alertSource.name';
  return {
    id: 'name',
    when: () => isOpen(desk, key),
    async ask(answers) {
      const answer = await desk.prompter.text({
        id: 'name',
        message: '2/9 ilert: name of the new alert source',
        initial: textOf(answers, key) ?? usualOf(desk, key),
        check: nameProblem,
      });
      return answer === BACK ? BACK : withValues(answers, { [key]: answer });
    },
  };
}

/** Teams, any number of them; not asked where there are none to choose from, or none may be seen. */
export function teamsStop(desk: WizardContext): Stop<Answers> {
  const key = 'alertSource.teams';
  return {
    id: 'teams',
    when: () => isOpen(desk, key),
    async ask(answers) {
      const teams = await desk.looks.directory().teams().catch(noneIfForbidden);
      if (!teams || teams.length === 0) {
        const why = teams ? 'there are no teams in this account' : 'this key may not list the teams';
        desk.prompter.info(`3/9 ilert: ${why}, so none is set.`);
        return undefined;
      }
      const answer = await desk.prompter.chooseMany({
        id: 'teams',
        message: '3/9 ilert: teams it belongs to (none is fine)',
        choices: namedChoices(teams),
        initial: listOf(answers, key),
      });
      if (answer === BACK) return BACK;
      return withValues(answers, { [key]: answer.length > 0 ? answer : undefined });
    },
  };
}

/** Which alerts are put together, with the window and the threshold that some kinds take. */
export function groupingStops(desk: WizardContext): Stop<Answers>[] {
  const key = 'alertSource.grouping';
  const takesWindow = ({ values }: Answers) => values[key] === 'window' || values[key] === 'similarity';
  return [
    {
      id: 'grouping',
      when: () => isOpen(desk, key),
      async ask(answers) {
        const answer = await desk.prompter.choose({
          id: 'grouping',
          message: '5/9 ilert: put alerts together?',
          choices: GROUPINGS,
          initial: textOf(answers, key) ?? 'none',
        });
        if (answer === BACK) return BACK;
        const keepsWindow = answer === 'window' || answer === 'similarity';
        return withValues(answers, {
          [key]: answer,
          ...(!keepsWindow && { 'alertSource.groupingWindow': undefined }),
          ...(answer !== 'similarity' && { 'alertSource.scoreThreshold': undefined }),
        });
      },
    },
    {
      id: 'grouping-window',
      when: (answers) => takesWindow(answers) && isOpen(desk, 'alertSource.groupingWindow'),
      async ask(answers) {
        const choices = (fieldOf('alertSource.groupingWindow').choices ?? []).map((value) => ({ value, name: value }));
        const answer = await desk.prompter.choose({
          id: 'grouping-window',
          message: '5/9 ilert: within what time?',
          choices,
          initial: textOf(answers, 'alertSource.groupingWindow') ?? '15m',
        });
        return answer === BACK ? BACK : withValues(answers, { 'alertSource.groupingWindow': answer });
      },
    },
    {
      id: 'score-threshold',
      when: ({ values }) => values[key] === 'similarity' && isOpen(desk, 'alertSource.scoreThreshold'),
      async ask(answers) {
        const before = answers.values['alertSource.scoreThreshold'];
        const answer = await desk.prompter.text({
          id: 'score-threshold',
          message: '5/9 ilert: how alike must they be, from 0 to 1?',
          initial: before === undefined ? '0.8' : String(before),
          check: (text) => inRange(text, fieldOf('alertSource.scoreThreshold')),
        });
        return answer === BACK ? BACK : withValues(answers, { 'alertSource.scoreThreshold': numberOf(answer) });
      },
    },
  ];
}

const GROUPINGS: readonly Choice<string>[] = [
  { value: 'none', name: 'No: one alert for each ticket', description: 'Can be changed in ilert at any time.' },
  { value: 'window', name: 'By time', description: 'Tickets within a time of your choice make one alert.' },
  { value: 'until-accepted', name: 'Until accepted', description: 'One alert at a time, until somebody accepts it.' },
  { value: 'until-resolved', name: 'Until resolved', description: 'One alert at a time, until it is resolved.' },
  {
    value: 'similarity',
    name: 'By likeness',
    description: 'Tickets that are alike, within a time of your choice, make one alert.',
  },
];

/** What is wrong with a name that was typed, if anything. */
export function nameProblem(text: string): string | undefined {
  if (text === '') return 'A name is needed.';
  const placeholder = findPlaceholder(text, 'text');
  return placeholder && `${placeholder.text} is a placeholder. ${placeholder.hint}`;
}

/** Rows to choose from, by name; by id where a name does not tell which one is meant, or can't stand in the settings. */
export function namedChoices(rows: readonly { readonly id: number; readonly name: string }[]): Choice<string>[] {
  const nameSchema = schemaOf(fieldOf('alertSource.escalationPolicy'));
  const fits = (wanted: string) => rows.filter(({ id, name }) => String(id) === wanted || name.trim() === wanted);
  // Those without a name can hardly be meant.
  const inOrder = rows.toSorted((one, other) => Number(one.name.trim() === '') - Number(other.name.trim() === ''));
  return inOrder.map(({ id, name }) => {
    if (name.trim() === '') return { value: String(id), name: `No name (id ${id})` };
    const isPlain = fits(name.trim()).length === 1 && nameSchema.safeParse(name).success;
    return isPlain ? { value: name.trim(), name } : { value: String(id), name: `${name} (id ${id})` };
  });
}

function noneIfForbidden(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 403) return undefined;
  throw error;
}

/** A number as people type it, with a point or a comma. */
export function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}

/** What is wrong with a number that was typed, if anything. */
export function inRange(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER, kind }: Field): string | undefined {
  const value = numberOf(text);
  const isNumber = text.trim() !== '' && Number.isFinite(value) && (kind !== 'integer' || Number.isInteger(value));
  return isNumber && value >= min && value <= max
    ? undefined
    : `A ${kind === 'integer' ? 'whole ' : ''}number from ${min} to ${max}.`;
}
