import type { OutputFormat } from './format.ts';
import { jsonFormat } from './json.ts';
import { textFormat } from './text.ts';

/** Every output format; those with an option stand first in the help of every command. */
export const formats = { text: textFormat, json: jsonFormat } satisfies Readonly<Record<string, OutputFormat>>;
