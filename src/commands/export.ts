import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ExitCode, usageError } from '../errors/cli-error.ts';
import { type ExportedFile, exportedFiles, TERRAFORM_FILE } from '../export/file-set.ts';
import { readAlertSource } from '../export/read-alert-source.ts';
import { TERRAFORM_MARK } from '../export/terraform.ts';
import { isLeftOver, writeFiles } from '../export/write-files.ts';
import type { ResultOf } from '../reporters/result.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, templatesFolder } from '../runtime/load-settings.ts';
import { flag } from '../runtime/options.ts';

/** `export`: files for Halo's "Import from JSON", for an admin who may not use its API. Reads ilert, and with --offline nothing. */
export const exportFiles = defineCommand({
  name: 'export',
  about: 'write files for "Import from JSON" in HaloITSM, for admins who may not use its API',
  takesSettings: true,
  argument: { name: 'dir', about: 'folder to write to; it is made if it is not there', isFolder: true },
  targets: 'one',
  options: {
    offline: flag('--offline', 'contact nothing: the path of the method is a placeholder'),
    terraform: flag('--terraform', "also write the alert source as a resource of ilert's Terraform provider"),
  },
  examples: [
    ['export halo-import', 'with the path of the alert source in ilert'],
    ['export halo-import --offline', 'without any account'],
  ],
  async run(context, { flags, options: { offline, terraform }, argument }): Promise<ResultOf<'export'>> {
    const resolved = await loadSettings(context, flags, offline ? [] : ['ilert.apiToken']);
    const source = offline ? undefined : await readAlertSource(context, resolved);
    const payloads = { recommended: await shipped(context, 'recommended'), full: await shipped(context, 'full') };
    const files = exportedFiles({ settings: resolved.settings, source, shipped: payloads, terraform });
    if (argument.trim() === '') {
      const hint = 'Name a folder, or leave it out to use the current one.';
      throw usageError('The name of the folder to export to is empty.', hint);
    }
    const folder = resolve(context.system.cwd, argument);
    const replaced = await writeFiles(folder, files);
    if (!terraform && (await isLeftOver(folder, TERRAFORM_FILE, TERRAFORM_MARK))) {
      const left = `${TERRAFORM_FILE} is there from an earlier export`;
      context.streams.note(`${left} and was not written anew: give --terraform.`);
    }
    warnOf(context, files, replaced);
    const written = files.map(({ name, holdsKey }) => {
      return { name, path: join(folder, name), replaced: replaced.has(name), holdsKey };
    });
    return { kind: 'export', exitCode: ExitCode.done, offline, folder, files: written };
  },
});

function shipped({ system }: Context, name: string): Promise<string> {
  return readFile(join(templatesFolder(system), `${name}.json`), 'utf8');
}

function warnOf({ streams }: Context, files: readonly ExportedFile[], replaced: ReadonlySet<string>): void {
  if (replaced.size > 0) streams.info(`Replaced what was there: ${[...replaced].join(', ')}.`);
  for (const { name } of files.filter(({ holdsKey }) => holdsKey)) {
    streams.warn(
      `${name} holds the integration key of the alert source: whoever has it can make alerts. Keep it out of version control, and delete it after the import.`,
    );
  }
}
