import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileErrorMessage } from '../errors/system-error.ts';
import { type PipeWait, readTextFile } from '../fs/bounded-read.ts';
import { withoutQuotes } from '../text/pasted.ts';
import type { Field, Payload } from './field.ts';
import { findPlaceholder } from './placeholder.ts';
import { baseFolderOf, describeOrigin, type Found, placeOf, type RawValue } from './raw-value.ts';

/** The payloads that ship with the package. */
export const SHIPPED_PAYLOADS: readonly string[] = ['recommended', 'full'];

/** Whether a value is a payload that has already been read. */
export function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && 'name' in value && 'text' in value;
}

interface PayloadSources extends PipeWait {
  readonly cwd: string;
  /** Folder of the shipped payloads. */
  readonly templates: string;
}

/** Reads a payload: a shipped one by its name, or a file. @returns it with its text, or why it can't be read */
export async function readPayload(raw: RawValue, field: Field, sources: PayloadSources): Promise<Found> {
  const { cwd, templates, signal, onSilence, onRead } = sources;
  const origin = describeOrigin(raw.origin, field);
  const place = placeOf(raw.origin);
  if (typeof raw.value !== 'string') return { message: `${origin} must be recommended, full or a file path.`, place };
  const name = raw.value.trim();
  if (name === '') return raw;
  const placeholder = findPlaceholder(name, field.kind);
  if (placeholder) {
    const message = `${origin} is "${name}": ${placeholder.text} was not replaced with a value.`;
    return { message, hint: placeholder.hint, place };
  }
  const shipped = SHIPPED_PAYLOADS.find((each) => each === name.toLowerCase());
  try {
    if (shipped)
      return { ...raw, value: { name: shipped, text: readShipped(join(templates, `${shipped}.json`), sources) } };
    const path = resolve(baseFolderOf(raw.origin, cwd), withoutQuotes(name).text);
    // Whoever runs a settings file may not have written it, so never open anything but a regular file for it.
    const only = raw.origin.from === 'file' ? { pipeTimeout: 0 } : {};
    const text = await readTextFile(path, { signal, onSilence, onRead, ...only });
    return { ...raw, value: { name, path, text } };
  } catch (error) {
    signal?.throwIfAborted();
    const message = `The payload file ${name} (from ${origin}) can't be read: ${fileErrorMessage(error)}.`;
    return { message, hint: 'Use recommended, full or a file path.', place };
  }
}

/** Nearly every run reads one, so this avoids loading what is needed to wait for other people's files. */
function readShipped(path: string, { onRead }: PipeWait): string {
  onRead?.(path);
  return readFileSync(path, 'utf8');
}
