import { resourceOf, resources } from '../resources/index.ts';
import type { Ambiguity, Hints } from '../resources/pick.ts';
import type { Live, ResourceKey } from '../resources/resource.ts';
import type { Settings } from '../settings/settings.ts';
import { BACK, type Prompter } from './prompter.ts';

/** What the person decided about what is there already. */
export type Decision =
  | { readonly kind: 'go-on'; readonly adopt: readonly string[] }
  | { readonly kind: 'rename' }
  | { readonly kind: 'stop' };

/** Rows that are there under our names although no run of this profile made them: children go with their parents. */
export function strangers(live: Live, remembered: Hints['remembered']): ResourceKey[] {
  return resources
    .filter(
      ({ key, dependsOn }) =>
        live[key] &&
        key !== 'escalation-policy' &&
        dependsOn.every((parent) => parent === 'escalation-policy' || !live[parent]),
    )
    .filter(({ key }) => remembered[key]?.id !== live[key]?.id)
    .map(({ key }) => key);
}

/** Asks what to do about rows that an earlier set-up, or somebody else, has left under our names. */
export async function decideOnStrangers(
  prompter: Prompter,
  settings: Settings,
  live: Live,
  keys: readonly ResourceKey[],
): Promise<Decision> {
  const names = keys.map((key) => `${resourceOf(key).title} "${resourceOf(key).name(settings)}" (id ${live[key]?.id})`);
  prompter.say(['There already:', ...names.map((name) => `  ${name}`)].join('\n'));
  const answer = await prompter.choose<'use' | 'rename' | 'stop'>({
    id: 'existing',
    message: 'Review: what about these?',
    choices: [
      {
        value: 'use',
        name: 'They are from an earlier set-up: use them',
        about: 'What differs is shown before it is changed.',
      },
      { value: 'rename', name: 'They are something else: give ours other names' },
      { value: 'stop', name: 'Stop here' },
    ],
    initial: 'use',
  });
  if (answer === 'rename' || answer === BACK) return { kind: 'rename' };
  return answer === 'stop' ? { kind: 'stop' } : { kind: 'go-on', adopt: [] };
}

/** Asks which of several rows of one name is ours. */
export async function decideOnSeveral(
  prompter: Prompter,
  settings: Settings,
  several: readonly Ambiguity[],
): Promise<Decision> {
  const adopt: string[] = [];
  for (const { resource: key, rows } of several) {
    const { title } = resourceOf(key);
    const answer = await prompter.choose<string>({
      id: `several-${key}`,
      message: `Review: there are ${rows.length} of kind ${title} named "${resourceOf(key).name(settings)}". Which is it?`,
      choices: [
        ...rows.map(({ id }) => ({ value: `${key}:${id}`, name: `The one with id ${id}` })),
        { value: 'rename', name: 'None of them: give ours another name' },
        { value: 'stop', name: 'Stop here' },
      ],
    });
    if (answer === 'rename' || answer === BACK) return { kind: 'rename' };
    if (answer === 'stop') return { kind: 'stop' };
    adopt.push(answer);
  }
  return { kind: 'go-on', adopt };
}
