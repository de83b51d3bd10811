import { expect, test } from 'vitest';
import { completionScript } from '../../../src/cli/completion/index.ts';
import { plainJson, plainText, withoutCommands } from '../../../src/ui/sanitize.ts';
import { createStreams } from '../../../src/ui/streams.ts';
import { COMMANDS, commandsIn } from '../../support/ci-commands.ts';
import { fc } from '../../support/property.ts';

test.each(COMMANDS)('no CI system takes a text for a command: %j', (text) => {
  expect(commandsIn(text)).not.toEqual([]);
  expect(commandsIn(withoutCommands(text))).toEqual([]);
});

test.each([
  ['::error::x', '\\::error::x'],
  ['  ::error::x', '  \\::error::x'],
  ['##[error]x', '##\\[error]x'],
  ['##vso[task.complete]x', '##\\vso[task.complete]x'],
])('%j is shown as %j, which Markdown shows as it was', (text, shown) => {
  expect(withoutCommands(text)).toBe(shown);
});

test.each(['std::vector', 'a ::error::x', '## Heading', '## [link](x)', 'C# [1]', '\\::error::x'])(
  '%j stays as it is',
  (text) => {
    expect(withoutCommands(text)).toBe(text);
  },
);

/** Any text with parts of control sequences. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...COMMANDS, '::', ':', '##', '#', '[', ']', '\n', '\r', ' ', '\u2028', '\u001b[1m', 'vso'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('nothing that is printed is a command, whatever it contains and however it is wrapped', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(undefined, 10, 40), fc.boolean(), (text, columns, verbose) => {
      let printed = '';
      const stream = {
        isTTY: columns !== undefined,
        ...(columns && { columns }),
        write: (more: string) => (printed += more),
      };
      const streams = createStreams({
        stdout: stream,
        stderr: stream,
        env: { FORCE_COLOR: '1' },
        redactor: { redact: (each) => each, add: () => undefined, isIn: () => false },
        options: { quiet: false, verbose, color: true },
      });
      for (const print of [streams.result, streams.document, streams.info, streams.note, streams.warn, streams.debug])
        print(text);
      expect(commandsIn(printed)).toEqual([]);
    }),
  );
});

test('no text begins or ends a section of a log of GitLab, which needs control characters', () => {
  const section = 'section_start:1700000000:x[collapsed=true]\r\u001b[0KHidden';
  expect(plainText(section)).toBe('section_start:1700000000:x[collapsed=true]��[0KHidden');
});

test('JSON has no command in it, and the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(hostile, hostile), (value) => {
      const json = plainJson(value);
      expect(commandsIn(json)).toEqual([]);
      expect(withoutCommands(json)).toBe(json);
      expect(JSON.parse(json)).toEqual({ ...value });
    }),
  );
});

test.each(['bash', 'zsh', 'fish', 'powershell'])('the completion script of %s is printed as it is', (shell) => {
  const script = completionScript(shell);
  expect(withoutCommands(script)).toBe(script);
});
