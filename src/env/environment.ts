/** Variables of the environment; an empty one is one that is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this runs in a build system: nobody answers questions there, even on a terminal. */
export function isCi(env: Environment): boolean {
  return !['', 'false', '0', 'no', 'off', 'n', 'f'].includes((env.CI ?? '').trim().toLowerCase());
}
