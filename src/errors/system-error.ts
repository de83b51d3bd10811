/** Whether an error is one that the operating system reported. @param code only this one, such as ENOENT */
export function isSystemError(error: unknown, code?: string): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error && (code === undefined || error.code === code);
}

/** Returns what the system says is wrong with a file, without code, call and path: `permission denied`. */
export function fileErrorMessage(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  return /^[A-Z]\w+: (.+?)(?:, \w+.*)?$/.exec(error.message)?.[1] ?? error.message;
}
