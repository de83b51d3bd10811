import { describeOrigin, placeOf, type RawValue } from '../config/raw-value.ts';
import { type FieldKey, fieldOf, secretFields } from '../config/settings.ts';
import { variableNames } from '../config/variables.ts';
import type { Problem } from '../errors/cli-error.ts';
import type { Redactor } from '../secret/redactor.ts';
import { Secret } from '../secret/secret.ts';
import { listInWords } from '../text/list.ts';
import type { Context } from './context.ts';

/**
 * Finds known secrets in the wrong places: in a setting, on the command line or in a target's name. All of these are
 * sent to the services, saved on this machine or printed.
 */
export function exposedSecrets(
  { redactor, options }: Pick<Context, 'redactor' | 'options'>,
  settings: ReadonlyMap<FieldKey, RawValue>,
): Problem[] {
  const inTarget = options.target !== undefined && redactor.isIn(options.target);
  return [
    ...exposedInWords(options.words ?? [], redactor),
    ...(inTarget ? [exposed('The name of a target', 'Use another name: it is saved and printed.')] : []),
    ...[...settings].flatMap(([key, { value, origin }]) => {
      // Flags are checked as words, and the program's own defaults hold no secret.
      if (value instanceof Secret || origin.from === 'flag' || origin.from === 'default') return [];
      if (!redactor.isIn(JSON.stringify(value) ?? '')) return [];
      const hint = 'Use another value: settings are sent and saved in plain text.';
      const where = origin.from === 'prompt' ? `The answer for ${key}` : describeOrigin(origin, fieldOf(key));
      return [{ ...exposed(where, hint), place: placeOf(origin) }];
    }),
  ];
}

/** Finds known secrets on a command line, and names the flag before each of them. */
export function exposedInWords(words: readonly string[], redactor: Redactor): Problem[] {
  return words.flatMap((word, index) => {
    if (!redactor.isIn(word)) return [];
    const variables = secretFields.flatMap((field) => variableNames(field).slice(0, 1));
    const hint = `Secrets are read from ${listInWords(variables)}, never from the command line.`;
    return [exposed(whereIn(word, words[index - 1], redactor), hint)];
  });
}

function whereIn(word: string, before: string | undefined, redactor: Redactor): string {
  const flag = [/^--[\w-]+(?==)/.exec(word)?.[0], before].find((each) => each && /^--[\w-]+$/.test(each));
  return flag === undefined || redactor.isIn(flag) ? 'The command line' : flag;
}

function exposed(where: string, hint: string): Problem {
  return { code: 'input-invalid', message: `${where} contains a secret.`, hint };
}
