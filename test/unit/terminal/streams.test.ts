import { describe, expect, it, test } from 'vitest';
import { isCi } from '../../../src/env/environment.ts';
import { createRedactor } from '../../../src/secret/redactor.ts';
import { createStreams, type OutputOptions } from '../../../src/ui/streams.ts';
import { createStyle } from '../../../src/ui/style.ts';

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly speech?: Partial<OutputOptions>;
  readonly out?: boolean;
  readonly err?: boolean;
  readonly secret?: string;
  readonly columns?: number;
}

function opened({ env = {}, speech, out = true, err = true, secret, columns = 200 }: Given) {
  const printed = { out: '', err: '' };
  const redactor = createRedactor();
  if (secret) redactor.add(secret);
  const streams = createStreams({
    stdout: { isTTY: out, columns, write: (text) => (printed.out += text) },
    stderr: { isTTY: err, columns, write: (text) => (printed.err += text) },
    env,
    redactor,
    options: { quiet: false, verbose: false, color: true, ...speech },
  });
  return { streams, printed };
}

describe('results are coloured', () => {
  it.each<[string, Given, boolean]>([
    ['on a terminal', {}, true],
    ['not in a pipe', { out: false }, false],
    ['not in a pipe, even where errors go to a terminal', { out: false, err: true }, false],
    ['not with NO_COLOR', { env: { NO_COLOR: '1' } }, false],
    ['not with NO_COLOR=0: any value counts (no-color.org)', { env: { NO_COLOR: '0' } }, false],
    ['with an empty NO_COLOR, which counts as not set', { env: { NO_COLOR: '' } }, true],
    ['not with --no-color', { speech: { color: false } }, false],
    ['not with --no-color, even with FORCE_COLOR', { speech: { color: false }, env: { FORCE_COLOR: '1' } }, false],
    ['not on a dumb terminal', { env: { TERM: 'dumb' } }, false],
    ['in a pipe with FORCE_COLOR', { out: false, env: { FORCE_COLOR: '1' } }, true],
    ['in a pipe with FORCE_COLOR=3', { out: false, env: { FORCE_COLOR: '3' } }, true],
    ['not on a terminal with FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, false],
    ['on a dumb terminal with FORCE_COLOR', { env: { TERM: 'dumb', FORCE_COLOR: '1' } }, true],
    ['not with both NO_COLOR and FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
    ['in a build system that has a terminal', { env: { CI: '1' } }, true],
  ])('%s', (_, given, color) => {
    expect(opened(given).streams.resultColor).toBe(color);
  });

  it('each stream for itself', () => {
    const { streams } = opened({ out: false, err: true });
    expect([streams.resultColor, streams.noteColor]).toEqual([false, true]);
  });
});

describe('words', () => {
  const LONG = 'A sentence with ten words that is longer than that.';
  const WRAPPED = /^(Note: A sentence with ten|A sentence with ten words)\n/;

  it('are wrapped at the edge of a terminal, whatever is printed', () => {
    const { streams, printed } = opened({ columns: 25 });
    for (const print of [streams.info, streams.note, streams.warn]) {
      printed.err = '';
      print(LONG);
      expect(printed.err).toMatch(WRAPPED);
    }
    streams.result(LONG);
    expect(printed.out).toMatch(WRAPPED);
  });

  it('are left alone in a pipe, and in what programs read', () => {
    const { streams, printed } = opened({ columns: 25, out: false, err: false });
    streams.info(LONG);
    streams.result(LONG);
    expect([printed.err, printed.out]).toEqual([`${LONG}\n`, `${LONG}\n`]);
    const onTerminal = opened({ columns: 25 });
    onTerminal.streams.document(LONG);
    expect(onTerminal.printed.out).toBe(`${LONG}\n`);
  });
});

describe('animation', () => {
  it.each<[string, Given, boolean]>([
    ['on a terminal', {}, true],
    ['even where the result goes to a pipe', { out: false }, true],
    ['not where errors go to a pipe', { err: false }, false],
    ['not with --quiet', { speech: { quiet: true } }, false],
    ['not on a dumb terminal', { env: { TERM: 'dumb' } }, false],
    ['not in a build system', { env: { CI: 'true' } }, false],
    ['with --no-color all the same', { speech: { color: false } }, true],
  ])('%s', (_, given, animated) => {
    expect(opened(given).streams.animated).toBe(animated);
  });
});

test.each([
  [{}, false],
  [{ CI: '' }, false],
  [{ CI: 'false' }, false],
  [{ CI: '0' }, false],
  [{ CI: '1' }, true],
  [{ CI: 'true' }, true],
])('%j is a CI system: %s', (env, is) => {
  expect(isCi(env)).toBe(is);
});

describe('output goes', () => {
  const spoken = (speech: Partial<OutputOptions>) => {
    const { streams, printed } = opened({ speech });
    streams.result('result');
    streams.info('word');
    streams.warn('warning');
    streams.debug('detail');
    return printed;
  };
  it.each<[string, Partial<OutputOptions>, string]>([
    ['to standard error, but for the result', {}, 'word\nwarning\n'],
    ['with --quiet only where it must', { quiet: true }, 'warning\n'],
    ['with --verbose in detail', { verbose: true }, 'word\nwarning\ndetail\n'],
    ['with both, as both ask', { quiet: true, verbose: true }, 'warning\ndetail\n'],
  ])('%s', (_, speech, err) => {
    expect(spoken(speech)).toEqual({ out: 'result\n', err });
  });

  it('without secrets, on both streams', () => {
    const { streams, printed } = opened({ secret: 'il1api-secret', speech: { verbose: true } });
    for (const speak of [streams.result, streams.info, streams.warn, streams.debug]) speak('key il1api-secret!');
    expect(printed).toEqual({ out: 'key ***!\n', err: 'key ***!\n'.repeat(3) });
  });

  it('with our own colours, and without control characters of a service', () => {
    const { streams, printed } = opened({});
    streams.result(`${createStyle(true).good('good')} \u001b[2J\u001b]0;title\u0007\u202e`);
    expect(printed.out).toBe('\u001b[32mgood\u001b[39m �[2J�]0;title��\n');
    const plain = opened({ out: false });
    plain.streams.result('\u001b[32mgood');
    expect(plain.printed.out).toBe('�[32mgood\n');
  });
});

test('without colours a text is unchanged', () => {
  for (const paint of Object.values(createStyle(false))) expect(paint('text')).toBe('text');
  for (const paint of Object.values(createStyle(true))) expect(paint('text')).not.toBe('text');
});
