/** For tests of what Windows does not have; each says in a comment what that is. */
export const onWindows = process.platform === 'win32';

/** The variables that a program needs to start at all: with these alone it has nothing of this machine's settings. */
export function variablesToStart(): Record<string, string> {
  const names = onWindows ? ['PATH', 'SystemRoot', 'TEMP'] : ['PATH'];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}
