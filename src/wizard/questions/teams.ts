import { ApiError } from '../../errors/api-error.ts';
import { listOf } from '../answers.ts';
import { namedChoices } from './choices.ts';
import { type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.teams';

/** Page 3: any number of teams; not asked where there are none, or none may be listed. */
export const teamsPage: Page = (wizard) => [
  settingQuestion(wizard, {
    id: 'teams',
    key: KEY,
    message: '3/9 ilert: teams it belongs to (none is fine)',
    async ask(question, answers) {
      const teams = await wizard.checks.account().teams().catch(undefinedIfForbidden);
      const initial = listOf(answers, KEY);
      if (teams && teams.length > 0)
        return wizard.prompter.chooseMany({ ...question, choices: namedChoices(teams), initial });
      const reason = teams ? 'there are no teams in this account' : 'this key may not list the teams';
      wizard.prompter.info(`3/9 ilert: ${reason}, so none is set.`);
      return undefined;
    },
    values: (teams: readonly string[]) => ({ [KEY]: teams.length > 0 ? teams : undefined }),
  }),
];

function undefinedIfForbidden(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 403) return undefined;
  throw error;
}
