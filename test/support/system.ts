/** For tests of what Windows doesn't have; each says in a comment what that is. */
export const onWindows = process.platform === 'win32';

/** Returns the variables that a program needs to start at all, without any of this machine's settings. */
export function variablesToStart(): Record<string, string> {
  const names = onWindows ? ['PATH', 'SystemRoot', 'TEMP'] : ['PATH'];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}
