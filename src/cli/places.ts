/** What a run has to say at its end. */
interface Ended {
  /** The result, or the error in its place, in the format of the run; empty where there is nothing to say. */
  readonly text: string;
  /** The error in words, of a run that failed. */
  readonly error: string | undefined;
  /** Whether programs read the text. */
  readonly isDocument: boolean;
  /** Whether a file takes the place of standard output. */
  readonly isInFile: boolean;
}

/** What is printed on each stream, in order. */
interface Places {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/**
 * Where the texts of a run are printed. An error is always on standard error, and beside it what is said for people of a run
 * that failed; whoever reads a file later does not see that, so it has both. A document is alone. Pure.
 */
export function placesOf({ text, error, isDocument, isInFile }: Ended): Places {
  const result = text === '' ? [] : [text];
  if (error === undefined) return { stdout: result, stderr: [] };
  if (isDocument) return { stdout: result, stderr: [error] };
  const both = [error, ...result];
  return { stdout: isInFile ? both : [], stderr: both };
}
