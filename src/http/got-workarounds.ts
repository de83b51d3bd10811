import type { ClientRequest } from 'node:http';

/** Fails if the server switches protocols without being asked: no response follows, and got would wait forever. */
export function failOnUpgrade(request: ClientRequest): void {
  request.once('upgrade', (_, socket) => {
    socket.destroy();
    request.emit('error', Object.assign(new Error('the server changed the protocol'), { code: 'EUPGRADE' }));
  });
}

/**
 * Calls the callback of `end` only if the request was sent. A request that fails emits `error` with the reason. If no
 * connection was established, newer versions of Node (from 24.20) also call that callback, without the reason, and got
 * takes this for the final failure (its issue 2469, fixed only in versions that no longer support Node 20).
 */
export function ignoreErrorsOfEnd(request: ClientRequest): void {
  const end = request.end.bind(request) as (...args: unknown[]) => ClientRequest;
  const onlyOnSuccess = (callback: () => void) => (error?: Error | null) => {
    if (!error) callback();
  };
  request.end = (...args: unknown[]) =>
    end(...args.map((arg) => (typeof arg === 'function' ? onlyOnSuccess(arg as () => void) : arg)));
}
