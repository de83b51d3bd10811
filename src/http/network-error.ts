/** The code of a response that was aborted because it was larger than any response of either service. */
export const TOO_LARGE = 'TOO_LARGE';

/** No response came. */
export class NetworkError extends Error {
  /** What Node or got reported. */
  declare readonly cause: Error;
  /** Node's or got's code, such as ECONNRESET or ETIMEDOUT. */
  readonly code: string;
  /** Host and port of the proxy in between, if there is one. */
  readonly proxy: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(code: string, cause: Error, proxy?: string, attempts = 1) {
    super(cause.message, { cause });
    this.name = 'NetworkError';
    this.code = code;
    this.proxy = proxy;
    this.attempts = attempts;
  }

  /** The same error, after this many attempts. */
  after(attempts: number): NetworkError {
    return new NetworkError(this.code, this.cause, this.proxy, attempts);
  }
}
