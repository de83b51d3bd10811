/** Thrown by a handler that refuses a request. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The service's code for it, where that is not the usual one of the status. */
  readonly code: string | undefined;

  /**
   * @param status HTTP status
   * @param message one plain sentence for the client
   */
  constructor(status: number, message: string, more: { headers?: Record<string, string>; code?: string } = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.headers = more.headers ?? {};
    this.code = more.code;
  }
}

/** 400: what was sent is wrong. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}

/** 404: what was asked for is not there. */
export function notFound(message: string): Refusal {
  return new Refusal(404, message);
}
