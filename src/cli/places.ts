/** What a run has to print at its end. */
interface Ended {
  /** The result, or else the error in the format of the run; empty if there is nothing to print. */
  readonly text: string;
  /** The error of a failed run, in words. */
  readonly error: string | undefined;
  /** Whether the text is for programs. */
  readonly isDocument: boolean;
  /** Whether a file replaces standard output. */
  readonly isInFile: boolean;
}

/** What to print on each stream, in order. */
interface RoutedOutput {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/**
 * Decides where a run prints its texts. Errors always go to standard error, together with the text for people of a
 * failed run; an output file gets both, since its readers don't see standard error. A document stays alone. Pure.
 */
export function routeOutput({ text, error, isDocument, isInFile }: Ended): RoutedOutput {
  const result = text === '' ? [] : [text];
  if (error === undefined) return { stdout: result, stderr: [] };
  if (isDocument) return { stdout: result, stderr: [error] };
  const both = [error, ...result];
  return { stdout: isInFile ? both : [], stderr: both };
}
