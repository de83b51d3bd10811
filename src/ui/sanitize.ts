/** Makes text safe to print: replaces characters that move the cursor, set colours or change the reading direction. */
export function plainText(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '�');
}

/** Makes a name from a service or a file safe to print, on one line. */
export function plainName(name: unknown): string {
  return plainText(String(name).replace(/[\n\t]/g, ' '));
}

/** Returns JSON that is safe to print: the same value, with control characters and commands to a CI system escaped. */
export function plainJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const json = JSON.stringify(value, null, 2).replace(CONTROL_CHARACTERS, escaped);
  return escapeCommands(json, escaped);
}

/** Escapes commands to a CI system that reads the log. @param escaped writes a character that readers see unchanged */
export function escapeCommands(text: string, escaped: (character: string) => string): string {
  return text.replace(LINE_COMMAND, `${escaped(':')}:`).replace(BRACKETED_COMMAND, `#${escaped('#')}`);
}

/**
 * Removes commands to a CI system that reads the log: splits their start with a backslash, which Markdown does not
 * show. Must be applied last, since wrapping starts new lines.
 */
export function withoutCommands(text: string): string {
  return text.replace(LINE_COMMAND, '\\::').replace(BRACKETED_COMMAND, '##\\');
}

/** `::add-mask::x`, which GitHub Actions recognizes at the start of a line, after any kind of space. */
const LINE_COMMAND = /(?<=^[\s\p{C}\p{Z}]*)::/gmu;

/** `##[error]` (GitHub Actions) and `##vso[task.setvariable]` (Azure Pipelines), recognized anywhere in a line. */
const BRACKETED_COMMAND = /##(?=\w*\[)/g;

const CONTROL_CHARACTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
