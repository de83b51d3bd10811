import { productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import type { Hints } from '../engine/match.ts';
import { type Ambiguity, rowInWords } from '../engine/resource.ts';
import type { IntegrationState, ResourceKey } from '../providers/integration.ts';
import { resourceOf, rootResources } from '../providers/resources.ts';
import type { ProfileMatch } from '../runtime/profile-match.ts';
import { plural } from '../text/plural.ts';
import { BACK, type Prompter } from '../ui/prompter.ts';

/** What the person decided about existing resources with our names. */
export type AdoptDecision =
  /** They are ours, each as `resource:id`. */
  { readonly kind: 'adopt'; readonly ids: readonly string[] } | { readonly kind: 'rename' | 'back' | 'stop' };

/** Returns resources with our names that no run of this profile created and nobody adopted (as `resource:id`). */
export function unmanaged(
  settings: Settings,
  live: IntegrationState,
  remembered: Hints['remembered'],
  adopted: ReadonlySet<string>,
): ResourceKey[] {
  const isUnmanaged = (key: ResourceKey) => {
    const id = live[key]?.id;
    return id !== undefined && remembered[key]?.id !== id && !adopted.has(`${key}:${id}`);
  };
  // An external one is used on purpose, and left as it is.
  const candidates = rootResources.filter((resource) => !resource.isExternal?.(settings));
  return candidates.map(({ key }) => key).filter(isUnmanaged);
}

/**
 * Asks what to do about resources with our names that an earlier setup or someone else has left.
 *
 * @param isInUse whether another Halo seems to post to the alert source: then the default is another name
 */
export async function askAboutUnmanaged(
  prompter: Prompter,
  settings: Settings,
  live: IntegrationState,
  { keys, isInUse }: { readonly keys: readonly ResourceKey[]; readonly isInUse: boolean },
): Promise<AdoptDecision> {
  const names = keys.map((key) => {
    const { title, name } = resourceOf(key);
    // A renamed resource still has its old name in the service.
    return `${title} ${rowInWords({ ...live[key], name: live[key]?.name ?? name(settings) })}`;
  });
  prompter.info(['Already exists:', ...names.map((name) => `  ${name}`)].join('\n'));
  const product = productOf(settings).name;
  if (isInUse)
    prompter.info(
      `The alert source has alerts, but nothing in this ${product} posts to it: another ${product} may. With one alert source for both, closing a ticket in one can resolve an alert of the other.`,
    );
  const answer = await prompter.choose({
    id: 'existing',
    message: 'What should happen to these?',
    choices: [
      {
        value: 'adopt',
        name: isInUse ? 'Use them all the same' : 'Use them (left from an earlier setup)',
        description: 'Any differences are shown before they are changed.',
      },
      {
        value: 'rename',
        name: 'Keep them, and create new ones under other names',
        description: `Existing ones are not touched.${isInUse ? '' : ' Each ticket may then create two alerts.'}`,
      },
      { value: 'stop', name: 'Cancel', description: 'Nothing is changed.' },
    ],
    initial: isInUse ? 'rename' : 'adopt',
  });
  if (answer === BACK) return { kind: 'back' };
  if (answer !== 'adopt') return { kind: answer };
  return { kind: 'adopt', ids: keys.map((key) => `${key}:${live[key]?.id}`) };
}

/** Asks what to do if a profile remembers an integration with other names. */
export async function askAboutAnother(
  prompter: Prompter,
  { problem, adopt }: Extract<ProfileMatch, { kind: 'another' }>,
): Promise<AdoptDecision> {
  prompter.info(problem.message);
  const answer = await prompter.choose({
    id: 'another',
    message: 'What should happen to that one?',
    choices: [
      {
        value: 'rename',
        name: 'Keep it, and enter other names',
        description: 'To change that integration, enter its names.',
      },
      ...(adopt.length > 0
        ? ([
            {
              value: 'adopt',
              name: 'Rename it to the names you entered',
              description: 'Any differences are shown before they are changed.',
            },
          ] as const)
        : []),
      {
        value: 'stop',
        name: 'Cancel',
        description: 'Nothing is changed. To set up a second integration, start again with --profile NAME.',
      },
    ],
    initial: 'rename',
  });
  if (answer === BACK) return { kind: 'back' };
  return answer === 'adopt' ? { kind: 'adopt', ids: adopt } : { kind: answer };
}

/** Asks which of several resources with the same name is ours. */
export async function askAboutAmbiguities(
  prompter: Prompter,
  settings: Settings,
  ambiguities: readonly Ambiguity[],
): Promise<AdoptDecision> {
  const ids: string[] = [];
  for (const { resource: key, rows } of ambiguities) {
    const { title, name } = resourceOf(key);
    const answer = await prompter.choose<string>({
      id: `several-${key}`,
      message: `There are ${rows.length} ${plural(title)} named "${name(settings)}". Which one should be used?`,
      choices: [
        ...rows.map(({ id }) => ({ value: `${key}:${id}`, name: `ID ${id}` })),
        { value: 'rename', name: 'None; create one under another name' },
        { value: 'stop', name: 'Cancel' },
      ],
    });
    if (answer === BACK) return { kind: 'back' };
    if (answer === 'rename' || answer === 'stop') return { kind: answer };
    ids.push(answer);
  }
  return { kind: 'adopt', ids };
}
