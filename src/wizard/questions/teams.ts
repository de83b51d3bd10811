import { objectsIn } from '../../engine/values.ts';
import { ApiError } from '../../errors/api-error.ts';
import type { Named } from '../../providers/references.ts';
import { type Answers, listOf, textOf } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { namedChoices } from './choices.ts';
import { type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.teams';
const NAME = 'alertSource.name';

/** Page 3: any number of teams, or none, which takes the alert source out of all; not asked where none are listed. */
export const teamsPage: Page = (wizard) => [
  settingQuestion(wizard, {
    id: 'teams',
    key: KEY,
    message: '3/9 ilert: teams it belongs to (none is fine)',
    async ask(question, answers) {
      const teams = await wizard.checks.account().teams().catch(undefinedIfForbidden);
      if (teams && teams.length > 0) {
        const isAnswered = answers.values[KEY] !== undefined;
        const initial = isAnswered ? listOf(answers, KEY) : await teamsThere(wizard, answers, teams);
        const choices = namedChoices(teams, KEY);
        return wizard.prompter.chooseMany({ ...question, choices, none: 'No team', initial });
      }
      const reason = teams ? 'there are no teams in this account' : 'this key may not list the teams';
      wizard.prompter.info(`3/9 ilert: ${reason}, so none is set.`);
      return undefined;
    },
  }),
];

/** Ids and names of the teams that the alert source of this name has already, so that Enter does not take them away. */
async function teamsThere(wizard: WizardContext, answers: Answers, teams: readonly Named[]): Promise<string[]> {
  const sources = (await wizard.checks.account().alertSources().catch(undefinedIfForbidden)) ?? [];
  const name = textOf(answers, NAME) ?? wizard.settings[NAME];
  const rows = sources.filter((source) => String(source.name).trim() === name);
  const ids = objectsIn(rows.length === 1 ? rows[0]?.teams : []).map(({ id }) => id);
  return teams.filter(({ id }) => ids.includes(id)).flatMap((team) => [String(team.id), team.name.trim()]);
}

function undefinedIfForbidden(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 403) return undefined;
  throw error;
}
