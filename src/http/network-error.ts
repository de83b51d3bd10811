/** The code of a response that was aborted because it was larger than any response of either service. */
export const TOO_LARGE = 'TOO_LARGE';

/** Connection errors in everyday words, by Node's or got's code. */
const IN_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'the DNS server does not respond',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  ECONNABORTED: 'connection closed',
  EPIPE: 'connection closed',
  ETIMEDOUT: 'timed out',
  ENETUNREACH: 'network unreachable',
  EHOSTUNREACH: 'host unreachable',
};

/** Describes a code in words, such as `connection refused`; returns an unknown code unchanged. */
export function networkErrorInWords(code: string): string {
  return IN_WORDS[code] ?? code;
}

/** A request without a response. */
export class NetworkError extends Error {
  /** What Node or got reported. */
  declare readonly cause: Error;
  /** Node's or got's code, such as ECONNRESET or ETIMEDOUT. */
  readonly code: string;
  /** Host and port of the proxy, if any. */
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

  /** Returns the same error, after this many attempts. */
  after(attempts: number): NetworkError {
    return new NetworkError(this.code, this.cause, this.proxy, attempts);
  }
}

/** Whether no connection was established: the host, port or network is at fault, not the request. */
export function isWithoutConnection({ code, cause }: NetworkError): boolean {
  if (/^(ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(code)) return true;
  if (code !== 'ETIMEDOUT') return false;
  // got names the phase that timed out; the operating system names its call.
  const phase = 'event' in cause ? cause.event : undefined;
  return /^(lookup|connect|secureConnect)$/.test(String(phase)) || ('syscall' in cause && cause.syscall === 'connect');
}
