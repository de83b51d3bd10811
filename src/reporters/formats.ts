import type { FlagOption } from '../runtime/options.ts';
import type { OutputFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** Every output format; those with an option stand first in the help of every command. */
export const formats = { text: textFormat, json: jsonFormat } satisfies Readonly<Record<string, OutputFormat>>;

/** The format whose option is given; the text without any. */
export function formatWhere(isGiven: (option: FlagOption) => boolean): OutputFormat {
  return Object.values<OutputFormat>(formats).find(({ option }) => option && isGiven(option)) ?? formats.text;
}
