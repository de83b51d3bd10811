import type { ClientRequest } from 'node:http';

/**
 * A request that fails says so by its `error` event, with the reason. Where no connection ever stood, newer Nodes (24.20
 * on) tell whoever has ended the request of it too, without the reason; and got takes that for the end of all attempts
 * (its issue 2469, mended only in versions that leave Node 20 behind). So only the end of a request that was sent is
 * passed on.
 */
export function hearReasonOnly(request: ClientRequest): void {
  const end = request.end.bind(request) as (...given: unknown[]) => ClientRequest;
  const withoutEcho = (sent: () => void) => (error?: Error | null) => {
    if (!error) sent();
  };
  request.end = (...given: unknown[]) =>
    end(...given.map((each) => (typeof each === 'function' ? withoutEcho(each as () => void) : each)));
}
