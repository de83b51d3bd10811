import type { ClientRequest } from 'node:http';

/** A server that switches the protocol without being asked sends no response, and got would wait for it forever. */
export function failOnUpgrade(request: ClientRequest): void {
  request.once('upgrade', (_, socket) => {
    socket.destroy();
    request.emit('error', Object.assign(new Error('the server changed the protocol'), { code: 'EUPGRADE' }));
  });
}

/**
 * A request that fails emits `error` with the reason. If no connection was established, newer versions of Node (from
 * 24.20) also call the callback of `end`, without the reason, and got takes that for the final failure (its issue 2469,
 * fixed only in versions that no longer support Node 20). So the callback is only called for a request that was sent.
 */
export function ignoreErrorsOfEnd(request: ClientRequest): void {
  const end = request.end.bind(request) as (...args: unknown[]) => ClientRequest;
  const onlyOnSuccess = (callback: () => void) => (error?: Error | null) => {
    if (!error) callback();
  };
  request.end = (...args: unknown[]) =>
    end(...args.map((arg) => (typeof arg === 'function' ? onlyOnSuccess(arg as () => void) : arg)));
}
