import { resolve } from 'node:path';
import { CliError, ExitCode, usageError } from '../errors/cli-error.ts';
import { fileErrorMessage } from '../errors/system-error.ts';
import { entryKindAt, writeFileAtomically } from '../fs/atomic-write.ts';
import { type PipeWait, readTextFile } from '../fs/bounded-read.ts';
import { fieldsOf, parseJson } from '../text/json.ts';
import { findAmbiguousName } from '../text/json-names.ts';
import type { SavedPlan } from './document.ts';
import { FORMAT_VERSION, SAVED_PLAN } from './format.ts';

/** Enough for hundreds of targets, each with a long payload. */
const MAX_BYTES = 20_000_000;

/** Whether a plan may be saved to a path: if nothing is there, or a saved plan or an empty file that can be read. */
export async function isReplaceable(path: string): Promise<boolean> {
  if ((await entryKindAt(path)) === 'nothing') return true;
  const text = await textAt(path);
  return text === '' || isSavedPlan(text);
}

/** Whether a file is a saved plan of any version. */
export async function isSavedPlanFile(path: string): Promise<boolean> {
  return isSavedPlan(await textAt(path));
}

function isSavedPlan(text: string): boolean {
  return fieldsOf(parseJson(text)).kind === SAVED_PLAN;
}

function textAt(path: string): Promise<string> {
  return readTextFile(path, { pipeTimeout: 0, maxBytes: MAX_BYTES }).catch(() => 'unreadable');
}

/** Writes a plan to a file, all or nothing, and returns its path. @param file as typed @throws CliError, exit 1 */
export async function writeSavedPlan(file: string, cwd: string, plan: SavedPlan): Promise<string> {
  const text = `${JSON.stringify(plan, null, 2)}\n`;
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw unsaved(file, `it is larger than ${MAX_BYTES / 1_000_000} MB`, 'Save plans of fewer targets, with --target.');
  const path = resolve(cwd, file);
  await writeFileAtomically(path, text).catch((error: unknown) => {
    throw unsaved(file, fileErrorMessage(error));
  });
  return path;
}

function unsaved(file: string, why: string, hint?: string): CliError {
  const message = `The plan could not be saved to ${file}: ${why}.`;
  return new CliError({
    code: 'file-unwritable',
    message,
    exitCode: ExitCode.failed,
    ...(hint !== undefined && { hint }),
  });
}

/** A saved plan for a run to carry out. */
export interface ReviewedPlan {
  /** As typed. */
  readonly file: string;
  readonly saved: SavedPlan;
}

/** Returns the targets of a plan; none if the settings are for a single integration. Pure. */
export function targetsOf({ saved }: ReviewedPlan): string[] {
  return saved.plans.flatMap(({ target }) => target ?? []);
}

/**
 * Reads a saved plan.
 *
 * @param file as typed
 * @param version of this program
 * @throws CliError, exit 2, if it is not a saved plan, or can't be read
 */
export async function readSavedPlan(
  file: string,
  { cwd, version, ...wait }: PipeWait & { readonly cwd: string; readonly version: string },
): Promise<ReviewedPlan> {
  const text = await readTextFile(resolve(cwd, file), { ...wait, maxBytes: MAX_BYTES }).catch((error: unknown) => {
    wait.signal?.throwIfAborted();
    throw unreadable(`The saved plan ${file} can't be read: ${fileErrorMessage(error)}.`, 'Check the path.');
  });
  const json = parseJson(text);
  const { kind, formatVersion, toolVersion } = fieldsOf(json);
  if (kind !== SAVED_PLAN) throw unreadable(`${file} is not a saved plan.`, SAVE_ONE);
  if (typeof formatVersion === 'number' && formatVersion !== FORMAT_VERSION) {
    const message = `${file} was saved in format ${formatVersion} by version ${inWord(toolVersion)}; this version, ${version}, reads format ${FORMAT_VERSION}.`;
    throw unreadable(message, 'Use the same version of ilert-haloitsm for plan and apply.');
  }
  const plan = await parsePlan(text, json);
  if ('wrong' in plan) throw unreadable(`${file} is a damaged saved plan: ${plan.wrong}.`, SAVE_ONE);
  return { file, saved: plan };
}

/** Parses a plan; returns it, or what is wrong with it, as a clause. Pure. */
async function parsePlan(text: string, json: unknown): Promise<SavedPlan | { readonly wrong: string }> {
  try {
    const odd = findAmbiguousName(text);
    if (odd) return { wrong: `the name "${inWord(odd.name)}" in line ${odd.line} ${odd.wrong}` };
    // Loaded only if a saved plan is read.
    const { savedPlanSchema } = await import('./document.ts');
    const { data, error } = savedPlanSchema.safeParse(json);
    if (data) return data;
    const [{ path, message } = { path: [], message: '' }] = error.issues;
    const where = path.length === 0 ? 'the document' : path.join('.');
    return { wrong: `${inWord(where)} is not valid (${inWord(message)})` };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { wrong: 'it is nested too deeply' };
  }
}

const MAX_LENGTH = 80;

/** Shortens a word from a file. */
function inWord(value: unknown): string {
  const text = String(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

const SAVE_ONE = 'Save one with "ilert-haloitsm plan --out FILE".';

function unreadable(message: string, hint: string): CliError {
  return usageError(message, hint, 'plan-unreadable');
}
