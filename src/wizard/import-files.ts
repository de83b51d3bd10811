import { resolve } from 'node:path';
import { productOf } from '../config/product.ts';
import { type WrittenExport, writeExport } from '../export/write-export.ts';
import type { IntegrationOutcome } from '../providers/integration.ts';
import { renderManualSteps } from '../reporters/manual-steps.ts';
import type { Context } from '../runtime/context.ts';
import { quoted, shellOf } from '../text/shell-word.ts';
import { createStyle } from '../ui/style.ts';
import { wrap } from '../ui/wrap.ts';
import { commandLines, placeOf } from './outro.ts';
import type { Approved } from './review.ts';

/** Writes the files from which a person without an API application sets HaloITSM up. @throws CliError, exit 2, where the folder can't be written to */
export function writeImportFiles(
  context: Context,
  { answers, resolved }: Approved,
  { state }: IntegrationOutcome,
): Promise<WrittenExport> {
  const folder = resolve(context.system.cwd, answers.importFolder);
  const request = { settings: resolved.settings, folder, terraform: false };
  return writeExport(context, request, state['alert-source']);
}

/** The wizard's last page for such a person: what is left to do by hand, and how to go on later. */
export function createImportOutro(context: Context, written: WrittenExport): string {
  const { streams, system } = context;
  const style = createStyle(streams.resultColor);
  const shell = shellOf(system.platform);
  const columns = streams.resultColumns;
  const options = placeOf(context).map(([flag, value]) => `${flag} ${quoted(value, shell)}`);
  const { name: product } = productOf(written.guide.settings);
  const next = (does: string, command?: string, ...own: string[]) => {
    const program = ['npx ilert-haloitsm', command].filter(Boolean).join(' ');
    const line = { program, options: [...own, ...options], variables: [] };
    return [...commandLines(line, shell, columns), wrap(`    ${does}`, columns)];
  };
  return [
    wrap(renderManualSteps(written, style), columns),
    '',
    style.strong('Next'),
    ...next("tests ilert's side", 'verify', '--only ilert'),
    ...next(`changes or tests it, or sets ${product} up once you have an API application`),
    ...next("removes ilert's side", 'destroy', '--only ilert'),
    style.strong('Credentials'),
    wrap(
      '  The API key is no longer needed for tickets to open alerts. Keep it to check, change or remove this, or delete it in ilert.',
      columns,
    ),
  ].join('\n');
}
