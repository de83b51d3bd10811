/** Environment variables; an empty one counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether this is a CI system, where nobody answers questions even on a terminal. */
export function isCi(env: Environment): boolean {
  return !['', 'false', '0', 'no', 'off', 'n', 'f'].includes((env.CI ?? '').trim().toLowerCase());
}

/** Whether this is a step of GitHub Actions, which reads what is printed. */
export function isGitHubActions({ GITHUB_ACTIONS }: Environment): boolean {
  return GITHUB_ACTIONS === 'true';
}
