/** Where a settings file says to find a secret. */
export type SecretReference = { readonly variable: string } | { readonly file: string };

/**
 * The form of a reference: only variables meant for this program, and any file. Spaces around each part are ignored.
 */
export const REFERENCE = /^\s*(?:env:\s*((?:ILERT|HALO)_\w+)|file:\s*(\S|\S.*\S))\s*$/;

/** Returns what `env:NAME` or `file:PATH` refers to; undefined for any other text. Pure. */
export function parseReference(text: string): SecretReference | undefined {
  const [, variable, file] = REFERENCE.exec(text) ?? [];
  if (variable !== undefined) return { variable };
  return file === undefined ? undefined : { file };
}

/** Returns the variable that a text refers to, if it is such a reference. Pure. */
export function variableIn(text: string): string | undefined {
  const reference = parseReference(text);
  return reference && 'variable' in reference ? reference.variable : undefined;
}
