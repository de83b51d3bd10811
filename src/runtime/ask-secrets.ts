import type { RawValue } from '../config/raw-value.ts';
import { type FieldKey, fieldOf } from '../config/settings.ts';
import { variableNames } from '../config/variables.ts';
import { cancelledError } from '../errors/cli-error.ts';
import { BACK } from '../ui/prompter.ts';
import type { Context } from './context.ts';

/** What people call the secrets. */
const LABELS: { readonly [K in FieldKey]?: string } = {
  'ilert.apiToken': 'ilert API key',
  'halo.clientSecret': 'Client secret of the API application',
};

/** Asks for secrets that no source provides; they are checked when they are first used. */
export async function askForSecrets(
  context: Context,
  keys: readonly FieldKey[],
  values: Map<FieldKey, RawValue>,
): Promise<void> {
  const prompter = await context.prompter();
  for (const key of keys) {
    const field = fieldOf(key);
    const [variable] = variableNames(field);
    const secret = await prompter.secret({
      id: key,
      message: LABELS[key] ?? field.about,
      help: `It is used for this run only, and not saved. If ${variable} is set, you are not asked.`,
      // The first request that uses it checks it.
      isUnchecked: () => true,
      check: (typed) => (typed.reveal() === '' ? 'Enter a value, or press Ctrl-C to quit.' : undefined),
    });
    if (secret === BACK) throw cancelledError();
    context.redactor.add(secret.reveal());
    values.set(key, { value: secret, origin: { from: 'prompt' } });
  }
}
