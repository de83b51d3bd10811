import { createServer } from 'node:net';

/** Below the ports that systems hand out for port 0, so no other test is given one of them in between. */
const FIRST = 20_000;
const COUNT = 10_000;
let next = FIRST + ((process.pid * 37) % COUNT);

/** A port of 127.0.0.1 that is free now and that no test running at the same time takes. */
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
