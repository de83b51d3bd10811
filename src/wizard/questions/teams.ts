import { products } from '../../config/product.ts';
import { defaultOf, fieldOf } from '../../config/settings.ts';
import { objectsIn } from '../../engine/values.ts';
import { unlessForbidden } from '../../errors/api-error.ts';
import type { Named } from '../../providers/names.ts';
import { type Answers, listOf, withAnswers } from '../answers.ts';
import type { WizardContext } from '../context.ts';
import { knownProduct } from '../product.ts';
import { namedChoices } from './choices.ts';
import { type Page, settingQuestion } from './question.ts';

const KEY = 'alertSource.teams';
const NAME = 'alertSource.name';

const HELP =
  'The teams in ilert that the alert source belongs to: their members see its alerts. Without a team it belongs to the whole account.';

/** Asks for teams; none removes the alert source from all. Not asked if there are no teams to choose from. */
export const teamsPage: Page = (wizard) => [
  settingQuestion(wizard, {
    id: 'teams',
    key: KEY,
    message: 'Teams (optional)',
    async ask(question, answers) {
      const { prompter } = wizard;
      const found = await prompter.wait('Loading teams…', () => teamsToOffer(wizard, answers));
      if (found === undefined) prompter.info("This API key isn't allowed to list teams; skipped.");
      if (found === undefined || found.teams.length === 0) return undefined;
      const choices = namedChoices(found.teams, KEY);
      return prompter.chooseMany({ ...question, help: HELP, choices, none: 'No team', initial: found.selected });
    },
  }),
];

/** Returns the account's teams and the initial selection; undefined without permission to list them. */
async function teamsToOffer(wizard: WizardContext, answers: Answers) {
  const teams = await wizard.checks
    .account()
    .teams()
    .catch(unlessForbidden(() => undefined));
  if (teams === undefined) return undefined;
  const isAnswered = answers.values[KEY] !== undefined || teams.length === 0;
  if (!isAnswered) return { teams, selected: await teamsThere(wizard, answers, teams) };
  const isAnswer = listOf(answers, KEY);
  return {
    teams,
    selected: namesAndIds(
      teams.filter(({ id, name }) => isAnswer.includes(String(id)) || isAnswer.includes(name.trim())),
    ),
  };
}

/** Either identifies a choice. */
function namesAndIds(teams: readonly Named[]): string[] {
  return teams.flatMap(({ id, name }) => [String(id), name.trim()]);
}

/** Returns ids and names of the teams that the existing alert source of this name has, so that Enter keeps them. */
async function teamsThere(wizard: WizardContext, answers: Answers, teams: readonly Named[]): Promise<string[]> {
  const sources = await wizard.checks
    .account()
    .alertSources()
    .catch(unlessForbidden(() => []));
  const names = sourceNames(wizard, answers);
  const rows = sources.filter((source) => names.includes(String(source.name).trim()));
  const ids = objectsIn(rows.length === 1 ? rows[0]?.teams : []).map(({ id }) => id);
  return namesAndIds(teams.filter(({ id }) => ids.includes(id)));
}

/** Returns the alert source's name; until the product is known, the default names for all products. */
function sourceNames(wizard: WizardContext, answers: Answers): readonly unknown[] {
  const values = withAnswers(wizard.provided, answers);
  const given = values.get(NAME);
  if (given) return [given.value];
  const product = knownProduct(wizard, answers);
  return (product ? [product] : products).map(({ key: value }) =>
    defaultOf(fieldOf(NAME), new Map(values).set('halo.product', { value, origin: { from: 'default' } })),
  );
}
