/** Whose quoting a command line follows. */
export type Shell = 'posix' | 'powershell';

/** The shell that people have on a platform. */
export function shellOf(platform: string): Shell {
  return platform === 'win32' ? 'powershell' : 'posix';
}

/** A word, quoted for the shell where it needs to be. */
export function quoted(word: string, shell: Shell): string {
  // A comma, % and @ have a meaning in PowerShell.
  const isPlain = shell === 'powershell' ? /^[\w+=:./-]+$/ : /^[\w@%+=:,./-]+$/;
  // zsh looks up a command for a leading =.
  if (isPlain.test(word) && !word.startsWith('=')) return word;
  // Typographic quotes end a quoted word in PowerShell as well.
  return shell === 'powershell'
    ? `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
