import { ExitCode } from '../errors/cli-error.ts';

/** The meaning of each exit code, for help and docs/commands.md. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  [ExitCode.done]: 'done; healthy (status); no assumption is contradicted (prove)',
  [ExitCode.failed]: 'failed; the report says what exists now; broken (status)',
  [ExitCode.usage]: 'invalid input or usage; nothing was changed',
  [ExitCode.denied]: 'credentials rejected, or not allowed (with several targets: 1)',
  [ExitCode.pending]:
    'changes pending (plan --exit-code); drift, or a delivery waiting for a retry (status); an assumption is contradicted (prove)',
  [ExitCode.unchecked]:
    'could not check: a service is unreachable, or something cannot be read (status); nothing could be shown (prove)',
  [ExitCode.interrupted]: 'cancelled with Ctrl-C or by answering no (129 if its terminal was closed)',
};
