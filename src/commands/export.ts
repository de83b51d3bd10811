import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isTypeOf, productOf } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import { matchByName } from '../engine/match.ts';
import { ExitCode, usageError, usageErrors } from '../errors/cli-error.ts';
import { type ExportedFile, exportedFiles, TERRAFORM_FILE } from '../export/file-set.ts';
import { TERRAFORM_MARK } from '../export/terraform.ts';
import { isLeftOver, writeFiles } from '../export/write-files.ts';
import { alertSource, readExternal } from '../providers/ilert/alert-source.ts';
import type { IlertClient } from '../providers/ilert/api.ts';

import type { AlertSourceRow } from '../providers/ilert/schemas.ts';
import { urlOf } from '../providers/integration-url.ts';
import type { ResultOf } from '../reporters/result.ts';

import { defineCommand } from '../runtime/command.ts';
import { createConnections } from '../runtime/connect.ts';
import type { Context } from '../runtime/context.ts';
import { loadSettings, templatesFolder } from '../runtime/load-settings.ts';
import { flag } from '../runtime/options.ts';
import { hideKeys } from '../runtime/refresh.ts';

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
    const { settings } = await loadSettings(context, flags, offline ? [] : ['ilert.apiToken']);
    const source = offline ? undefined : await readSource(context, settings);
    const files = exportedFiles({
      settings,
      source,
      shipped: { recommended: await shipped(context, 'recommended'), full: await shipped(context, 'full') },
      terraform,
    });
    if (argument.trim() === '')
      throw usageError(
        'The name of the folder to export to is empty.',
        'Name a folder, or leave it out to use the current one.',
      );
    const folder = resolve(context.system.cwd, argument);
    const replaced = await writeFiles(folder, files);
    if (!terraform && (await isLeftOver(folder, TERRAFORM_FILE, TERRAFORM_MARK)))
      context.streams.note(
        `${TERRAFORM_FILE} is there from an earlier export and was not written anew: give --terraform.`,
      );
    warnOf(context, files, replaced);
    return {
      kind: 'export',
      exitCode: ExitCode.done,
      offline,
      folder,
      files: files.map(({ name, holdsKey }) => ({
        name,
        path: join(folder, name),
        replaced: replaced.has(name),
        holdsKey,
      })),
    };
  },
});

function shipped({ system }: Context, name: string): Promise<string> {
  return readFile(join(templatesFolder(system), `${name}.json`), 'utf8');
}

/** The alert source that the tickets are to go to, with its URL. @throws CliError, exit 2, where there is none, or several */
async function readSource(context: Context, settings: Settings): Promise<AlertSourceRow> {
  const token = settings['ilert.apiToken'];
  if (!token) throw new TypeError('a required setting is missing');
  const connections = await createConnections(context, productOf(settings), context.streams.info);
  const ilert = connections.ilert(settings['ilert.endpoint'], token);
  const source = await (settings['alertSource.id'] === undefined
    ? ownSource(context, ilert, settings)
    : readExternal(settings['alertSource.id'], { ilert, settings }));
  hideKeys(context, { 'alert-source': source });
  urlOf(source);
  return source;
}

async function ownSource({ options }: Context, ilert: IlertClient, settings: Settings): Promise<AlertSourceRow> {
  const product = productOf(settings);
  const name = alertSource.name(settings);
  const candidates = (await ilert.alertSources()).filter((row) => isTypeOf(product, row.integrationType));
  const picked = matchByName(alertSource, name, candidates, { adopt: options.adopt, remembered: {} });
  if ('ambiguity' in picked) throw usageErrors([picked.ambiguity], 'name-ambiguous');
  if (picked.row) return ilert.alertSource(picked.row.id);
  const others = candidates.map((row) => `"${row.name}" (id ${row.id})`).join(', ');
  throw usageError(
    `ilert has no alert source "${name}" of type ${product.integrationType}${others && `, only ${others}`}.`,
    `Give --name or --alert-source ID, or make it first: in ilert, Alert sources, Create new alert source, ${product.name}; or with Terraform from what "ilert-haloitsm export DIR --offline --terraform" writes. With --offline a placeholder stands for its path.`,
    'name-unknown',
  );
}

function warnOf({ streams }: Context, files: readonly ExportedFile[], replaced: ReadonlySet<string>): void {
  if (replaced.size > 0) streams.info(`Replaced what was there: ${[...replaced].join(', ')}.`);
  for (const { name } of files.filter(({ holdsKey }) => holdsKey)) {
    streams.warn(
      `${name} holds the integration key of the alert source: whoever has it can make alerts. Keep it out of version control, and delete it after the import.`,
    );
  }
}
