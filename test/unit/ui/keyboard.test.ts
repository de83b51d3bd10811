import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { createKeyboard, type Keys } from '../../../src/ui/keyboard.ts';

const ENTER = '\r';
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

/** Creates a keyboard, and records what it reports. */
function keyboardOfTest(unreadSince?: number) {
  const modes: boolean[] = [];
  const events: string[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const reported = {
    interrupted: () => events.push('interrupted'),
    closed: () => events.push('closed'),
    suspend: async () => void events.push('suspended'),
  };
  const keyboard = createKeyboard(input, reported, unreadSince);
  return { keyboard, input, modes, events };
}

/** Reads a line, as a question does. */
async function readLine({ input, ignore }: Keys, asked: () => void = () => undefined): Promise<string> {
  const chunks: Buffer[] = [];
  const ended = new Promise<string>((resolve) => {
    input.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const line = Buffer.concat(chunks).toString();
      if (!line.endsWith(ENTER)) return;
      ignore();
      resolve(line);
    });
  });
  await nextTurn();
  asked();
  return ended;
}

describe('the keyboard', () => {
  it('gives a question what is typed while it is asked, and nothing that was typed before', async () => {
    const { keyboard, input } = keyboardOfTest();
    const release = keyboard.hold();
    input.write(`too early${ENTER}`);
    const answer = keyboard.ask((keys) => readLine(keys, () => input.write(`in time${ENTER}`)));
    input.write(`still too early${ENTER}`);
    expect(await answer).toBe(`in time${ENTER}`);
    release();
  });

  it('asks at once if it sees at its first hold that nothing was typed for long enough', async () => {
    const now = performance.now();
    const { keyboard } = keyboardOfTest(now - 40);
    // The clock stands still, so a wait would never end.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
    try {
      expect(await keyboard.ask(async () => 'asked')).toBe('asked');
    } finally {
      clock.mockRestore();
    }
  });

  it('gives no question what was typed before its first hold', async () => {
    const { keyboard, input } = keyboardOfTest(0);
    input.write(`long before${ENTER}`);
    const answer = keyboard.ask((keys) => readLine(keys, () => input.write(`in time${ENTER}`)));
    expect(await answer).toBe(`in time${ENTER}`);
  });

  it('gives a question the first line of a paste, and no question the others', async () => {
    const { keyboard, input } = keyboardOfTest();
    const release = keyboard.hold();
    const lines = ['one', 'two', 'three', ''].join('\r\n');
    expect(await keyboard.ask((keys) => readLine(keys, () => input.write(lines)))).toBe(`one${ENTER}`);
    const second = keyboard.ask((keys) => readLine(keys, () => input.write(`answer${ENTER}`)));
    expect(await second).toBe(`answer${ENTER}`);
    release();
  });

  it('gives a character that arrives in two pieces as it was typed', async () => {
    const { keyboard, input } = keyboardOfTest();
    const [first, ...rest] = Buffer.from('ü');
    const answer = keyboard.ask((keys) =>
      readLine(keys, () => {
        input.write(Buffer.from([first ?? 0]));
        input.write(Buffer.concat([Buffer.from(rest), Buffer.from(ENTER)]));
      }),
    );
    expect(await answer).toBe(`ü${ENTER}`);
  });

  it('does not wait for ever for a key that is held down', async () => {
    const { keyboard, input } = keyboardOfTest();
    const holding = setInterval(() => input.write(ENTER), 5);
    expect(await keyboard.ask(async () => 'asked')).toBe('asked');
    clearInterval(holding);
  });

  it('is in raw mode as long as anybody holds it, so that nothing is echoed', () => {
    const { keyboard, modes } = keyboardOfTest();
    const [first, second] = [keyboard.hold(), keyboard.hold()];
    first();
    first();
    expect(modes).toEqual([true]);
    second();
    expect(modes).toEqual([true, false]);
  });

  it('says when Ctrl-C is pressed between questions; at a question it is a key', async () => {
    const { keyboard, input, events } = keyboardOfTest();
    const release = keyboard.hold();
    input.write(CTRL_C);
    await nextTurn();
    expect(events).toEqual(['interrupted']);
    const typed = await keyboard.ask((keys) => readLine(keys, () => input.write(`${CTRL_C}${ENTER}`)));
    expect(typed).toBe(`${CTRL_C}${ENTER}`);
    expect(events).toEqual(['interrupted']);
    release();
  });

  it('leaves raw mode while the program is suspended', async () => {
    const { keyboard, input, modes, events } = keyboardOfTest();
    const release = keyboard.hold();
    input.write(CTRL_Z);
    await nextTurn();
    expect(events).toEqual(['suspended']);
    expect(modes).toEqual([true, false, true]);
    release();
  });

  it('says when the terminal is gone', async () => {
    const { keyboard, input, events } = keyboardOfTest();
    const release = keyboard.hold();
    input.destroy(new Error('read EIO'));
    await nextTurn();
    expect(events).toEqual(['closed']);
    release();
  });
});
