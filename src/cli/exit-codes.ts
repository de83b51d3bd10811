import { ExitCode } from '../errors/cli-error.ts';

/** What each exit code means, for help and docs/commands.md. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  [ExitCode.done]: 'done',
  [ExitCode.failed]: 'failed; the report says what exists now',
  [ExitCode.usage]: 'invalid input or usage; nothing was changed',
  [ExitCode.denied]: 'credentials rejected, or not allowed (with several targets: 1)',
  [ExitCode.pending]: 'changes pending (plan --exit-code), or drift or a delivery waiting for a retry (status)',
  [ExitCode.interrupted]: 'cancelled with Ctrl-C or by answering no',
};
