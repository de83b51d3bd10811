import { resolve } from 'node:path';
import { type WrittenExport, writeExport } from '../export/write-export.ts';
import type { IntegrationOutcome } from '../providers/integration.ts';
import type { Context } from '../runtime/context.ts';
import type { Approved } from './review.ts';

/** Writes the files to import without API access. @throws CliError, exit 2, if the folder can't be written to */
export function writeImportFiles(
  context: Context,
  { answers, resolved }: Approved,
  { state }: IntegrationOutcome,
): Promise<WrittenExport> {
  const folder = resolve(context.system.cwd, answers.importFolder);
  const request = { settings: resolved.settings, folder, terraform: false };
  return writeExport(context, request, state['alert-source']);
}
