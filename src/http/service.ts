import type { ExitCode, Place, Problem } from '../errors/cli-error.ts';
import type { HttpRequest } from './request.ts';

/** One of the two services, as far as its errors differ. */
export interface Service {
  /** Its name in messages. */
  readonly name: string;
  /** Where its URL comes from, for hints: `HALO_URL`, `the URL you entered`; undefined if it is the default. */
  readonly urlSource: string | undefined;
  /** Where its URL is, if that is in a file. */
  readonly urlPlace?: Place | undefined;
  /** How to set its URL: `--halo-url (HALO_URL)`. */
  readonly urlSetting: string;
  /** Explains a refusal that has a special meaning for this service; returns undefined for others. Pure. */
  readonly explain: (refusal: Refusal) => Explanation | undefined;
}

/** A response with a status of 400 to 499. */
export interface Refusal {
  readonly request: HttpRequest;
  readonly status: number;
  /** `GET /api/Status` */
  readonly what: string;
  /** The service's reason, as ` (“like this”)`; empty if it gave none. */
  readonly quotedReason: string;
  /** The reason alone. */
  readonly reason: string | undefined;
  /** The service's code for the error, unchanged, such as KEY_ERROR or invalid_client. */
  readonly serviceCode: string | undefined;
  /** Whether the response is a web page, as from a firewall. */
  readonly isPage: boolean;
}

/** A refusal in words. */
export interface Explanation extends Problem {
  readonly exitCode: ExitCode;
}
