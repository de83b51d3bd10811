import { CliError, ExitCode, type Problem } from './cli-error.ts';
import type { ErrorCode } from './error-code.ts';

type ApiErrorOptions = Partial<Pick<ApiError, 'service' | 'status' | 'serviceCode' | 'isPage' | 'maybeDone' | 'cause'>>;

/** A request that did not succeed. */
export class ApiError extends CliError {
  /** The name of the service that refused it, if it was refused. */
  readonly service: string | undefined;
  /** HTTP status, if there was a response. */
  readonly status: number | undefined;
  /** The service's code for the error, unchanged, such as KEY_ERROR or invalid_client. */
  readonly serviceCode: string | undefined;
  /** Whether the response was a web page rather than the API's. */
  readonly isPage: boolean;
  /** Whether the server may have carried out the request anyway. */
  readonly maybeDone: boolean;

  constructor(problem: Problem, exitCode: ExitCode, options: ApiErrorOptions = {}) {
    super({ code: codeOf(exitCode, options), ...problem, exitCode, cause: options.cause });
    this.service = options.service;
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

/** Whether a service responded that we lack a permission. */
export function isForbidden(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 403;
}

/** For `catch`: returns a substitute if we lack a permission, and rethrows any other error. */
export function unlessForbidden<T>(otherwise: () => T): (error: unknown) => T {
  return (error) => {
    if (isForbidden(error)) return otherwise();
    throw error;
  };
}

/** Whether a service is failing or unreachable, so that another try may succeed. */
export function isUnavailable({ code, status = 0 }: ApiError): boolean {
  return code === 'api-unreachable' || code === 'rate-limited' || status >= 500;
}

/**
 * Whether every run will fail the same way until somebody changes something: bad input, or a refusal. A 404 is not
 * permanent: what is gone is created again.
 */
export function isPermanent(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  if (error.code === 'setting-not-kept') return true;
  if (error.exitCode === ExitCode.usage || error.exitCode === ExitCode.denied) return true;
  if (!(error instanceof ApiError) || error.status === undefined) return false;
  return error.status < 500 && ![404, 408, 409, 425, 429].includes(error.status);
}
