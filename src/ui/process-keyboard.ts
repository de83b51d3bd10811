import { once } from 'node:events';
import { createKeyboard, type Keyboard } from './keyboard.ts';

/** As `performance.now()` counts. Nothing else in this process reads its terminal, which keeps what is typed meanwhile. */
const PROCESS_START = 0;

/** Creates the keyboard of this process. Without the terminal's line editing, it has to raise signals itself. */
export function createProcessKeyboard(): Keyboard {
  const events = {
    interrupted: () => process.emit('SIGINT', 'SIGINT'),
    closed: () => process.emit('SIGHUP', 'SIGHUP'),
    ...(process.platform !== 'win32' && { suspend: suspendProcess }),
  };
  return createKeyboard(process.stdin, events, PROCESS_START);
}

/** Stops this process and those that started it, such as npx, until the shell continues them. */
async function suspendProcess(): Promise<void> {
  const continued = once(process, 'SIGCONT');
  process.kill(0, 'SIGTSTP');
  await continued;
}
