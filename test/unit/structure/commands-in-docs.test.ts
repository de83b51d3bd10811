import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../src/cli/program.ts';
import { commandOf, commands } from '../../../src/cli/registry.ts';
import { CliError } from '../../../src/errors/cli-error.ts';
import { documents, textOf } from './documents.ts';

test.each(documents)('every command line in %s is one that the program takes', async (document) => {
  const text = textOf(document);
  const lines = [...blocksIn(text).flatMap(commandLinesIn), ...spansIn(text).flatMap(commandLinesIn)];
  expect(await whatIsWrong(lines)).toEqual([]);
});

test.each(documents)('every flag that %s names is one of the program', async (document) => {
  const spans = spansIn(textOf(document));
  const named = spans.filter((span) => /^(-{1,2}\w|[a-z]+ -)/.test(span)).map(wordsOf);
  const ofCommands = named.filter(([first = '']) => commandOf(first));
  const alone = named.filter(([first = '']) => first.startsWith('-'));
  // The sentence says what follows, so a value may be missing.
  const wrong = (await whatIsWrong(ofCommands)).filter(
    ({ refused }) => !/ needs a value: |^Missing argument: /.test(refused),
  );
  expect(wrong).toEqual([]);
  expect(await flagsOfNoCommand(alone.map(([flag = '']) => flag.replace(/,$/, '')))).toEqual([]);
});

function blocksIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'));
}

function spansIn(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, '').replaceAll('\\|', '|');
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll('\n', ' '));
}

/** Returns a script line's commands: what follows the program's name, up to where the shell ends a command. */
function commandLinesIn(line: string): string[][] {
  const [code = ''] = line.split(/(?:^|\s)#/);
  const found = code.matchAll(/(?:^|[\s(])(?:npx (?:-y )?)?ilert-haloitsm(?:@\S+)?((?: [^|>&;()]+)?)/g);
  return [...found].map(([, rest = '']) => wordsOf(rest));
}

/** Splits a line into words like a shell. One in capitals represents a value. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => (/^[A-Z]+$/.test(word) ? '1' : word.replace(/['"]/g, '')));
}

async function refusalOf(argv: readonly string[]): Promise<string | undefined> {
  try {
    await parseCommandLine(argv, { version: '0', out: () => undefined });
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
}

async function whatIsWrong(lines: readonly string[][]) {
  const answers = await Promise.all(
    lines.map(async (argv) => ({ line: argv.join(' '), refused: await refusalOf(argv) })),
  );
  return answers.flatMap(({ line, refused }) => (refused === undefined ? [] : [{ line, refused }]));
}

async function flagsOfNoCommand(flags: readonly string[]): Promise<string[]> {
  const isUnknown = async (flag: string) => {
    const refusals = await Promise.all(commands.map(({ name }) => refusalOf([name, flag])));
    return refusals.every((refused) => refused?.startsWith('Unknown option'));
  };
  const unknown = await Promise.all(flags.map(isUnknown));
  return flags.filter((_, index) => unknown[index]);
}
