import { CliError, ExitCode, type Problem } from './cli-error.ts';
import type { ErrorCode } from './error-code.ts';

type ApiErrorOptions = Partial<Pick<ApiError, 'status' | 'serviceCode' | 'isPage' | 'maybeDone' | 'cause'>>;

/** A request that did not succeed. */
export class ApiError extends CliError {
  /** HTTP status, if a response came. */
  readonly status: number | undefined;
  /** The service's code for the error, unchanged, such as KEY_ERROR or invalid_client. */
  readonly serviceCode: string | undefined;
  /** Whether the response was a web page instead of the API's. */
  readonly isPage: boolean;
  /** Whether the server may nevertheless have done what was requested. */
  readonly maybeDone: boolean;

  constructor(problem: Problem, exitCode: ExitCode, options: ApiErrorOptions = {}) {
    super({ code: codeOf(exitCode, options), ...problem, exitCode, cause: options.cause });
    this.status = options.status;
    this.serviceCode = options.serviceCode;
    this.isPage = options.isPage ?? false;
    this.maybeDone = options.maybeDone ?? false;
  }
}

function codeOf(exitCode: ExitCode, { status, isPage }: ApiErrorOptions): ErrorCode {
  if (exitCode === ExitCode.denied) return status === 403 ? 'permission-missing' : 'credentials-refused';
  if (status === undefined) return 'api-unreachable';
  return status >= 400 && status < 500 && !isPage ? 'api-refused' : 'api-answer-unusable';
}

/** Whether a service answered that we lack a permission. */
export function isForbidden(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 403;
}

/** For `catch`: what to go on with where we lack a permission. Other errors are thrown. */
export function unlessForbidden<T>(otherwise: () => T): (error: unknown) => T {
  return (error) => {
    if (isForbidden(error)) return otherwise();
    throw error;
  };
}

/** Whether a service does not work or is out of reach: another try may succeed. */
export function isOutOfOrder({ code, status = 0 }: ApiError): boolean {
  return code === 'api-unreachable' || code === 'rate-limited' || status >= 500;
}

/**
 * Whether another run would fail in the same way until somebody changes something: bad input, or a refusal. Not so for
 * 404: what is gone is created again.
 */
export function isPermanent(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  if (error.code === 'setting-not-kept') return true;
  if (error.exitCode === ExitCode.usage || error.exitCode === ExitCode.denied) return true;
  if (!(error instanceof ApiError) || error.status === undefined) return false;
  return error.status < 500 && ![404, 408, 409, 425, 429].includes(error.status);
}
