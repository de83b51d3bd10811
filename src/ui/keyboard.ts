import { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** The keys that reach one question while it is asked. */
export interface Keys {
  /** What readline reads from. */
  readonly input: Readable;
  /** Discards keys from now on, while an answer is being checked. */
  ignore(): void;
  /** Lets keys reach the question again. */
  accept(): void;
}

/** The keyboard of a terminal. What is typed reaches the question on the screen, and nothing else. */
export interface Keyboard {
  /** Discards what is typed, without echo, except while a question is asked. Returns a function that ends this. */
  hold(): () => void;
  /** Asks a question once the keyboard is quiet: earlier input, such as the rest of a paste, answers nothing. */
  ask<T>(question: (keys: Keys) => Promise<T>): Promise<T>;
}

/** Standard input, or its substitute in a test. */
export type TerminalInput = NodeJS.ReadableStream & { setRawMode?(isRaw: boolean): unknown };

/** What the keyboard reports, since the terminal doesn't without its own line editing. */
export interface KeyboardEvents {
  /** Ctrl-C was pressed while no question was asked. */
  interrupted(): void;
  /** The terminal is gone. */
  closed(): void;
  /** Ctrl-Z was pressed; resolves when the program continues. Without this handler, Ctrl-Z does nothing. */
  suspend?(): Promise<void>;
}

/** Ctrl-C, Ctrl-D and Ctrl-Z as a terminal sends them. */
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_Z = '\u001a';

/** How long the keyboard must be quiet before a question is asked. A key that is held down repeats faster. */
const QUIET_MS = 40;
/** The most that a key held down, or an endless paste, can delay a question. */
const LONGEST_MS = 1_000;

/**
 * Creates a keyboard.
 *
 * @param input read while the keyboard is held, and otherwise left to others
 * @param unreadSince the time from which all input still waits to be read, so that the first hold sees whether anything
 * was typed since then; in milliseconds as `performance.now()` returns them, and by default that of the first hold
 */
export function createKeyboard(input: TerminalInput, events: KeyboardEvents, unreadSince?: number): Keyboard {
  let holders = 0;
  let isFirstHold = true;
  /** When something was last typed, or from when on that would be known. */
  let quietSince = 0;
  let current: (Keys & { readonly isAccepting: boolean }) | undefined;

  const onData = (chunk: Uint8Array | string) => {
    quietSince = performance.now();
    // Bytes, since a character may arrive in two pieces.
    const bytes = Buffer.from(chunk).toString('latin1');
    if (bytes.includes(CTRL_Z) && events.suspend) void suspend(events.suspend);
    const typed = bytes.replaceAll(CTRL_Z, '').replaceAll(CTRL_D, CTRL_C).replaceAll('\r\n', '\r');
    // After an Enter that ends the question, the rest of a paste is discarded.
    for (const [part] of typed.matchAll(/[^\r\n]*[\r\n]|[^\r\n]+/g)) {
      if (current?.isAccepting) current.input.push(Buffer.from(part, 'latin1'));
      else if (part.includes(CTRL_C)) events.interrupted();
    }
  };
  const onEnd = () => events.closed();
  // Reading from a terminal that is gone fails. Without a permanent listener, that would end the program.
  input.on('error', onEnd);

  async function suspend(untilContinued: () => Promise<void>): Promise<void> {
    input.setRawMode?.(false);
    await untilContinued();
    if (holders > 0) input.setRawMode?.(true);
  }

  function hold(): () => void {
    if (holders === 0) {
      quietSince = (isFirstHold ? unreadSince : undefined) ?? performance.now();
      isFirstHold = false;
      input.setRawMode?.(true);
      input.on('data', onData).on('end', onEnd);
      input.resume();
    }
    holders += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      holders -= 1;
      if (holders > 0) return;
      input.off('data', onData).off('end', onEnd);
      input.setRawMode?.(false);
      input.pause();
    };
  }

  async function untilQuiet(): Promise<void> {
    const latest = performance.now() + LONGEST_MS;
    // If the keyboard has been held and quiet for long enough, there is no wait.
    for (let left = QUIET_MS; left > 0 && performance.now() < latest; ) {
      await sleep(Math.max(0, timeLeft()));
      // Timers come first in a turn of the event loop; what has been typed so far arrives later in that turn.
      await nextTurn();
      left = timeLeft();
    }
  }

  function timeLeft(): number {
    return quietSince + QUIET_MS - performance.now();
  }

  return {
    hold,
    async ask(question) {
      const release = hold();
      try {
        await untilQuiet();
        current = createKeys();
        return await question(current);
      } finally {
        current = undefined;
        release();
      }
    },
  };
}

function createKeys(): Keys & { readonly isAccepting: boolean } {
  let isAccepting = true;
  return {
    input: new Readable({ read: () => undefined }),
    get isAccepting() {
      return isAccepting;
    },
    ignore() {
      isAccepting = false;
    },
    accept() {
      isAccepting = true;
    },
  };
}
