import { createServer } from 'node:net';

/** Below the ports that systems assign for port 0, so that no other test gets one of these meanwhile. */
const FIRST = 20_000;
const COUNT = 10_000;
let next = FIRST + ((process.pid * 37) % COUNT);

/** Returns a port of 127.0.0.1 that is free now and that no concurrent test takes. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = FIRST + ((next - FIRST + 1) % COUNT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
