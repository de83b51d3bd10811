/** The shell whose quoting rules a command line follows. */
export type Shell = 'posix' | 'powershell';

/** Returns the usual shell of a platform. */
export function shellOf(platform: string): Shell {
  return platform === 'win32' ? 'powershell' : 'posix';
}

/** Quotes a word for the shell, if necessary. */
export function quoted(word: string, shell: Shell): string {
  // A comma, % and @ are special in PowerShell.
  const isPlain = shell === 'powershell' ? /^[\w+=:./-]+$/ : /^[\w@%+=:,./-]+$/;
  // zsh replaces a word with a leading = by the path of a command.
  if (isPlain.test(word) && !word.startsWith('=')) return word;
  // In PowerShell, typographic quotes end a quoted word too.
  return shell === 'powershell'
    ? `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
