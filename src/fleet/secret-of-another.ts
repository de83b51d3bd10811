import { haloAddress } from '../config/address.ts';
import { variableIn } from '../config/secret-reference.ts';
import type { FieldKey } from '../config/settings.ts';
import type { FileTarget, SettingsFile } from '../config/settings-file.ts';
import { usageError } from '../errors/cli-error.ts';
import type { Context } from '../runtime/context.ts';

/** The variable from which a target without a client secret of its own reads it. */
export const SECRET_VARIABLE = 'HALO_CLIENT_SECRET';

type Env = Context['system']['env'];

/**
 * Finds a target with another Halo whose client secret is in a variable, or in another one with the same value. Pure.
 *
 * @param halo the address to which the run would send what the variable has
 * @param isExclusive whether another target may read the same variable: in a run for one target, each job of a pipeline
 *   sets it
 */
export function targetWithSecret(
  { targets, shared }: SettingsFile,
  env: Env,
  { variable, halo, isExclusive }: { readonly variable: string; readonly halo: unknown; readonly isExclusive: boolean },
): string | undefined {
  return [...targets].find(([, target]) => {
    const other = variableOf(target, shared);
    const isCompared = other !== undefined && (isExclusive || other !== variable);
    const isSame = isCompared && env[other] !== undefined && env[other] === env[variable];
    return isSame && hostOf(given(target, shared, 'halo.url')) !== hostOf(halo);
  })?.[0];
}

/**
 * Makes sure that a run for one target does not send the client secret of another one to its Halo: `--all` compares them.
 *
 * @throws CliError, exit 2
 */
export function assertOwnSecret({ system: { env }, options }: Context, file: SettingsFile, name: string): void {
  // What is read from standard input comes before variables.
  if (options.secretsStdin) return;
  const target = file.targets.get(name);
  const variable = target && variableOf(target, file.shared);
  if (!target || variable === undefined) return;
  const halo = given(target, file.shared, 'halo.url');
  const other = targetWithSecret(file, env, { variable, halo, isExclusive: false });
  if (other === undefined) return;
  throw usageError(
    `Targets ${name} and ${other} have different Halo instances but the same client secret.`,
    `Set ${variable} to the client secret of ${name}.`,
    'conflict',
  );
}

/** Returns the host of an address; undefined if it is none. Pure. */
export function hostOf(url: unknown): string | undefined {
  const address = typeof url === 'string' ? haloAddress(url) : undefined;
  return !address || 'problem' in address ? undefined : new URL(address.url).host;
}

function given({ values }: FileTarget, shared: SettingsFile['shared'], key: FieldKey): unknown {
  return (values.get(key) ?? shared.get(key))?.value;
}

function variableOf(target: FileTarget, shared: SettingsFile['shared']): string | undefined {
  const reference = given(target, shared, 'halo.clientSecret');
  return reference === undefined ? SECRET_VARIABLE : variableIn(String(reference));
}
