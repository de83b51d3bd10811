import type { Command, FormatName } from '../runtime/command.ts';
import type { OutputFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { junitFormat } from './junit.ts';
import { markdownFormat } from './markdown.ts';
import { textFormat } from './text.ts';

/** Every output format, by the word that selects it. */
export const formats: Readonly<Record<FormatName, OutputFormat>> = {
  text: textFormat,
  json: jsonFormat,
  markdown: markdownFormat,
  junit: junitFormat,
};

const OF_EVERY_COMMAND: readonly FormatName[] = ['text', 'json'];

/** Returns the formats that a command supports, the default first. */
export function formatsOf(command: Pick<Command, 'formats'>): readonly FormatName[] {
  return command.formats ?? OF_EVERY_COMMAND;
}

/** Whether a word names a format. */
export function isFormatName(word: string): word is FormatName {
  return Object.hasOwn(formats, word);
}
