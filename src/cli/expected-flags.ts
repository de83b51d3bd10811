import type { Field } from '../config/field.ts';
import { fieldOf, fields } from '../config/settings.ts';
import { variableNames } from '../config/variables.ts';
import type { AnyCommand } from './registry.ts';

/** Flags that can't be derived from a setting's names. */
const OTHER_NAMES = new Map<string, Field>([
  ['policy', fieldOf('alertSource.escalationPolicy')],
  ['token', fieldOf('ilert.apiToken')],
  ['api-key', fieldOf('ilert.apiToken')],
  ['ilert-api-key', fieldOf('ilert.apiToken')],
  ['secret', fieldOf('halo.clientSecret')],
  ['halo-secret', fieldOf('halo.clientSecret')],
]);

/** Returns what to use instead of a flag that people try; undefined if nothing is known about it. */
export function suggestedFlag(flag: string, { name, takesSettings }: AnyCommand): string | undefined {
  if (flag === '--dry-run' && !takesSettings) return undefined;
  if (flag === '--dry-run')
    return `${name} sets up nothing, so it needs no --dry-run. To see every request, use apply --dry-run.`;
  const typed = flag.replace(/^--/, '');
  const field = takesSettings && (OTHER_NAMES.get(typed) ?? fields.find((each) => namesOf(each).has(typed)));
  if (!field) return undefined;
  const [variable] = variableNames(field);
  if (field.kind === 'secret') return `Secrets are not passed on the command line. Set ${variable} instead.`;
  return field.flag === undefined ? undefined : `Did you mean --${field.flag}?`;
}

/** Returns a setting's other names as flags: `source-name`, `alert-source-name` for alertSource.name. */
function namesOf(field: Field): ReadonlySet<string> {
  const variables = variableNames(field).map((name) => name.toLowerCase().replaceAll('_', '-'));
  const key = field.key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).split('.');
  return new Set([...variables, ...variables.map((name) => name.replace(/^[a-z]+-/, '')), key.join('-'), key[1] ?? '']);
}
