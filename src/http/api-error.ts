import { CliError, ExitCode, type Problem } from '../errors/cli-error.ts';
import type { HttpRequest } from './client.ts';

/** One of the two services, as far as its errors differ. */
export interface Service {
  /** Its name in messages. */
  readonly name: string;
  /** The setting that holds its address. */
  readonly addressSetting: string;
  /** What a refusal means where this service gives it a meaning of its own; undefined for the usual one. Pure. */
  readonly explain: (refusal: Refusal) => Explanation | undefined;
}

/** An answer with a status of 400 to 499, read. */
export interface Refusal {
  readonly request: HttpRequest;
  readonly status: number;
  /** `GET /api/Status` */
  readonly what: string;
  /** The service's own words, as ` (“like this”)`; empty where it gave none. */
  readonly said: string;
  /** The same words alone. */
  readonly reason: string | undefined;
  /** The service's code for the error, as given, such as KEY_ERROR or invalid_client. */
  readonly code: string | undefined;
  /** Whether the answer is a web page, as from a firewall. */
  readonly isPage: boolean;
}

/** A refusal in words. */
export interface Explanation extends Problem {
  readonly exitCode: ExitCode;
}

interface ApiFaultOptions {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly isPage?: boolean;
  readonly maybeDone?: boolean;
  readonly cause?: unknown;
}

/** A request that did not succeed. */
export class ApiError extends CliError {
  /** HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** The service's code for the error, as given, such as KEY_ERROR or invalid_client. */
  readonly code: string | undefined;
  /** Whether the answer was a web page instead of the API's. */
  readonly isPage: boolean;
  /** Whether the server may have done what was asked all the same. */
  readonly maybeDone: boolean;

  constructor(problem: Problem, exitCode: ExitCode, options: ApiFaultOptions = {}) {
    super({ ...problem, exitCode, cause: options.cause });
    this.status = options.status;
    this.code = options.code;
    this.isPage = options.isPage ?? false;
    this.maybeDone = options.maybeDone ?? false;
  }
}

/** Whether the same run would fail in the same way until somebody changes something: bad input, or a refusal (404 is none: what is gone is made anew). */
export function isLasting(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  if (error.exitCode === ExitCode.usage || error.exitCode === ExitCode.denied) return true;
  if (!(error instanceof ApiError) || error.status === undefined) return false;
  return error.status < 500 && ![404, 408, 409, 425, 429].includes(error.status);
}
