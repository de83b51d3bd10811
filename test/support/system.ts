/** For tests of what Windows doesn't have; each says in a comment what that is. */
export const onWindows = process.platform === 'win32';

/** The variables that a program needs to start at all; with only these, none of this machine's settings reach it. */
export function variablesToStart(): Record<string, string> {
  const names = onWindows ? ['PATH', 'SystemRoot', 'TEMP'] : ['PATH'];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}
