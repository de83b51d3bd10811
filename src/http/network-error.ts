import { mayHaveArrived } from './retry.ts';

/** Code of an answer that was given up, since it had no end in sight. */
export const TOO_LARGE = 'TOO_LARGE';

/** No answer came. */
export class NetworkError extends Error {
  /** Node's or got's code, such as ECONNRESET or ETIMEDOUT. */
  readonly code: string;
  /** False where the request can't have reached the server. */
  readonly mayHaveArrived: boolean;
  /** Host and port of the proxy in between, where there is one. */
  readonly proxy: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(code: string, cause: Error, proxy?: string, attempts = 1) {
    super(cause.message, { cause });
    this.name = 'NoAnswer';
    this.code = code;
    this.proxy = proxy;
    this.attempts = attempts;
    this.mayHaveArrived = mayHaveArrived(code);
  }

  /** The same, after so many attempts. */
  after(attempts: number): NetworkError {
    return new NetworkError(this.code, this.cause as Error, this.proxy, attempts);
  }
}
