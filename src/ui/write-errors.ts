import { ExitCode } from '../errors/cli-error.ts';

/** Reports that an output can't be written, unless its reader is gone. */
export function reportWriteErrors(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // If the reader (`| head -1`) or the terminal (EIO) is gone, the run continues.
    if (error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY) || isReported) return;
    isReported = true;
    // The work may be done, but its result is incomplete, so the run must not exit with 0.
    process.once('exit', () => {
      process.exitCode = ExitCode.failed;
    });
    const { stderr } = process;
    if (stream !== stderr) stderr.write(`Error: The result can't be written to standard output: ${error.message}.\n`);
  });
}

let isReported = false;
