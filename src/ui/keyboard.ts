import { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** The keys of one question, as long as it is asked. */
export interface Keys {
  /** What readline reads from. */
  readonly input: Readable;
  /** From now on keys are discarded, since an answer is being checked. */
  ignore(): void;
  /** From now on keys reach the question again. */
  accept(): void;
}

/** The keyboard of a terminal: what is typed reaches a question that is on the screen, and nothing else. */
export interface Keyboard {
  /** From now on, what is typed is discarded and not echoed, except while a question is asked. Returns a function that ends it. */
  hold(): () => void;
  /** Asks a question once the keyboard is quiet: what was typed before, such as the rest of a paste, answers nothing. */
  ask<T>(question: (keys: Keys) => Promise<T>): Promise<T>;
}

/** Standard input, or what a test has in its place. */
export type TerminalInput = NodeJS.ReadableStream & { setRawMode?(isRaw: boolean): unknown };

/** What the keyboard tells the program, since without the terminal's own line editing nobody else does. */
export interface KeyboardEvents {
  /** Ctrl-C was pressed while no question was asked. */
  interrupted(): void;
  /** The terminal is gone. */
  closed(): void;
  /** Ctrl-Z was pressed; resolves when the program goes on. Without it, Ctrl-Z does nothing. */
  suspend?(): Promise<void>;
}

/** Ctrl-C, Ctrl-D and Ctrl-Z as a terminal sends them. */
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_Z = '\u001a';

/** So long nothing may be typed before a question is asked. The repeat of a key that is held down is faster. */
const QUIET_MS = 40;
/** A key that is held down, or an endless paste, delays a question by no more than this. */
const LONGEST_MS = 1_000;

/** @param input is read as long as the keyboard is held, and otherwise left to others */
export function createKeyboard(input: TerminalInput, events: KeyboardEvents): Keyboard {
  let holders = 0;
  /** When something was typed last, or when the keyboard was taken hold of. */
  let quietSince = 0;
  let current: (Keys & { readonly isAccepting: boolean }) | undefined;

  const onData = (chunk: Uint8Array | string) => {
    quietSince = performance.now();
    // Byte by byte, since a character may arrive in two pieces.
    const bytes = Buffer.from(chunk).toString('latin1');
    if (bytes.includes(CTRL_Z) && events.suspend) void suspend(events.suspend);
    const typed = bytes.replaceAll(CTRL_Z, '').replaceAll(CTRL_D, CTRL_C).replaceAll('\r\n', '\r');
    // After an Enter that ends the question, the rest of a paste is for nobody.
    for (const [part] of typed.matchAll(/[^\r\n]*[\r\n]|[^\r\n]+/g)) {
      if (current?.isAccepting) current.input.push(Buffer.from(part, 'latin1'));
      else if (part.includes(CTRL_C)) events.interrupted();
    }
  };
  const onEnd = () => events.closed();
  // Reading from a terminal that is gone fails; listened to all the time, since otherwise that would end the program.
  input.on('error', onEnd);

  async function suspend(untilContinued: () => Promise<void>): Promise<void> {
    input.setRawMode?.(false);
    await untilContinued();
    if (holders > 0) input.setRawMode?.(true);
  }

  function hold(): () => void {
    if (holders === 0) {
      quietSince = performance.now();
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
    // The keyboard may have been held, and quiet, for long: then nothing is waited for.
    for (let left = QUIET_MS; left > 0 && performance.now() < latest; ) {
      await sleep(Math.max(0, timeLeft()));
      // Timers come first in a turn of the event loop: only after it has everything arrived that was typed until now.
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
