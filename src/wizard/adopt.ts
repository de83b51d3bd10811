import type { Settings } from '../config/settings.ts';
import type { Ambiguity, Hints } from '../engine/match.ts';
import type { Live, ResourceKey } from '../engine/resource.ts';
import { resourceOf } from '../providers/resources.ts';
import { BACK, type Prompter } from '../ui/prompter.ts';

/** What the person decided about what is there already. */
export type Decision =
  /** These rows are ours, each as `resource:id`. */
  | { readonly kind: 'go-on'; readonly adopt: readonly string[] }
  | { readonly kind: 'rename' }
  | { readonly kind: 'back' }
  | { readonly kind: 'stop' };

/** A method goes with its integration, an event with its runbook; an escalation policy is the admin's own anyway. */
const BY_THEMSELVES = ['alert-source', 'custom-integration', 'runbook'] as const;

/**
 * Rows that are there under our names although no run of this profile made them.
 *
 * @param known rows that the person has called ours, each as `resource:id`
 */
export function strangers(
  settings: Settings,
  live: Live,
  remembered: Hints['remembered'],
  known: readonly string[],
): ResourceKey[] {
  return BY_THEMSELVES.filter((key) => {
    // Taken on purpose, and left as it is.
    if (resourceOf(key).isExternal?.(settings)) return false;
    const id = live[key]?.id;
    return id !== undefined && remembered[key]?.id !== id && !known.includes(`${key}:${id}`);
  });
}

/** Asks what to do about rows that an earlier set-up, or somebody else, has left under our names. */
export async function decideOnStrangers(
  prompter: Prompter,
  settings: Settings,
  live: Live,
  keys: readonly ResourceKey[],
): Promise<Decision> {
  const names = keys.map((key) => `${resourceOf(key).title} "${resourceOf(key).name(settings)}" (id ${live[key]?.id})`);
  prompter.info(['There already:', ...names.map((name) => `  ${name}`)].join('\n'));
  const answer = await prompter.choose<'use' | 'rename' | 'stop'>({
    id: 'existing',
    message: 'Review: what about these?',
    choices: [
      {
        value: 'use',
        name: 'They are from an earlier set-up: use them',
        description: 'What differs is shown before it is changed.',
      },
      {
        value: 'rename',
        name: 'They are something else: give ours other names',
        description: 'They stay as they are.',
      },
      { value: 'stop', name: 'Stop here', description: 'Nothing is changed.' },
    ],
    initial: 'use',
  });
  if (answer === BACK) return { kind: 'back' };
  if (answer !== 'use') return { kind: answer };
  return { kind: 'go-on', adopt: keys.map((key) => `${key}:${live[key]?.id}`) };
}

/** Asks which of several rows of one name is ours. */
export async function decideOnSeveral(
  prompter: Prompter,
  settings: Settings,
  several: readonly Ambiguity[],
): Promise<Decision> {
  const adopt: string[] = [];
  for (const { resource: key, rows } of several) {
    const { title, name } = resourceOf(key);
    const answer = await prompter.choose<string>({
      id: `several-${key}`,
      message: `Review: ${title} "${name(settings)}" is there ${rows.length} times. Which one is it?`,
      choices: [
        ...rows.map(({ id }) => ({ value: `${key}:${id}`, name: `The one with id ${id}` })),
        { value: 'rename', name: 'None of them: give ours another name' },
        { value: 'stop', name: 'Stop here' },
      ],
    });
    if (answer === BACK) return { kind: 'back' };
    if (answer === 'rename' || answer === 'stop') return { kind: answer };
    adopt.push(answer);
  }
  return { kind: 'go-on', adopt };
}
