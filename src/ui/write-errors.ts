import { ExitCode } from '../errors/cli-error.ts';

/** Reports that an output can't be written, unless its reader has gone. */
export function reportWriteErrors(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone (`| head -1`), or the terminal has (EIO), and the run continues.
    if (error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY) || isReported) return;
    isReported = true;
    // The work may have been done, but its result is incomplete: the run must not exit with 0.
    process.once('exit', () => {
      process.exitCode = ExitCode.failed;
    });
    const { stderr } = process;
    if (stream !== stderr) stderr.write(`Error: The result can't be written to standard output: ${error.message}.\n`);
  });
}

let isReported = false;
