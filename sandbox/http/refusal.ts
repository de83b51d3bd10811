/** Thrown by a handler to refuse a request. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The service's error code, unless it is the status's usual one. */
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

/** 400: the request is wrong. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}

/** 404: the requested row does not exist. */
export function notFound(message: string): Refusal {
  return new Refusal(404, message);
}
