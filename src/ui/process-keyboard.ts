import { once } from 'node:events';
import { createKeyboard, type Keyboard } from './keyboard.ts';

/** Creates the keyboard of this process. Without the terminal's line editing, it has to raise signals itself. */
export function createProcessKeyboard(): Keyboard {
  return createKeyboard(process.stdin, {
    interrupted: () => process.emit('SIGINT', 'SIGINT'),
    closed: () => process.emit('SIGHUP', 'SIGHUP'),
    ...(process.platform !== 'win32' && { suspend: suspendProcess }),
  });
}

/** Stops this process and those that started it, such as npx, until the shell continues them. */
async function suspendProcess(): Promise<void> {
  const continued = once(process, 'SIGCONT');
  process.kill(0, 'SIGTSTP');
  await continued;
}
