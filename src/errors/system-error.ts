/** Whether an error is the operating system's, as file operations throw it. @param code only this one, such as ENOENT */
export function isSystemError(error: unknown, code?: string): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error && (code === undefined || error.code === code);
}
