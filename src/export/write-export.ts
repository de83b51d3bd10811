import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { usageError } from '../errors/cli-error.ts';
import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import type { Context } from '../runtime/context.ts';
import { templatesFolder } from '../runtime/load-settings.ts';
import { forThisRun } from '../runtime/next-command.ts';
import { isAmong } from '../runtime/run-files.ts';
import { type Export, type ExportedFile, placesOf, prepareExport, TERRAFORM_FILE } from './file-set.ts';
import type { ImportGuide } from './manual-steps.ts';
import { TERRAFORM_MARK } from './terraform.ts';
import { isLeftOver, replacedFiles, writeFiles } from './write-files.ts';

/** What to export, and to which folder. */
export interface ExportRequest {
  readonly settings: Settings;
  readonly folder: string;
  readonly terraform: boolean;
}

export interface WrittenFile extends Pick<ExportedFile, 'name' | 'holdsKey'> {
  readonly path: string;
  readonly replaced: boolean;
}

/** The files of an export in their folder, and what remains to be done with them. */
export interface WrittenExport {
  readonly folder: string;
  readonly files: readonly WrittenFile[];
  readonly guide: ImportGuide;
}

/** Checks that an export would only replace files of earlier exports; writes nothing. @throws CliError, exit 2 */
export async function assertExportable(
  { files }: Context,
  { folder, ...what }: Omit<ExportRequest, 'settings'>,
): Promise<void> {
  const places = placesOf(what);
  await replacedFiles(folder, places);
  for (const path of places.map(({ name }) => join(folder, name)))
    if (await isAmong(path, files.read))
      throw usageError(
        `${path} is read by this run, so it is not written over.`,
        'Choose another folder.',
        'file-unwritable',
      );
}

/** Writes all files of an export. @param source undefined for a placeholder @throws CliError, exit 2, if it can't */
export async function writeExport(
  context: Context,
  request: ExportRequest,
  source: AlertSourceRow | undefined,
): Promise<WrittenExport> {
  const { folder, terraform } = request;
  const { files, guide } = await prepared(context, request, source);
  const replaced = await writeFiles(folder, files);
  if (!terraform && (await isLeftOver(folder, TERRAFORM_FILE, TERRAFORM_MARK))) {
    const left = `${TERRAFORM_FILE} is left over from an earlier export`;
    context.streams.note(`${left}; add --terraform to refresh it.`);
  }
  warnOf(context, files, replaced);
  const written = files.map(({ name, holdsKey }) => {
    return { name, path: join(folder, name), replaced: replaced.has(name), holdsKey };
  });
  for (const { path } of written) context.files.written.add(path);
  return { folder, files: written, guide };
}

async function prepared(
  context: Context,
  { settings, terraform }: ExportRequest,
  source: AlertSourceRow | undefined,
): Promise<Export> {
  const shipped = { recommended: await payloadOf(context, 'recommended'), full: await payloadOf(context, 'full') };
  const verify = `${forThisRun('npx ilert-haloitsm verify', context)} --only ilert`;
  return prepareExport({ settings, source, shipped, terraform, verify });
}

function payloadOf({ system }: Context, name: string): Promise<string> {
  return readFile(join(templatesFolder(system), `${name}.json`), 'utf8');
}

function warnOf({ streams }: Context, files: readonly ExportedFile[], replaced: ReadonlySet<string>): void {
  if (replaced.size > 0) streams.info(`Replaced: ${[...replaced].join(', ')}.`);
  for (const { name } of files.filter(({ holdsKey }) => holdsKey)) {
    streams.warn(
      `${name} contains the integration key of the alert source: anyone who has it can create alerts. Do not commit it, and delete it after the import.`,
    );
  }
}
